import type { z } from 'zod';
import type { JobItem } from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';

/** What a running job may do. Everything it reports is in the store before the call resolves. */
export type JobContext = {
  readonly jobId: string;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Aborted by cancel and by the app's shutdown; long loops look at it. */
  readonly signal: AbortSignal;
  /**
   * Runs `work` once and remembers its JSON result: after a crash or a retry a finished step answers from the
   * store and is not run again.
   */
  step<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Cheap to call often: told to the store at most a few times a second. */
  progress(doneCount: number, totalCount: number | null, message?: string): void;
  /** Appends rows to the per-item report; the index continues by itself. */
  report(items: readonly Omit<JobItem, 'index'>[]): Promise<void>;
  /**
   * Appends report rows, and names the change set where given, in the caller's own transaction: after a crash the
   * report says of every item exactly what was written.
   */
  reportIn(tx: Writer, items: readonly Omit<JobItem, 'index'>[], changeSetId?: number): Promise<void>;
  /** Names the change set that the job makes, so that it can be undone in one step. */
  setChangeSet(changeSetId: number): Promise<void>;
};

export type JobDefinition<Input = unknown> = {
  readonly type: string;
  readonly input: z.ZodType<Input>;
  /** How many of this type run at once. */
  readonly concurrency: number;
  /** Tries before it is left failed for the person to retry. */
  readonly maxAttempts: number;
  /** The result is kept as JSON on the job row. */
  run(ctx: JobContext, input: Input): Promise<unknown>;
};

export function defineJob<Input>(definition: JobDefinition<Input>): JobDefinition<Input> {
  return definition;
}
