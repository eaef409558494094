import type { Page } from '#shared/contracts/common.ts';
import type { Job, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { classifyError, isRetryable } from './error-class.ts';
import type { JobDefinition } from './job-definition.ts';
import { createJobRun } from './job-run.ts';
import {
  claimJob,
  findJob,
  insertJob,
  listItems,
  listJobs,
  listUnfinished,
  toJob,
  type JobRow,
} from './jobs.store.ts';

export { defineJob, type JobContext, type JobDefinition } from './job-definition.ts';

export type EnqueueInput = {
  readonly type: string;
  /** Key of the message catalogue, or plain text. */
  readonly title: string;
  readonly input: unknown;
  /** A second unfinished job of the same type and key is refused with `conflict`. */
  readonly uniqueKey?: string;
  readonly delayMs?: number;
};

/** Durable jobs: enqueued in the caller's transaction, resumed after a crash, cancellable, with a per-item report. */
export type Jobs = {
  /** Enqueues in the transaction of the row that the job is about. */
  enqueueIn(tx: Writer, input: EnqueueInput): string;
  enqueue(input: EnqueueInput): Promise<string>;
  list(input: JobListInput): Promise<Page<Job>>;
  active(): Promise<readonly Job[]>;
  get(id: string): Promise<Job>;
  items(input: {
    id: string;
    outcome?: JobItem['outcome'] | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Page<JobItem>>;
  cancel(id: string): Promise<Job>;
  retry(id: string): Promise<Job>;
  /** Resolves when the job is done, failed or cancelled. */
  wait(id: string, signal?: AbortSignal): Promise<Job>;
  /** Takes up what an earlier process left and begins to work. */
  start(): Promise<void>;
  /** Aborts running jobs, waits for them to let go; they go on at the next start. */
  stop(): Promise<void>;
};

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

export function createJobs(deps: JobsDeps): Jobs {
  const { store } = deps;
  const bootId = deps.ids.next();
  const definitions = new Map(deps.definitions.map((one) => [one.type, one as unknown as JobDefinition])); // inputs are parsed before run
  const running = new Map<string, Running>();
  let isStarted = false;
  let pumping: Promise<void> | null = null;
  let isPumpWanted = false;
  let timer: NodeJS.Timeout | null = null;

  function requireDefinition(type: string): JobDefinition {
    const definition = definitions.get(type);
    if (!definition) throw new AppError('invalid_input', `There is no job of the type "${type}".`);
    return definition;
  }

  function enqueueIn(tx: Writer, input: EnqueueInput): string {
    const definition = requireDefinition(input.type);
    const id = deps.ids.next();
    insertJob(tx, {
      id,
      type: input.type,
      title: input.title,
      status: 'queued',
      input: definition.input.parse(input.input),
      uniqueKey: input.uniqueKey ?? null,
      doneCount: 0,
      totalCount: null,
      message: '',
      attempt: 0,
      maxAttempts: definition.maxAttempts,
      runAfter: tx.nowMs + (input.delayMs ?? 0),
      cancelRequested: false,
      fence: 0,
      createdAt: tx.nowMs,
    });
    return id;
  }

  function pump(): void {
    isPumpWanted = true;
    pumping ??= pumpAll().finally(() => {
      pumping = null;
      if (isPumpWanted && isStarted) pump();
    });
  }

  async function pumpAll(): Promise<void> {
    while (isPumpWanted && isStarted) {
      isPumpWanted = false;
      const waiting = (await listUnfinished(store.reader)).filter((row) => row.status === 'queued');
      for (const row of waiting.filter((one) => one.runAfter <= deps.nowMs())) await startIfFree(row);
      scheduleNext(waiting);
    }
  }

  function scheduleNext(waiting: readonly JobRow[]): void {
    const next = Math.min(...waiting.map((row) => row.runAfter).filter((at) => at > deps.nowMs()));
    if (timer) clearTimeout(timer);
    timer = Number.isFinite(next) ? setTimeout(pump, Math.min(next - deps.nowMs(), 60_000)) : null;
    timer?.unref();
  }

  async function startIfFree(row: JobRow): Promise<void> {
    const definition = definitions.get(row.type);
    const sameType = [...running.values()].filter((one) => one.type === row.type).length;
    if (!isStarted || !definition || running.has(row.id) || sameType >= definition.concurrency) return;
    const claimed = await store.write({ command: 'jobs.claim', principal: 'job' }, (tx) =>
      claimJob(tx, row.id, bootId),
    );
    if (!claimed.value) return;
    const abort = new AbortController();
    const done = work(definition, claimed.value, abort).finally(() => {
      running.delete(row.id);
      pump();
    });
    running.set(row.id, { abort, type: row.type, done });
  }

  async function work(definition: JobDefinition, row: JobRow, abort: AbortController): Promise<void> {
    const run = createJobRun(store, row, abort.signal);
    try {
      const result = await definition.run(run.context, definition.input.parse(row.input));
      await run.flushProgress();
      await finish(row, `status = 'done', result = ?`, [JSON.stringify(result ?? null)]);
    } catch (error) {
      await run.flushProgress().catch(() => undefined); // the failure itself is what is told
      await settleFailure(row, abort.signal, error).catch((second: unknown) => deps.onError(second, row.id));
    }
  }

  async function settleFailure(row: JobRow, signal: AbortSignal, error: unknown): Promise<void> {
    const now = await findJob(store.reader, row.id);
    if (now?.cancelRequested) return finish(row, `status = 'cancelled'`, []);
    // Stopped by the app's own end: the next start goes on with it, and the try does not count.
    if (signal.aborted) return finish(row, `status = 'queued', attempt = attempt - 1`, [], false);
    const errorClass = classifyError(error);
    const told = isAppError(error)
      ? { code: error.code, message: error.message }
      : {
          code: 'internal',
          message: 'Something unexpected went wrong. What was finished is kept; you can try again.',
        };
    if (!isAppError(error)) deps.onError(error, row.id);
    const failure = JSON.stringify({ ...told, errorClass });
    if (isRetryable(errorClass) && row.attempt < row.maxAttempts) {
      const delayMs = RETRY_BASE_MS * 2 ** (row.attempt - 1);
      return finish(
        row,
        `status = 'queued', run_after = ?, error = ?`,
        [deps.nowMs() + delayMs, failure],
        false,
      );
    }
    return finish(row, `status = 'failed', error = ?`, [failure]);
  }

  async function finish(
    row: JobRow,
    sets: string,
    params: readonly (string | number)[],
    isEnd = true,
  ): Promise<void> {
    await store.write({ command: 'jobs.finish', principal: 'job' }, (tx) => {
      tx.run({
        sql: `UPDATE jobs SET ${sets}, lease_boot_id = NULL, finished_at = ? WHERE id = ? AND fence = ?`,
        params: [...params, isEnd ? tx.nowMs : null, row.id, row.fence],
      });
      tx.touch('job', [row.id]);
    });
  }

  async function get(id: string): Promise<Job> {
    const row = await findJob(store.reader, id);
    if (!row) throw new AppError('not_found', 'This job is no longer listed.');
    return toJob(row);
  }

  store.onCommit((commit) => {
    if (isStarted && commit.changes.some((change) => change.topic === 'job')) pump();
  });

  return {
    enqueueIn,
    enqueue: async (input) =>
      (await store.write({ command: 'jobs.enqueue', principal: 'user' }, (tx) => enqueueIn(tx, input))).value,
    list: (input) => listJobs(store.reader, input),
    active: async () => (await listUnfinished(store.reader)).map(toJob),
    get,
    items: (input) => listItems(store.reader, input),
    async cancel(id) {
      await get(id);
      await store.write({ command: 'jobs.cancel' }, (tx) => {
        tx.run({
          sql: `UPDATE jobs SET cancel_requested = 1,
                  status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END,
                  finished_at = CASE status WHEN 'queued' THEN ? ELSE finished_at END
                WHERE id = ? AND status IN ('queued', 'running')`,
          params: [tx.nowMs, id],
        });
        tx.touch('job', [id]);
      });
      running.get(id)?.abort.abort(new AppError('cancelled', 'Cancelled.'));
      return get(id);
    },
    async retry(id) {
      const job = await get(id);
      if (job.status !== 'failed' && job.status !== 'cancelled') {
        throw new AppError('conflict', 'Only a failed or cancelled job can be tried again.');
      }
      await store.write({ command: 'jobs.retry' }, (tx) => {
        tx.run({
          sql: `UPDATE jobs SET status = 'queued', attempt = 0, cancel_requested = 0, run_after = ?, error = NULL, finished_at = NULL WHERE id = ?`,
          params: [tx.nowMs, id],
        });
        tx.touch('job', [id]);
      });
      return get(id);
    },
    wait: (id, signal) => waitForJob(store, () => get(id), signal),
    async start() {
      isStarted = true;
      // The folder's lock makes this process the only owner: whatever another boot left running is free again.
      await store.write({ command: 'jobs.recover', principal: 'job' }, (tx) => {
        tx.run({
          sql: `UPDATE jobs SET status = CASE cancel_requested WHEN 1 THEN 'cancelled' ELSE 'queued' END, lease_boot_id = NULL
                WHERE status = 'running' AND lease_boot_id <> ?`,
          params: [bootId],
        });
      });
      pump();
    },
    async stop() {
      isStarted = false;
      if (timer) clearTimeout(timer);
      for (const one of running.values()) one.abort.abort(new AppError('cancelled', 'Adiuva is closing.'));
      await Promise.all([...running.values()].map((one) => one.done));
      await pumping;
    },
  };
}

async function waitForJob(store: Store, get: () => Promise<Job>, signal?: AbortSignal): Promise<Job> {
  for (;;) {
    const changed = Promise.withResolvers<void>();
    const stopListening = store.onCommit((commit) => {
      if (commit.changes.some((change) => change.topic === 'job')) changed.resolve();
    });
    const onAbort = () => changed.reject(new AppError('cancelled', 'Stopped waiting; the job goes on.'));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      signal?.throwIfAborted();
      const job = await get();
      if (job.status !== 'queued' && job.status !== 'running') return job;
      await changed.promise;
    } finally {
      stopListening();
      signal?.removeEventListener('abort', onAbort);
    }
  }
}
