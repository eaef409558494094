/** What is started by the clock: durable schedules that enqueue jobs. */
import type { Schedule } from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';
import { CronScheduler, type SchedulerDeps } from './scheduler.ts';

export type { SchedulerDeps } from './scheduler.ts';
export { createCron, type Cron } from './cron.ts';

export type ScheduleInput = {
  /** Of the schedule to change; a new one when left out. */
  readonly id?: string;
  /** `plugin:<name>`, `user`, `app`. */
  readonly owner: string;
  readonly title: string;
  readonly jobType: string;
  readonly input: unknown;
  /** Five or six fields, or a nickname such as `@daily`; `invalid_input` with the reason where it can't be read. */
  readonly cron: string;
  /** IANA name; the machine's when left out. */
  readonly timeZone?: string;
  readonly isEnabled?: boolean;
};

/**
 * A run that was missed (the app was closed, the machine slept) is caught up once, however many were missed. While
 * the last run of a schedule has not ended the next one is left out. A clock set back runs nothing again.
 */
export type Scheduler = {
  put(input: ScheduleInput): Promise<Schedule>;
  /** In the transaction of the row that the schedule is about; answers its id. */
  putIn(tx: Writer, input: ScheduleInput): Promise<string>;
  list(owner?: string): Promise<readonly Schedule[]>;
  get(id: string): Promise<Schedule>;
  /** Switched on again it goes on from now: what would have run meanwhile is not caught up. */
  setEnabled(id: string, isEnabled: boolean): Promise<Schedule>;
  /** `conflict` while its last run has not ended. */
  runNow(id: string): Promise<{ readonly jobId: string }>;
  removeIn(tx: Writer, owner: string): Promise<void>;
  /** Starts what is due now; the timer does it by itself. */
  look(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function createScheduler(deps: SchedulerDeps): Scheduler {
  return new CronScheduler(deps);
}
