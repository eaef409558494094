import { z } from 'zod';
import { datasetImportInputSchema, traceCollectInputSchema } from '#shared/contracts/dataset-exchange.ts';
import { MOST_RECORDS } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { discardUpload } from '#main/domains/imports/index.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { countRecords, putRecords } from '../runs/run-records.store.ts';
import { createRunsStore, noteRun, takeNumbers, type RunNote, type RunRow } from '../runs/runs.store.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import { countAsked } from './incoming.store.ts';
import {
  judgesOf,
  openChecking,
  recordsOfRows,
  type IncomingRecord,
  type IncomingRow,
} from './import-rows.ts';
import { ImportUnique } from './import-unique.ts';
import { ahead, inBatches, mapped } from './row-flow.ts';
import { incomingRow, readingFor } from './row-records.ts';
import { openRows, readRow, type RowSource, type SourceRow } from './source-rows.ts';
import { traceRows } from './trace-rows.store.ts';

export const DATASET_IMPORT_JOB = 'dataset_import';
export const DATASET_COLLECT_JOB = 'dataset_collect';

export type ImportJobDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly worker: Pick<DatasetWorker, 'openPlan' | 'openIndex' | 'openParquet'>;
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

async function* collectedRows(reader: Reader, order: CollectOrder): AsyncGenerator<readonly IncomingRow[]> {
  for await (const { place, value } of traceRows(reader, order))
    yield [{ place, text: JSON.stringify(value) }];
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
): AsyncGenerator<readonly IncomingRow[]> {
  const first: SourceRow[] = [];
  const pieces = source.rows();
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    first.push(...next.value);
    if (first.length >= LOOKED_AT) break;
  }
  const looked = first.slice(0, LOOKED_AT).map(readRow);
  const reading = readingFor(looked, { mapping, schema: spec.schema });
  yield first.map((row) => incomingRow(row, reading));
  for await (const rows of pieces) yield rows.map((row) => incomingRow(row, reading));
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

  /** A batch is read while the one before is checked, and the one before that is written. */
  async take(pieces: AsyncIterable<readonly IncomingRow[]>, total: number | null): Promise<unknown> {
    const { clock, worker } = this.#deps;
    const { signal } = this.#ctx;
    const startedAt = this.#run.startedAt ?? clock.nowMs();
    await this.#note({ startedAt, finishedAt: null, problem: null });
    const plan = await openChecking(worker, this.spec);
    let unique: ImportUnique | null = null;
    let passed = this.done;
    try {
      unique = await this.#openUnique();
      const checked = mapped(ahead(inBatches(pieces, this.done)), async (rows) => {
        const records = await recordsOfRows(plan, rows, signal);
        return unique === null ? records : unique.look(records);
      });
      for await (const records of ahead(checked)) {
        await this.#write(records);
        passed += records.length;
        this.#ctx.progress(passed, total);
      }
    } catch (error) {
      if (isAppError(error) && !signal.aborted) await this.#note({ problem: error.message });
      throw error;
    } finally {
      await unique?.close();
      await plan.close();
    }
    return this.#finish();
  }

  async #openUnique(): Promise<ImportUnique | null> {
    const { worker, store } = this.#deps;
    const { datasetId } = this.#run;
    const basis = await createRunsStore(store.reader).basis(datasetId);
    if (basis === undefined) throw datasetGone();
    const { spec, nextNumber } = basis;
    return ImportUnique.open({
      worker,
      reader: store.reader,
      datasetId,
      spec,
      nextNumber,
      signal: this.#ctx.signal,
    });
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
    const judges = judgesOf(this.spec.checks);
    if (judges.length > 0) {
      this.#ctx.log(
        'info',
        `What came in is not judged by ${judges.join(', ')}; check the records again for that.`,
      );
    }
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
