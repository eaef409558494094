import { z } from 'zod';
import { datasetImportInputSchema, traceCollectInputSchema } from '#shared/contracts/dataset-exchange.ts';
import { MOST_RECORDS, type DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { discardUpload } from '#main/domains/imports/index.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { countRecords, putRecords } from '../runs/run-records.store.ts';
import { createRunsStore, noteRun, takeNumbers, type RunNote, type RunRow } from '../runs/runs.store.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { countAsked } from './incoming.store.ts';
import { openChecking, recordsOfRows, type IncomingRecord, type IncomingRow } from './import-rows.ts';
import { readingFor, recordOfRow } from './row-records.ts';
import { openRows, type RowSource, type SourceRow } from './source-rows.ts';
import { traceRows } from './trace-rows.store.ts';

export const DATASET_IMPORT_JOB = 'dataset_import';
export const DATASET_COLLECT_JOB = 'dataset_collect';

export type ImportJobDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly worker: Pick<DatasetWorker, 'openPlan' | 'openParquet'>;
  readonly putSpec: (tx: Writer, datasetId: string, spec: DatasetSpec) => void;
};

/** What the file was when the import was asked for: one that changed since is not gone on with. */
const stateSchema = z.object({ sizeBytes: z.number(), modifiedAt: z.number() });
const importOrderSchema = datasetImportInputSchema
  .omit({ into: true })
  .extend({ runId: z.uuid(), state: stateSchema });
const collectOrderSchema = traceCollectInputSchema
  .omit({ into: true, fingerprint: true })
  .extend({ runId: z.uuid(), upToRow: z.number().int() });
export type ImportOrder = z.infer<typeof importOrderSchema>;
export type CollectOrder = z.infer<typeof collectOrderSchema>;

/** Rows of one commit. */
const BATCH = 500;
const TELL_EVERY_MS = 400;
/** Rows that are named in the report; all are counted, and all are in the dataset. */
const MOST_REPORTED = 10_000;
/** What a file without a schema is judged by. */
export const LOOKED_AT = 1_000;

/** Rows become records in the order of the file; those that stand there already are passed over after a crash. */
export function defineDatasetImportJob(deps: ImportJobDeps): JobDefinition<ImportOrder> {
  return defineJob({
    type: DATASET_IMPORT_JOB,
    input: importOrderSchema,
    concurrency: 2,
    async run(ctx, order) {
      await using source = await openRows(deps, order.source, order.format);
      const incoming = await Incoming.open(deps, ctx, order.runId);
      if (incoming === null) return { made: 0, failed: 0 };
      if (incoming.done > 0) refuseChanged(source, order.state);
      const result = await incoming.take(rowsOf(source, incoming.spec, order), source.records);
      if ('uploadId' in order.source) await discardUpload(deps.store, order.source.uploadId);
      return result;
    },
  });
}

/** What was said to models and what they answered, as far as it was shown and agreed to. */
export function defineDatasetCollectJob(deps: ImportJobDeps): JobDefinition<CollectOrder> {
  return defineJob({
    type: DATASET_COLLECT_JOB,
    input: collectOrderSchema,
    concurrency: 1,
    async run(ctx, order) {
      const incoming = await Incoming.open(deps, ctx, order.runId);
      if (incoming === null) return { made: 0, failed: 0 };
      return incoming.take(collectedRows(deps.store.reader, order), null);
    },
  });
}

async function* collectedRows(reader: Reader, order: CollectOrder): AsyncGenerator<IncomingRow> {
  for await (const { place, value } of traceRows(reader, order)) yield { place, value, problem: null };
}

function refuseChanged({ name, sizeBytes, modifiedAt }: RowSource, was: ImportOrder['state']): void {
  if (sizeBytes === was.sizeBytes && modifiedAt === was.modifiedAt) return;
  throw new AppError(
    'conflict',
    `${name} has changed since its import began. What came in stays; take it back, or import the file anew.`,
  );
}

async function* rowsOf(
  source: RowSource,
  spec: DatasetSpec,
  { mapping }: Pick<ImportOrder, 'mapping'>,
): AsyncGenerator<IncomingRow> {
  const first: SourceRow[] = [];
  const rows = source.rows();
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    first.push(next.value);
    if (first.length >= LOOKED_AT) break;
  }
  const reading = readingFor(first, { mapping, schema: spec.schema });
  const incoming = (row: SourceRow): IncomingRow =>
    row.kind === 'unreadable'
      ? { place: row.place, value: null, problem: row.problem }
      : { place: row.place, value: recordOfRow(row, reading), problem: null };
  yield* first.map(incoming);
  for await (const row of rows) yield incoming(row);
}

/** One import on its way in: each commit holds the records of a batch, their report and how far it is. */
class Incoming {
  readonly #deps: ImportJobDeps;
  readonly #ctx: JobContext;
  readonly #run: RunRow;
  readonly spec: DatasetSpec;
  /** Rows that were taken by an earlier turn. */
  readonly done: number;
  #reported = 0;
  #toldMs = 0;

