import type { z } from 'zod';
import type { JobItem, JobLogLevel } from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';

/**
 * `pure`: may run again until its result is in the store. `idempotent`: an effect on the outside that takes the
 * stable key it is handed, so that a repeat does nothing more. `once`: an effect that cannot be repeated blindly;
 * found in flight after a crash, a person decides.
 */
export type StepEffect = 'pure' | 'idempotent' | 'once';

export type StepOptions = {
  readonly effect?: StepEffect;
  /** For `once`: what the person is shown when it must be decided whether this may have happened. JSON. */
  readonly evidence?: unknown;
};

export type StepInfo = {
  /** The same for every try of this step of this job; for an `Idempotency-Key` header and its kin. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
};

/** A signal's payload, or that none came in time. */
export type SignalAnswer = { readonly payload: unknown } | { readonly timedOut: true };

export type EnqueueInput = {
  readonly type: string;
  /** Key of the message catalogue, or plain text. */
  readonly title: string;
  readonly input: unknown;
  /** A second unfinished job of the same type and key is refused with `conflict`. */
  readonly uniqueKey?: string;
  readonly delayMs?: number;
  /** Higher goes first; 0 when left out. */
  readonly priority?: number;
  readonly scheduleId?: string;
};

/**
 * What a running job may do. Everything it reports is in the store before the call resolves. `sleep`, `waitForSignal`
 * and `child` end this turn by throwing and begin another one later, in which finished steps answer from the store:
 * a handler lets what they throw pass.
 */
export type JobContext = {
  readonly jobId: string;
  /** 1 for the first turn; a crash ends a turn too. */
  readonly attempt: number;
  /** Aborted by cancel, pause and the app's shutdown; long loops look at it. */
  readonly signal: AbortSignal;
  /**
   * Runs `work` once and remembers its JSON result: after a crash or a retry a finished step answers from the
   * store and is not run again. Steps begun together share their commits.
   */
  step<T>(key: string, work: (info: StepInfo) => Promise<T>, options?: StepOptions): Promise<T>;
  /** Goes on after so long, also when the app was closed meanwhile; no slot is held. */
  sleep(key: string, ms: number): Promise<void>;
  /** Waits for `jobs.signal(id, name, payload)`, sent before or after; each is taken once, oldest first. */
  waitForSignal(name: string, options?: { readonly timeoutMs?: number }): Promise<SignalAnswer>;
  /** Enqueues a job that belongs to this one, once, and answers how it ended. It is cancelled with this one. */
  child(key: string, input: EnqueueInput): Promise<ChildResult>;
  /** Cheap to call often: told to the store at most a few times a second. */
  progress(doneCount: number, totalCount: number | null, message?: string): void;
  /** A line for whoever looks at the job; at most 1,000 are kept. */
  log(level: JobLogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
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

export type ChildResult = {
  readonly jobId: string;
  readonly status: 'done' | 'failed' | 'cancelled' | 'set_aside';
  readonly result: unknown;
};

export type JobDefinition<Input = unknown> = {
  readonly type: string;
  readonly input: z.ZodType<Input>;
  /** How many of this type run at once; 1 when left out. */
  readonly concurrency?: number;
  /** Failures before it is left failed for the person to retry; 3 when left out. */
  readonly maxAttempts?: number;
  /** First delay of a retry, doubled each time; by error class when left out. */
  readonly retryBaseMs?: number;
  /** False for what is left failed at once although it may pass: somebody else tries it again. */
  retries?(error: unknown): boolean;
  /** What it uses that others use too, e.g. `account:3`: at most `limit` (1) jobs of one key run at once. */
  resource?(input: Input): { readonly key: string; readonly limit?: number } | null;
  /** The result is kept as JSON on the job row. */
  run(ctx: JobContext, input: Input): Promise<unknown>;
};

export function defineJob<Input>(definition: JobDefinition<Input>): JobDefinition<Input> {
  return definition;
}
