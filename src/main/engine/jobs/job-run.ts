import type { JobItem } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { JobContext } from './job-definition.ts';
import { countItems, findStep, holdsLease, insertItems, nameChangeSet, type JobRow } from './jobs.store.ts';

const PROGRESS_EVERY_MS = 200;

type Progress = { readonly doneCount: number; readonly totalCount: number | null; readonly message: string };

/** The context of one turn of a job. Every write checks first that the turn is still this one's. */
export class JobRun implements JobContext {
  readonly jobId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly #store: Store;
  readonly #fence: number;
  #waiting: Progress | null = null;
  #timer: NodeJS.Timeout | null = null;
  #nextIndex: number | null = null;

  constructor(store: Store, row: JobRow, signal: AbortSignal) {
    this.jobId = row.id;
    this.attempt = row.attempt;
    this.signal = signal;
    this.#store = store;
    this.#fence = row.fence;
  }

  async step<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = await findStep(this.#store.reader, this.jobId, key);
    if (known) return known.result as T; // written by this very step
    const result = await work();
    await this.#write((tx) => {
      tx.run({
        sql: 'INSERT INTO job_steps (job_id, key, result, finished_at) VALUES (?, ?, ?, ?)',
        params: [this.jobId, key, JSON.stringify(result ?? null), tx.nowMs],
      });
    });
    return result;
  }

  progress(doneCount: number, totalCount: number | null, message = ''): void {
    this.#waiting = { doneCount, totalCount, message };
    // A lost turn shows in the next awaited write; progress alone must not bring the process down.
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), PROGRESS_EVERY_MS);
  }

  async report(items: readonly Omit<JobItem, 'index'>[]): Promise<void> {
    if (items.length === 0) return;
    this.#nextIndex ??= await countItems(this.#store.reader, this.jobId);
    const first = this.#nextIndex;
    this.#nextIndex += items.length;
    await this.#write((tx) => tx.run(insertItems(this.jobId, first, items)));
  }

  async reportIn(tx: Writer, items: readonly Omit<JobItem, 'index'>[], changeSetId?: number): Promise<void> {
    if (!(await holdsLease(tx, this.jobId, this.#fence))) throw lostLease();
    this.#nextIndex ??= await countItems(tx, this.jobId);
    if (items.length > 0) tx.run(insertItems(this.jobId, this.#nextIndex, items));
    this.#nextIndex += items.length;
    if (changeSetId !== undefined) tx.run(nameChangeSet(this.jobId, changeSetId));
  }

  async setChangeSet(changeSetId: number): Promise<void> {
    await this.#write((tx) => tx.run(nameChangeSet(this.jobId, changeSetId)));
  }

  /** Writes the progress that is due. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const progress = this.#waiting;
    this.#waiting = null;
    if (!progress) return;
    const { doneCount, totalCount, message } = progress;
    await this.#write((tx) => {
      tx.run({
        sql: 'UPDATE jobs SET done_count = ?, total_count = ?, message = ?, heartbeat_at = ? WHERE id = ?',
        params: [doneCount, totalCount, message, tx.nowMs, this.jobId],
      });
    });
  }

  async #write(work: (tx: Writer) => void): Promise<void> {
    await this.#store.write({ command: 'jobs.work', principal: 'job' }, async (tx) => {
      if (!(await holdsLease(tx, this.jobId, this.#fence))) throw lostLease();
      work(tx);
      tx.touch('job', [this.jobId]);
    });
  }
}

function lostLease(): AppError {
  return new AppError('cancelled', 'This job was taken over or cancelled. What it had finished is kept.');
}
