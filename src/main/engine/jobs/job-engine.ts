import type { Page } from '#shared/contracts/common.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job, JobDecideInput, JobDetail, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { EnqueueInput, JobDefinition } from './job-definition.ts';
import {
  decideStep,
  isQueuePaused,
  listFamily,
  requestCancel,
  requestPause,
  requeueJob,
  resumeJob,
  setQueuePaused,
} from './job-control.store.ts';
import { listLogs } from './job-logs.store.ts';
import { hasUnfinished, insertJob, putInput } from './job-queue.store.ts';
import { JobRunner } from './job-runner.ts';
import { insertSignal } from './job-signals.store.ts';
import { countSteps, listIntents } from './job-steps.store.ts';
import {
  findJob,
  listItems,
  listJobs,
  listUnfinished,
  readResult,
  toJob,
  type JobRow,
} from './jobs.store.ts';
import type { Jobs } from './index.ts';

export type JobsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly definitions: readonly JobDefinition<never>[];
  /** 0 to 1, for the spread of retries. */
  readonly random?: () => number;
  /** Told of errors that no rule expected. */
  readonly onError: (error: unknown, jobId: string) => void;
};

const MAX_ATTEMPTS = 3;

export class JobEngine implements Jobs {
  readonly #deps: JobsDeps;
  readonly #definitions = new Map<string, JobDefinition>();
  readonly #runner: JobRunner;

