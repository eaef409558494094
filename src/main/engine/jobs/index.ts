/**
 * Durable jobs: enqueued in the caller's transaction, resumed after a crash from their last finished step. This type
 * and `JobContext` are all that the rest knows of how they run: see docs/decisions, "Durable jobs".
 */
import type { Page } from '#shared/contracts/common.ts';
import type {
  Job,
  JobDecideInput,
  JobDetail,
  JobItem,
  JobListInput,
  JobLogLevel,
  JobLogLine,
} from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';
import type { EnqueueInput, JobDefinition } from './job-definition.ts';
import { JobEngine, type JobsDeps } from './job-engine.ts';

export {
  defineJob,
  type ChildResult,
  type EnqueueInput,
  type JobContext,
  type JobDefinition,
  type SignalAnswer,
  type StepInfo,
  type StepOptions,
} from './job-definition.ts';
export type { JobsDeps } from './job-engine.ts';
export { JobCalledOff } from './turn-end.ts';

export type Jobs = {
  /** Adds job types that were not known when the engine was made. */
  define(definitions: readonly JobDefinition<never>[]): void;
  /** Enqueues in the transaction of the row that the job is about. */
  enqueueIn(tx: Writer, input: EnqueueInput): string;
  enqueue(input: EnqueueInput): Promise<string>;
  /** Whether a job of this type and unique key has not ended yet. */
  hasUnfinishedIn(tx: Writer, type: string, uniqueKey: string): Promise<boolean>;
  /** Another input for a job that is paused or over, from its next turn on. Throws `conflict` for one that goes on. */
  amendIn(tx: Writer, id: string, input: unknown): Promise<void>;
  list(input: JobListInput): Promise<Page<Job>>;
  /** All that have not ended, oldest first. */
  active(): Promise<readonly Job[]>;
  get(id: string): Promise<Job>;
  /** With what it waits for and what it asks the person. */
  detail(id: string): Promise<JobDetail>;
  items(input: {
    id: string;
    outcome?: JobItem['outcome'] | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Page<JobItem>>;
  logs(input: {
    id: string;
    levels?: readonly JobLogLevel[] | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Page<JobLogLine>>;
  /** Within a second, with all that belongs to it; what is finished stays. */
  cancel(id: string): Promise<Job>;
  pause(id: string): Promise<Job>;
  resume(id: string): Promise<Job>;
  /** Takes up what failed, was cancelled or set aside, from its last finished step. */
  retry(id: string): Promise<Job>;
  /** Answers for an effect that may already have happened: run it again, or go on without. */
  decide(input: JobDecideInput): Promise<Job>;
  /** Kept until the job takes it with `ctx.waitForSignal`. */
  signal(id: string, name: string, payload: unknown): Promise<void>;
  signalIn(tx: Writer, id: string, name: string, payload: unknown): void;
  queueState(): Promise<{ readonly isPaused: boolean }>;
  /** Nothing new begins while paused, also after a restart; what runs goes on. */
  pauseQueue(isPaused: boolean): Promise<void>;
  /** Removes done jobs after 30 days and failed ones after 90; runs by itself every hour. */
  prune(): Promise<number>;
  /** Resolves when the job is done, failed, cancelled or set aside. */
  wait(id: string, signal?: AbortSignal): Promise<Job>;
  /** Takes up what an earlier process left and begins to work. */
  start(): Promise<void>;
  /** Ends running turns and waits for them to let go; they go on at the next start. */
  stop(): Promise<void>;
};

export function createJobs(deps: JobsDeps): Jobs {
  return new JobEngine(deps);
}
