import type {
  IndexPlan,
  OfferedRecord,
  OfferOutcome,
  ParquetFacts,
  RawRecord,
  RecordOutcome,
  RecordPlan,
  StatsPlan,
  StatsRow,
} from '#shared/contracts/datasets-worker.ts';
import type { DatasetStats } from '#shared/contracts/dataset-stats.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';

/**
 * The threads where records are made, checked, compared and counted. They are started when first asked, ended when
 * idle and started again after a crash. Everything may be given any number of records: it is cut into messages here.
 * A definition that cannot be worked by (a pattern that is none, a schema that cannot be met, code that does not parse)
 * is refused with `invalid_input`, which names the keyword, column or check.
 */
export type DatasetWorker = {
  /** Compiles the definition. Costs some milliseconds and is kept until it is closed: once a run, not once a record. */
  openPlan(plan: RecordPlan): Promise<PlanSession>;
  openIndex(plan: IndexPlan): Promise<IndexSession>;
  openStats(plan: StatsPlan): Promise<StatsSession>;
  /**
   * Writes to a file that the caller has opened, from its beginning, and closes. Column types come from the schema;
   * what does not fit its column's type makes the write fail with the row's place. `columns`: those to write, in order.
   */
  createParquet(input: {
    readonly fd: number;
    readonly schema: JsonSchema;
    readonly columns: readonly string[];
  }): Promise<ParquetWriteSession>;
  openParquet(input: { readonly fd: number; readonly sizeBytes: number }): Promise<ParquetReadSession>;
  close(): Promise<void>;
};

/** Outlives the thread: it is opened anew where the thread had to be ended. Answers stand in the order asked for. */
export type PlanSession = {
  /** Records from the schema alone; the same number is the same record whoever asks when. */
  make(numbers: readonly number[], signal?: AbortSignal): Promise<readonly RecordOutcome[]>;
  /** Fills the columns of what a model has made, validates strictly and runs the checks (not `judge` and `unique`). */
  finish(records: readonly RawRecord[], signal?: AbortSignal): Promise<readonly RecordOutcome[]>;
  /** Validates and checks what stands there already, with no column made anew. */
  check(records: readonly RawRecord[], signal?: AbortSignal): Promise<readonly RecordOutcome[]>;
  close(): Promise<void>;
};

/**
 * What is there already, for near duplicates and `unique` checks. It lives in its thread: should that end (it runs no
 * code but ours), calls fail with `conflict`, and the index is opened and filled again from the store.
 */
export type IndexSession = {
  /** Takes each up unless it is too alike one that is there, the earlier ones of the same call included. */
  offer(records: readonly OfferedRecord[]): Promise<readonly OfferOutcome[]>;
  /** Takes up what is in the store, alike or not. */
  add(records: readonly OfferedRecord[]): Promise<readonly OfferOutcome[]>;
  remove(numbers: readonly number[]): Promise<void>;
  close(): Promise<void>;
};

export type StatsSession = {
  add(rows: readonly StatsRow[]): Promise<void>;
  /** May be asked for at any time; more can be added after. */
  result(): Promise<DatasetStats>;
  close(): Promise<void>;
};

export type ParquetWriteSession = {
  /** JSON texts of records. Resolves when they are taken, so that waiting for it holds back whoever reads them. */
  write(texts: readonly string[]): Promise<void>;
  finish(): Promise<{ readonly sizeBytes: number; readonly records: number }>;
  /** Without `finish` the file is left without its end: nobody takes it for a whole one. */
  close(): Promise<void>;
};

export type ParquetReadSession = ParquetFacts & {
  /** Records from `from` up to and without `to`, as JSON texts. */
  read(from: number, to: number): Promise<readonly string[]>;
  close(): Promise<void>;
};
