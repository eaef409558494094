import type { Page } from '#shared/contracts/common.ts';
import type { Job, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { classifyError, isRetryable } from './error-class.ts';
import type { JobDefinition } from './job-definition.ts';
import { JobRun } from './job-run.ts';
import {
  claimJob,
  finishJob,
  findJob,
  insertJob,
  listItems,
  listJobs,
  listUnfinished,
  recoverJobs,
  requestCancel,
  requeueJob,
  toJob,
  type JobEnd,
  type JobRow,
} from './jobs.store.ts';
import type { EnqueueInput, Jobs } from './index.ts';

export type JobsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly definitions: readonly JobDefinition<never>[];
  /** Told of errors that no rule expected. */
  readonly onError: (error: unknown, jobId: string) => void;
};

type Running = { readonly abort: AbortController; readonly type: string; readonly done: Promise<void> };

const RETRY_BASE_MS = 500;
const LONGEST_SLEEP_MS = 60_000;

export class JobEngine implements Jobs {
  readonly #deps: JobsDeps;
  readonly #bootId: string;
  readonly #definitions: ReadonlyMap<string, JobDefinition>;
  readonly #running = new Map<string, Running>();
  #isStarted = false;
  #isPumpWanted = false;
  #pumping: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: JobsDeps) {
    this.#deps = deps;
    this.#bootId = deps.ids.next();
    const known = deps.definitions as readonly unknown[] as readonly JobDefinition[]; // inputs are parsed before a run
    this.#definitions = new Map(known.map((one) => [one.type, one]));
    deps.store.onCommit((commit) => {
      if (commit.changes.some((change) => change.topic === 'job')) this.#pump();
    });
  }

  enqueueIn(tx: Writer, input: EnqueueInput): string {
    const definition = this.#definitions.get(input.type);
    if (!definition) throw new AppError('invalid_input', `There is no job of the type "${input.type}".`);
    const id = this.#deps.ids.next();
    insertJob(tx, {
      id,
      type: input.type,
      title: input.title,
      input: definition.input.parse(input.input),
      uniqueKey: input.uniqueKey ?? null,
      maxAttempts: definition.maxAttempts,
      runAfter: tx.nowMs + (input.delayMs ?? 0),
    });
    return id;
  }

  async enqueue(input: EnqueueInput): Promise<string> {
    const { value } = await this.#write((tx) => this.enqueueIn(tx, input));
    return value;
  }

  list(input: JobListInput): Promise<Page<Job>> {
    return listJobs(this.#deps.store.reader, input);
  }

  async active(): Promise<readonly Job[]> {
    return (await listUnfinished(this.#deps.store.reader)).map(toJob);
  }

  async get(id: string): Promise<Job> {
    const row = await findJob(this.#deps.store.reader, id);
    if (!row) throw new AppError('not_found', 'This job is no longer listed.');
    return toJob(row);
  }

  items(input: Parameters<Jobs['items']>[0]): Promise<Page<JobItem>> {
    return listItems(this.#deps.store.reader, input);
  }

  async cancel(id: string): Promise<Job> {
    await this.get(id);
    await this.#write((tx) => requestCancel(tx, id));
    this.#running.get(id)?.abort.abort(new AppError('cancelled', 'Cancelled.'));
    return this.get(id);
  }

  async retry(id: string): Promise<Job> {
    const job = await this.get(id);
    if (job.status !== 'failed' && job.status !== 'cancelled') {
      throw new AppError('conflict', 'Only a failed or cancelled job can be tried again.');
    }
    await this.#write((tx) => requeueJob(tx, id));
    return this.get(id);
  }

  async wait(id: string, signal?: AbortSignal): Promise<Job> {
    for (;;) {
      const changed = Promise.withResolvers<void>();
      const stopListening = this.#deps.store.onCommit((commit) => {
        if (commit.changes.some((change) => change.topic === 'job')) changed.resolve();
      });
      const onAbort = () => changed.reject(new AppError('cancelled', 'Stopped waiting; the job goes on.'));
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        signal?.throwIfAborted();
        const job = await this.get(id);
        if (job.status !== 'queued' && job.status !== 'running') return job;
        await changed.promise;
      } finally {
        stopListening();
        signal?.removeEventListener('abort', onAbort);
      }
    }
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    await this.#write((tx) => recoverJobs(tx, this.#bootId));
    this.#pump();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#pumping;
    const running = [...this.#running.values()];
    for (const one of running) one.abort.abort(new AppError('cancelled', 'Adiuva is closing.'));
    await Promise.all(running.map((one) => one.done));
  }

  #write<T>(work: (tx: Writer) => T | Promise<T>) {
    return this.#deps.store.write({ command: 'jobs.work', principal: 'job' }, work);
  }

  #pump(): void {
    this.#isPumpWanted = true;
    if (!this.#isStarted || this.#pumping) return;
    this.#pumping = this.#pumpAll()
      .catch((error: unknown) => this.#deps.onError(error, ''))
      .finally(() => {
        this.#pumping = null;
        if (this.#isPumpWanted) this.#pump();
      });
  }

  async #pumpAll(): Promise<void> {
    while (this.#isPumpWanted && this.#isStarted) {
      this.#isPumpWanted = false;
      const waiting = (await listUnfinished(this.#deps.store.reader)).filter(
        (row) => row.status === 'queued',
      );
      const now = this.#deps.nowMs();
      for (const row of waiting) if (row.runAfter <= now) await this.#startIfFree(row);
      this.#sleepUntilNext(waiting.map((row) => row.runAfter).filter((at) => at > now));
    }
  }

  #sleepUntilNext(times: readonly number[]): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (times.length === 0) return;
    const delayMs = Math.min(Math.min(...times) - this.#deps.nowMs(), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => this.#pump(), delayMs);
    this.#timer.unref();
  }

  async #startIfFree(row: JobRow): Promise<void> {
    const definition = this.#definitions.get(row.type);
    const sameType = [...this.#running.values()].filter((one) => one.type === row.type).length;
    const isFree = this.#isStarted && !this.#running.has(row.id);
    if (!definition || !isFree || sameType >= definition.concurrency) return;
    const { value: claimed } = await this.#write((tx) => claimJob(tx, row.id, this.#bootId));
    if (!claimed) return;
    const abort = new AbortController();
    const done = this.#work(definition, claimed, abort.signal).finally(() => {
      this.#running.delete(row.id);
      this.#pump();
    });
    this.#running.set(row.id, { abort, type: row.type, done });
  }

  async #work(definition: JobDefinition, row: JobRow, signal: AbortSignal): Promise<void> {
    const run = new JobRun(this.#deps.store, row, signal);
    try {
      const result = await definition.run(run, definition.input.parse(row.input));
      await run.flush();
      await this.#finish(row, { status: 'done', result });
    } catch (error) {
      await run.flush().catch(() => undefined); // the failure itself is what is told
      await this.#settle(row, signal, error).catch((second: unknown) => this.#deps.onError(second, row.id));
    }
  }

  async #settle(row: JobRow, signal: AbortSignal, error: unknown): Promise<void> {
    const now = await findJob(this.#deps.store.reader, row.id);
    if (now?.cancelRequested) return this.#finish(row, { status: 'cancelled' });
    // Stopped by the app's own end: the next start goes on with it, and the try does not count.
    if (signal.aborted)
      return this.#finish(row, { status: 'queued', attempt: row.attempt - 1, runAfter: row.runAfter });
    if (!isAppError(error)) this.#deps.onError(error, row.id);
    const errorClass = classifyError(error);
    const failure = { ...tellable(error), errorClass };
    if (!isRetryable(errorClass) || row.attempt >= row.maxAttempts) {
      return this.#finish(row, { status: 'failed', error: failure });
    }
    const runAfter = this.#deps.nowMs() + RETRY_BASE_MS * 2 ** (row.attempt - 1);
    return this.#finish(row, { status: 'queued', attempt: row.attempt, runAfter, error: failure });
  }

  async #finish(row: JobRow, end: JobEnd): Promise<void> {
    await this.#write((tx) => finishJob(tx, row, end));
  }
}

function tellable(error: unknown): { code: string; message: string } {
  if (isAppError(error)) return { code: error.code, message: error.message };
  return {
    code: 'internal',
    message: 'Something unexpected went wrong. What was finished is kept; you can try again.',
  };
}