  private constructor(deps: ImportJobDeps, ctx: JobContext, run: RunRow, spec: DatasetSpec) {
    this.#deps = deps;
    this.#ctx = ctx;
    this.#run = run;
    this.spec = spec;
    this.done = run.asked;
  }

  /** Null where its dataset is not there any more. */
  static async open(deps: ImportJobDeps, ctx: JobContext, runId: string): Promise<Incoming | null> {
    const reads = createRunsStore(deps.store.reader);
    const run = await reads.row(runId);
    const basis = run && (await reads.basis(run.datasetId));
    if (run === undefined || basis === undefined) return null;
    return new Incoming(deps, ctx, run, basis.spec);
  }

  async take(rows: AsyncIterable<IncomingRow>, total: number | null): Promise<unknown> {
    const { clock, worker } = this.#deps;
    const startedAt = this.#run.startedAt ?? clock.nowMs();
    await this.#note({ startedAt, finishedAt: null, problem: null });
    const plan = await openChecking(worker, this.spec);
    let passed = 0;
    let batch: IncomingRow[] = [];
    const flush = async () => {
      await this.#write(await recordsOfRows(plan, batch, this.#ctx.signal));
      batch = [];
      this.#ctx.progress(passed, total);
    };
    try {
      for await (const row of rows) {
        passed += 1;
        if (passed <= this.done) continue;
        batch.push(row);
        if (batch.length >= BATCH) await flush();
      }
      if (batch.length > 0) await flush();
    } catch (error) {
      if (isAppError(error) && !this.#ctx.signal.aborted) await this.#note({ problem: error.message });
      throw error;
    } finally {
      await plan.close();
    }
    return this.#finish();
  }

  async #note(noted: RunNote): Promise<void> {
    await this.#deps.store.write(AS_JOB, (tx) => noteRun(tx, this.#run, noted));
  }

  async #write(incoming: readonly IncomingRecord[]): Promise<void> {
    this.#ctx.signal.throwIfAborted();
    const { datasetId } = this.#run;
    const now = performance.now();
    const isTold = now - this.#toldMs >= TELL_EVERY_MS;
    await this.#deps.store.write(AS_JOB, async (tx) => {
      const basis = await createRunsStore(tx).basis(datasetId);
      if (basis === undefined) throw datasetGone();
      const records = incoming.map(({ record }, at) => ({
        ...record,
        number: basis.nextNumber + at,
        seed: this.spec.seed,
      }));
      takeNumbers(tx, datasetId, records.length);
      putRecords(tx, this.#run, records);
      countRecords(tx, this.#run, records, NOTHING_WASTED);
      countAsked(tx, this.#run.id, records.length);
      await this.#report(tx, incoming);
      if (isTold) touchAll(tx, datasetId);
    });
    if (isTold) this.#toldMs = now;
  }

  async #report(tx: Writer, incoming: readonly IncomingRecord[]): Promise<void> {
    const room = MOST_REPORTED - this.#reported;
    const items = incoming
      .filter(({ trouble }) => trouble !== null)
      .slice(0, Math.max(0, room))
      .map(({ record, place, trouble }) => ({
        source: place,
        outcome: record.state === 'failed' ? ('failed' as const) : ('created' as const),
        reason: trouble ?? '',
        kind: 'dataset_record',
        entityId: null,
      }));
    this.#reported += items.length;
    if (items.length > 0) await this.#ctx.reportIn(tx, items);
  }

  async #finish(): Promise<unknown> {
    const { store, clock, putSpec } = this.#deps;
    const { id, datasetId } = this.#run;
    await store.write(AS_JOB, async (tx) => {
      noteRun(tx, this.#run, { finishedAt: clock.nowMs() });
      const basis = await createRunsStore(tx).basis(datasetId);
      // The definition's count takes in what came; a new dataset has no other.
      const records = Math.min(MOST_RECORDS, Math.max(basis?.spec.records ?? 1, basis?.nextNumber ?? 1));
      if (basis !== undefined && records !== basis.spec.records)
        putSpec(tx, datasetId, { ...basis.spec, records });
      touchAll(tx, datasetId);
    });
    const ended = await createRunsStore(store.reader).row(id);
    return { made: ended?.made ?? 0, failed: ended?.failed ?? 0 };
  }
}

const AS_JOB = { command: 'datasets.import', principal: 'job' } as const;
const NOTHING_WASTED = { duplicates: 0, inputTokens: 0, outputTokens: 0, costMicros: 0 } as const;

function touchAll(tx: Writer, datasetId: string): void {
  tx.touch('dataset', [datasetId]);
  tx.touch('dataset_record', [datasetId]);
}

function datasetGone(): AppError {
  return new AppError(
    'not_found',
    'The dataset was thrown away meanwhile. What had come in lies there with it.',
  );
}
