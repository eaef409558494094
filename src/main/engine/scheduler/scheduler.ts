import type { Schedule } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Scheduler, ScheduleInput } from './index.ts';
import {
  dropSchedules,
  findSchedule,
  listDueSchedules,
  listSchedules,
  nextScheduleAt,
  putSchedule,
  toSchedule,
  type ScheduleRow,
} from './schedules.store.ts';
import { createCron } from './cron.ts';

export type SchedulerDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly jobs: Pick<Jobs, 'enqueueIn' | 'hasUnfinishedIn'>;
  readonly nowMs: () => number;
  /** IANA name, for schedules that name none. */
  readonly timeZone: string;
  readonly onError: (error: unknown, scheduleId: string) => void;
};

/** The clock is compared this often, as a timer does not notice a machine that slept or a clock that was set. */
const LONGEST_SLEEP_MS = 30_000;
/** Later than this after its time, a run counts as one that was missed. */
const LATE_MS = 60_000;
/** A last run further ahead of the clock than this was noted by a clock that was wrong then. */
const WRONG_CLOCK_MS = 25 * 60 * 60_000;

const uniqueKeyOf = (id: string): string => `schedule:${id}`;

/** Enqueues a job when its time has come. What it knows is in the store: the timer only says when to look. */
export class CronScheduler implements Scheduler {
  readonly #deps: SchedulerDeps;
  #timer: NodeJS.Timeout | null = null;
  #isStarted = false;
  #looking: Promise<void> | null = null;
  #stopListening: (() => void) | null = null;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
  }

  async put(input: ScheduleInput): Promise<Schedule> {
    const id = await this.#write((tx) => this.putIn(tx, input));
    return this.get(id);
  }

  async putIn(tx: Writer, input: ScheduleInput): Promise<string> {
    const id = input.id ?? this.#deps.ids.next();
    const former = await findSchedule(tx, id);
    const timeZone = input.timeZone ?? former?.timeZone ?? this.#deps.timeZone;
    const isEnabled = input.isEnabled ?? former?.isEnabled ?? true;
    const isSame =
      former?.cron === input.cron && former.timeZone === timeZone && former.isEnabled === isEnabled;
    const next = createCron(input.cron, timeZone).nextAfter(tx.nowMs);
    if (next === null) throw new AppError('invalid_input', `The schedule "${input.cron}" never comes.`);
    putSchedule(tx, {
      id,
      owner: input.owner,
      title: input.title,
      jobType: input.jobType,
      cron: input.cron,
      timeZone,
      input: input.input,
      isEnabled,
      lastRunAt: former?.lastRunAt ?? null,
      lastOutcome: former?.lastOutcome ?? null,
      lastJobId: former?.lastJobId ?? null,
      // A run that was missed stays due where nothing about its times has changed.
      nextRunAt: isSame ? former.nextRunAt : isEnabled ? next : null,
    });
    return id;
  }

  async list(owner?: string): Promise<readonly Schedule[]> {
    return (await listSchedules(this.#deps.store.reader, owner)).map(toSchedule);
  }

  async get(id: string): Promise<Schedule> {
    const row = await findSchedule(this.#deps.store.reader, id);
    if (!row) throw noSchedule();
    return toSchedule(row);
  }

  async setEnabled(id: string, isEnabled: boolean): Promise<Schedule> {
    await this.#write(async (tx) => {
      const row = await findSchedule(tx, id);
      if (!row) throw noSchedule();
      if (row.isEnabled === isEnabled) return;
      // What would have run meanwhile was not wanted: it goes on from now.
      const next = isEnabled ? createCron(row.cron, row.timeZone).nextAfter(tx.nowMs) : null;
      putSchedule(tx, { ...row, isEnabled, nextRunAt: next });
    });
    return this.get(id);
  }

  async runNow(id: string): Promise<{ readonly jobId: string }> {
    return this.#write(async (tx) => {
      const row = await findSchedule(tx, id);
      if (!row) throw noSchedule();
      if (await this.#isRunning(tx, row)) {
        throw new AppError('conflict', 'Its last run has not ended yet. Nothing was started.');
      }
      const jobId = this.#enqueue(tx, row);
      putSchedule(tx, { ...row, lastRunAt: tx.nowMs, lastOutcome: 'started', lastJobId: jobId });
      return { jobId };
    });
  }

  async removeIn(tx: Writer, owner: string): Promise<void> {
    const rows = await listSchedules(tx, owner);
    if (rows.length > 0)
      dropSchedules(
        tx,
        rows.map(({ id }) => id),
      );
  }

  async start(): Promise<void> {
    this.#isStarted = true;
    this.#stopListening = this.#deps.store.onCommit((commit) => {
      if (commit.changes.some(({ topic }) => topic === 'schedule')) this.#lookSoon();
    });
    await this.look();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#stopListening?.();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Starts what is due by the clock. The timer calls it; a test does after it has moved the clock. */
  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
      this.#sleepUntilNext().catch((error: unknown) => this.#deps.onError(error, ''));
    });
    return this.#looking;
  }

  #lookSoon(): void {
    if (this.#isStarted && !this.#looking) void this.#sleepUntilNext();
  }

  async #lookOnce(): Promise<void> {
    const { store, nowMs } = this.#deps;
    await this.#setRight();
    for (const { id } of await listDueSchedules(store.reader, nowMs())) {
      await this.#write((tx) => this.#runDue(tx, id)).catch((error: unknown) =>
        this.#deps.onError(error, id),
      );
    }
  }

  /**
   * One run for all that were missed, and the next one after now. A clock that has gone back leaves the next run
   * where it was, so that nothing runs twice.
   */
  async #runDue(tx: Writer, id: string): Promise<void> {
    const row = await findSchedule(tx, id);
    if (!row?.isEnabled || row.nextRunAt === null || row.nextRunAt > tx.nowMs) return;
    const next = createCron(row.cron, row.timeZone).nextAfter(tx.nowMs);
    const after = { ...row, lastRunAt: tx.nowMs, nextRunAt: next };
    if (await this.#isRunning(tx, row)) {
      putSchedule(tx, { ...after, lastRunAt: row.lastRunAt, lastOutcome: 'skipped_overlap' });
      return;
    }
    const outcome = tx.nowMs - row.nextRunAt > LATE_MS ? 'started_late' : 'started';
    try {
      putSchedule(tx, { ...after, lastOutcome: outcome, lastJobId: this.#enqueue(tx, row) });
    } catch (error) {
      // A job type that is gone, or an input that it no longer takes, must not come back at every look.
      this.#deps.onError(error, id);
      putSchedule(tx, { ...after, lastOutcome: 'failed' });
    }
  }

  /** A clock that was far ahead and is right again would leave a schedule asleep until that far day. */
  async #setRight(): Promise<void> {
    const { store, nowMs } = this.#deps;
    const isAhead = (row: ScheduleRow) => row.isEnabled && (row.lastRunAt ?? 0) > nowMs() + WRONG_CLOCK_MS;
    const ahead = (await listSchedules(store.reader)).filter(isAhead);
    if (ahead.length === 0) return;
    await this.#write((tx) => {
      for (const row of ahead) {
        const next = createCron(row.cron, row.timeZone).nextAfter(tx.nowMs);
        putSchedule(tx, { ...row, lastRunAt: null, nextRunAt: next });
      }
    });
  }

  #isRunning(tx: Writer, row: ScheduleRow): Promise<boolean> {
    return this.#deps.jobs.hasUnfinishedIn(tx, row.jobType, uniqueKeyOf(row.id));
  }

  #enqueue(tx: Writer, row: ScheduleRow): string {
    return this.#deps.jobs.enqueueIn(tx, {
      type: row.jobType,
      title: row.title,
      input: row.input,
      uniqueKey: uniqueKeyOf(row.id),
      scheduleId: row.id,
    });
  }

  async #sleepUntilNext(): Promise<void> {
    const next = await nextScheduleAt(this.#deps.store.reader);
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isStarted || next === null) return;
    const delayMs = Math.min(Math.max(next - this.#deps.nowMs(), 0), LONGEST_SLEEP_MS);
    this.#timer = setTimeout(() => {
      void this.look().catch((error: unknown) => this.#deps.onError(error, ''));
    }, delayMs);
    this.#timer.unref();
  }

  async #write<T>(work: (tx: Writer) => T | Promise<T>): Promise<T> {
    return (await this.#deps.store.write({ command: 'jobs.schedule', principal: 'schedule' }, work)).value;
  }
}

function noSchedule(): AppError {
  return new AppError('not_found', 'This schedule no longer exists.');
}