  constructor(deps: JobsDeps) {
    this.#deps = deps;
    this.define(deps.definitions);
    const { store, ids, nowMs, onError } = deps;
    this.#runner = new JobRunner({
      store,
      ids,
      nowMs,
      onError,
      definitions: this.#definitions,
      random: deps.random ?? Math.random,
      enqueueChild: (tx, input, parentId) => this.#insert(tx, input, parentId),
    });
  }

  define(definitions: readonly JobDefinition<never>[]): void {
    const known = definitions as readonly unknown[] as readonly JobDefinition[]; // inputs are parsed before a run
    for (const one of known) this.#definitions.set(one.type, one);
    this.#runner?.pump();
  }

  enqueueIn(tx: Writer, input: EnqueueInput): string {
    return this.#insert(tx, input, null);
  }

  #insert(tx: Writer, input: EnqueueInput, parentId: string | null): string {
    const definition = this.#definitions.get(input.type);
    if (!definition) throw new AppError('invalid_input', `There is no job of the type "${input.type}".`);
    const id = this.#deps.ids.next();
    const parsed = definition.input.parse(input.input);
    const resource = definition.resource?.(parsed) ?? null;
    insertJob(tx, {
      id,
      type: input.type,
      title: input.title,
      input: parsed,
      uniqueKey: input.uniqueKey ?? null,
      maxAttempts: definition.maxAttempts ?? MAX_ATTEMPTS,
      runAfter: tx.nowMs + (input.delayMs ?? 0),
      priority: input.priority ?? 0,
      resourceKey: resource?.key ?? null,
      resourceLimit: resource?.limit ?? 1,
      parentId,
      scheduleId: input.scheduleId ?? null,
    });
    return id;
  }

  enqueue(input: EnqueueInput): Promise<string> {
    return this.#write((tx) => this.enqueueIn(tx, input));
  }

  hasUnfinishedIn(tx: Writer, type: string, uniqueKey: string): Promise<boolean> {
    return hasUnfinished(tx, type, uniqueKey);
  }

  async amendIn(tx: Writer, id: string, input: unknown): Promise<void> {
    const row = await findJob(tx, id);
    const definition = row && this.#definitions.get(row.type);
    if (!definition || (row.status !== 'paused' && !isJobOver(row.status)))
      throw new AppError('conflict', 'Only a job that is paused or over can be asked for something else.');
    putInput(tx, id, definition.input.parse(input));
  }

  list(input: JobListInput): Promise<Page<Job>> {
    return listJobs(this.#deps.store.reader, input);
  }

  async active(): Promise<readonly Job[]> {
    return (await listUnfinished(this.#deps.store.reader)).map(toJob);
  }

  async get(id: string): Promise<Job> {
    const row = await this.#row(id);
    return { ...toJob(row), result: await readResult(this.#deps.store.reader, row) };
  }

  async detail(id: string): Promise<JobDetail> {
    const { reader } = this.#deps.store;
    const row = await this.#row(id);
    const isAsking = row.status === 'needs_decision';
    return {
      ...toJob(row),
      result: await readResult(reader, row),
      decisions: isAsking ? await listIntents(reader, id) : [],
      stepCount: await countSteps(reader, id),
    };
  }

  items(input: Parameters<Jobs['items']>[0]): Promise<Page<JobItem>> {
    return listItems(this.#deps.store.reader, input);
  }

  logs(input: Parameters<Jobs['logs']>[0]): ReturnType<Jobs['logs']> {
    return listLogs(this.#deps.store.reader, input);
  }

  async cancel(id: string): Promise<Job> {
    await this.#row(id);
    const family = await this.#write(async (tx) => {
      const ids = await listFamily(tx, id);
      for (const one of ids) {
        const row = await findJob(tx, one);
        if (row && !isJobOver(row.status)) requestCancel(tx, row);
      }
      return ids;
    });
    await Promise.all(family.map((one) => this.#runner.end(one, 'cancel')));
    return this.get(id);
  }

  async pause(id: string): Promise<Job> {
    const { status } = await this.#row(id);
    if (isJobOver(status) || status === 'needs_decision') {
      throw new AppError('conflict', 'Only a job that waits or runs can be paused. Nothing was changed.');
    }
    await this.#write((tx) => requestPause(tx, id));
    await this.#runner.end(id, 'pause');
    return this.get(id);
  }

  async resume(id: string): Promise<Job> {
    const { status } = await this.#row(id);
    if (status !== 'paused') throw new AppError('conflict', 'This job is not paused. Nothing was changed.');
    await this.#write((tx) => resumeJob(tx, id));
    return this.get(id);
  }

  async retry(id: string): Promise<Job> {
    const { status } = await this.#row(id);
    if (!isJobOver(status) || status === 'done') {
      throw new AppError('conflict', 'Only a failed or cancelled job can be tried again.');
    }
    await this.#write((tx) => requeueJob(tx, id));
    return this.get(id);
  }

  async decide({ id, key, answer }: JobDecideInput): Promise<Job> {
    await this.#row(id);
    await this.#write(async (tx) => {
      const row = await findJob(tx, id);
      const open = row?.status === 'needs_decision' ? await listIntents(tx, id) : [];
      const [only] = open;
      if (only === undefined)
        throw new AppError('conflict', 'This job asks for no decision. Nothing was changed.');
      if (key === undefined && open.length > 1) {
        throw new AppError(
          'invalid_input',
          'Several steps of this job ask for a decision; name the one you mean.',
        );
      }
      const chosen = key === undefined ? only : open.find((one) => one.key === key);
      if (!chosen) throw new AppError('not_found', 'This step of the job asks for no decision.');
      decideStep(tx, id, chosen.key, answer);
    });
    return this.get(id);
  }

  async signal(id: string, name: string, payload: unknown): Promise<void> {
    const { status } = await this.#row(id);
    if (isJobOver(status))
      throw new AppError('conflict', 'This job has ended, so nothing can be told to it.');
    await this.#write((tx) => this.signalIn(tx, id, name, payload));
  }

  signalIn(tx: Writer, jobId: string, name: string, payload: unknown): void {
    insertSignal(tx, { jobId, name, payload });
  }

  async queueState(): Promise<{ readonly isPaused: boolean }> {
    return { isPaused: await isQueuePaused(this.#deps.store.reader) };
  }

  async pauseQueue(isPaused: boolean): Promise<void> {
    await this.#write((tx) => setQueuePaused(tx, isPaused));
    this.#runner.setPaused(isPaused);
  }

  prune(): Promise<number> {
    return this.#runner.prune();
  }

  async wait(id: string, signal?: AbortSignal): Promise<Job> {
    for (;;) {
      const changed = Promise.withResolvers<void>();
      const stopListening = this.#deps.store.onCommit((commit) => {
        const told = commit.changes.find((change) => change.topic === 'job');
        if (told && (told.ids.length === 0 || told.ids.includes(id))) changed.resolve();
      });
      const onAbort = () => changed.reject(new AppError('cancelled', 'Stopped waiting; the job goes on.'));
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        signal?.throwIfAborted();
        const job = await this.get(id);
        if (isJobOver(job.status)) return job;
        await changed.promise;
      } finally {
        stopListening();
        signal?.removeEventListener('abort', onAbort);
      }
    }
  }

  start(): Promise<void> {
    return this.#runner.start();
  }

  stop(): Promise<void> {
    return this.#runner.stop();
  }

  async #row(id: string): Promise<JobRow> {
    const row = await findJob(this.#deps.store.reader, id);
    if (!row) throw new AppError('not_found', 'This job is no longer listed.');
    return row;
  }

  async #write<T>(work: (tx: Writer) => T | Promise<T>): Promise<T> {
    return (await this.#deps.store.write({ command: 'jobs.work', principal: 'job' }, work)).value;
  }
}
