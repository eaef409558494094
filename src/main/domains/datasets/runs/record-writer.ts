import type { Store, Writer } from '#main/db/store.ts';
import type { LiveRun } from './live-run.ts';
import type { RunRecord } from './run-records.store.ts';
import { addWasted, NO_WASTE, type WastedAnswers } from './wasted-answers.ts';
import type { RunRow } from './runs.store.ts';

export type RecordWriterDeps = {
  readonly store: Store;
  readonly run: Pick<RunRow, 'id' | 'datasetId'>;
  readonly live: LiveRun;
  readonly writes: {
    putRecords(tx: Writer, run: Pick<RunRow, 'id' | 'datasetId'>, records: readonly RunRecord[]): void;
    countRecords(
      tx: Writer,
      run: Pick<RunRow, 'id' | 'datasetId'>,
      records: readonly RunRecord[],
      wasted: WastedAnswers,
    ): void;
  };
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Told after each commit. */
  readonly onWritten: () => void;
};

const MOST_AT_ONCE = 1_000;
/** Pages are told so often at most; each time they ask again. */
const TELL_EVERY_MS = 400;

/** Writes what is finished: one commit for all records that came while the one before was under way. */
export class RecordWriter {
  readonly #deps: RecordWriterDeps;
  #waiting: { readonly record: RunRecord; readonly done: PromiseWithResolvers<void> }[] = [];
  #wasted = NO_WASTE;
  #working: Promise<void> | null = null;
  #toldMs = 0;
  #error: Error | undefined;

  constructor(deps: RecordWriterDeps) {
    this.#deps = deps;
  }

  /** Records that are not on disk yet. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Resolves when the record is on disk. */
  put(record: RunRecord): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.#waiting.push({ record, done });
    this.#working ??= this.#work();
    return done.promise;
  }

  /** What an answer took that left no record. */
  waste(wasted: WastedAnswers): void {
    this.#wasted = addWasted(this.#wasted, wasted);
  }

  /** When everything is on disk. Throws what the last write threw. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working;
    if (this.#error !== undefined) throw this.#error;
    if (this.#wasted !== NO_WASTE) await this.#write([]);
  }

  async #work(): Promise<void> {
    // What else is finished in this turn of the event loop comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MOST_AT_ONCE);
      this.#waiting = this.#waiting.slice(MOST_AT_ONCE);
      try {
        await this.#write(batch.map(({ record }) => record));
        for (const { done } of batch) done.resolve();
      } catch (error) {
        this.#error = error instanceof Error ? error : new Error('A commit failed.', { cause: error });
        for (const { done } of batch) done.reject(error);
      }
    }
    this.#working = null;
  }

  async #write(records: readonly RunRecord[]): Promise<void> {
    const { store, run, live, writes, nowMs, onWritten } = this.#deps;
    const wasted = this.#wasted;
    this.#wasted = NO_WASTE;
    const now = nowMs();
    const isTold = now - this.#toldMs >= TELL_EVERY_MS;
    await store.write({ command: 'datasets.run', principal: 'job' }, (tx) => {
      writes.putRecords(tx, run, records);
      writes.countRecords(tx, run, records, wasted);
      if (!isTold) return;
      tx.touch('dataset', [run.datasetId]);
      tx.touch('dataset_record', [run.datasetId]);
    });
    if (isTold) this.#toldMs = now;
    live.written(records, wasted);
    onWritten();
  }
}
