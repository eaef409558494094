/** Durable jobs: enqueued in the caller's transaction, resumed after a crash, cancellable, with a per-item report. */
import type { Page } from '#shared/contracts/common.ts';
import type { Job, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';
import { JobEngine, type JobsDeps } from './job-engine.ts';

export { defineJob, type JobContext, type JobDefinition } from './job-definition.ts';
export type { JobsDeps } from './job-engine.ts';

export type EnqueueInput = {
  readonly type: string;
  /** Key of the message catalogue, or plain text. */
  readonly title: string;
  readonly input: unknown;
  /** A second unfinished job of the same type and key is refused with `conflict`. */
  readonly uniqueKey?: string;
  readonly delayMs?: number;
};

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

export function createJobs(deps: JobsDeps): Jobs {
  return new JobEngine(deps);
}
