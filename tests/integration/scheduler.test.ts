import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Schedule } from '#shared/contracts/jobs.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { createCron, createScheduler, type Scheduler } from '#main/engine/scheduler/index.ts';
import { openJobBench, until, type JobBench } from '../support/job-engine.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function timesOf(cron: string, timeZone: string, from: string, count: number): readonly string[] {
  const times: string[] = [];
  let atMs = Date.parse(from);
  while (times.length < count) {
    const next = createCron(cron, timeZone).nextAfter(atMs);
    if (next === null) break;
    times.push(new Date(next).toISOString().slice(0, 16));
    atMs = next;
  }
  return times;
}

describe('the times of a schedule', () => {
  it('are wall-clock times of their zone', () => {
    expect(timesOf('0 9 * * 1-5', 'America/New_York', '2026-11-20T15:00:00Z', 2)).toEqual([
      '2026-11-23T14:00',
      '2026-11-24T14:00',
    ]);
    expect(timesOf('0 8 L * *', 'Asia/Kolkata', '2026-11-20T00:00:00Z', 2)).toEqual([
      '2026-11-30T02:30',
      '2026-12-31T02:30',
    ]);
    expect(timesOf('@daily', 'UTC', '2026-11-20T00:00:00Z', 1)).toEqual(['2026-11-21T00:00']);
    expect(timesOf('0 0 29 2 *', 'UTC', '2026-11-20T00:00:00Z', 1)).toEqual(['2028-02-29T00:00']);
  });

  it('that are skipped in spring come when the clocks have gone forward', () => {
    expect(timesOf('30 2 * * *', 'Europe/Rome', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
  });

  it('that come twice in autumn run once, and those of every hour twice', () => {
    expect(timesOf('30 2 * * *', 'Europe/Rome', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    expect(timesOf('30 * * * *', 'Europe/Rome', '2026-10-24T23:40:00Z', 4)).toEqual([
      '2026-10-25T00:30',
      '2026-10-25T01:30',
      '2026-10-25T02:30',
      '2026-10-25T03:30',
    ]);
    expect(timesOf('*/30 * * * *', 'Australia/Lord_Howe', '2026-10-03T15:10:00Z', 3)).toEqual([
      '2026-10-03T15:30',
      '2026-10-03T16:00',
      '2026-10-03T16:30',
    ]);
  });

  it('agree with the library where no clock changes', () => {
    const cron = createCron('*/7 3-9,20 1,15 * 2-6', 'UTC');
    let atMs = Date.UTC(2026, 0, 1);
    for (let count = 0; count < 200; count += 1) {
      const next = cron.nextAfter(atMs) ?? 0;
      const { day, weekday, hour, minute } = partsOf(next);
      expect([1, 15]).toContain(day);
      expect(weekday >= 2 && weekday <= 6).toBe(true);
      expect((hour >= 3 && hour <= 9) || hour === 20).toBe(true);
      expect(minute % 7).toBe(0);
      expect(next).toBeGreaterThan(atMs);
      atMs = next;
    }
  });

  it('are found at once, however often they come', () => {
    const cron = createCron('* * * * * *', 'Europe/Rome');
    const startedAt = performance.now();
    for (let second = 0; second < 50; second += 1) cron.nextAfter(Date.UTC(2026, 9, 25, 0, 59, second));
    expect((performance.now() - startedAt) / 50).toBeLessThan(20);
  });

  it.each(['61 * * * *', 'every day', '', '* * *', '0 0 31 2 *'])(
    'are refused with the reason: "%s"',
    (cron) => {
      expect(() => createCron(cron, 'UTC')).toThrow(/is no schedule/);
    },
  );

  it('are refused in a zone that does not exist', () => {
    expect(() => createCron('0 9 * * *', 'Mars/Olympus')).toThrow(/no time zone/);
  });
});

function partsOf(atMs: number): { day: number; weekday: number; hour: number; minute: number } {
  const at = new Date(atMs);
  return {
    day: at.getUTCDate(),
    weekday: at.getUTCDay(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
  };
}

describe('schedules', () => {
  let bench: JobBench;
  let jobs: Jobs;
  let scheduler: Scheduler;
  let ran: string[];
  let release: () => void;

  beforeEach(async () => {
    bench = await openJobBench();
    ran = [];
    const held = Promise.withResolvers<void>();
    release = held.resolve;
    jobs = await bench.engine({
      scan: async (_ctx, { label }) => {
        ran.push(label);
        if (label === 'slow') await held.promise;
      },
    });
    scheduler = open();
    await scheduler.start();
  });
  afterEach(async () => {
    release();
    await scheduler.stop();
    await bench[Symbol.asyncDispose]();
  });

  function open(): Scheduler {
    return createScheduler({
      store: bench.store,
      ids: bench.ids,
      jobs,
      nowMs: () => bench.clock.nowMs,
      timeZone: 'Europe/Rome',
      onError: (error) => void bench.errors.push(error),
    });
  }

  function hourly(label = 'hourly'): Promise<Schedule> {
    const input = { label };
    return scheduler.put({ owner: 'plugin:mail', title: label, jobType: 'scan', input, cron: '0 * * * *' });
  }

  /** The clock moves and somebody looks at it, as the timer does. */
  async function advance(ms: number): Promise<void> {
    bench.clock.nowMs += ms;
    await scheduler.look();
    for (const job of await jobs.active()) if (job.title !== 'slow') await jobs.wait(job.id);
  }

  it('start their job when its time has come, and name the next one', async () => {
    const { id, nextRunAt, timeZone } = await hourly();
    expect([nextRunAt, timeZone]).toEqual([bench.clock.nowMs + HOUR_MS, 'Europe/Rome']);
    await advance(HOUR_MS - 1);
    expect(ran).toEqual([]);
    await advance(1);
    expect(ran).toEqual(['hourly']);
    const after = await scheduler.get(id);
    expect(after).toMatchObject({ lastOutcome: 'started', nextRunAt: bench.clock.nowMs + HOUR_MS });
    expect(await jobs.get(after.lastJobId ?? '')).toMatchObject({ scheduleId: id, status: 'done' });
    expect((await jobs.list({ limit: 10, scheduleId: id })).total).toBe(1);
  });

  it('catch up once for all the runs that were missed', async () => {
    const { id } = await hourly();
    await scheduler.stop();
    bench.clock.nowMs += 3 * DAY_MS + 5_000_000;
    scheduler = open();
    await scheduler.start();
    await advance(0);
    expect(ran).toEqual(['hourly']);
    const { lastOutcome, nextRunAt } = await scheduler.get(id);
    expect(lastOutcome).toBe('started_late');
    expect((nextRunAt ?? 0) - bench.clock.nowMs).toBeLessThanOrEqual(HOUR_MS);
    await scheduler.look();
    expect(ran).toHaveLength(1);
  });

  it('run nothing again when the clock goes back', async () => {
    await hourly();
    await advance(HOUR_MS);
    bench.clock.nowMs -= 90 * 60_000;
    await advance(0);
    await advance(80 * 60_000);
    expect(ran).toHaveLength(1);
    await advance(70 * 60_000);
    expect(ran).toHaveLength(2);
  });

  it('come to life again when a clock that was years ahead is set right', async () => {
    const { id } = await hourly();
    await advance(3 * 365 * DAY_MS);
    expect(ran).toHaveLength(1);
    bench.clock.nowMs -= 3 * 365 * DAY_MS;
    await advance(0);
    const { nextRunAt } = await scheduler.get(id);
    expect((nextRunAt ?? 0) - bench.clock.nowMs).toBeLessThanOrEqual(HOUR_MS);
    await advance(HOUR_MS);
    expect(ran).toHaveLength(2);
  });

  it('never run the same one twice at a time', async () => {
    const { id } = await hourly('slow');
    await advance(HOUR_MS);
    const { lastJobId } = await scheduler.get(id);
    await until(jobs, lastJobId ?? '', (job) => job.status === 'running');
    await advance(HOUR_MS);
    expect(await scheduler.get(id)).toMatchObject({ lastOutcome: 'skipped_overlap', lastJobId });
    await expect(scheduler.runNow(id)).rejects.toMatchObject({ code: 'conflict' });
    expect(ran).toEqual(['slow']);
    release();
    await jobs.wait(lastJobId ?? '');
    await advance(HOUR_MS);
    await jobs.wait((await scheduler.get(id)).lastJobId ?? '');
    expect(ran).toEqual(['slow', 'slow']);
  });

  it('run when asked, and stay off when switched off', async () => {
    const { id } = await hourly();
    const { jobId } = await scheduler.runNow(id);
    await jobs.wait(jobId);
    expect(ran).toHaveLength(1);
    expect((await scheduler.setEnabled(id, false)).nextRunAt).toBe(null);
    await advance(DAY_MS);
    expect(ran).toHaveLength(1);
    // What would have run meanwhile was not wanted.
    const { nextRunAt } = await scheduler.setEnabled(id, true);
    expect((nextRunAt ?? 0) > bench.clock.nowMs).toBe(true);
    await advance(0);
    expect(ran).toHaveLength(1);
  });

  it('tell that a run could not begin, once for each of its times', async () => {
    const { id } = await hourly();
    await scheduler.put({ ...(await scheduler.get(id)), input: { label: 7 } });
    await advance(HOUR_MS);
    expect(await scheduler.get(id)).toMatchObject({ lastOutcome: 'failed' });
    await scheduler.look();
    expect(bench.errors).toHaveLength(1);
  });

  it('go with the one who made them', async () => {
    await hourly();
    await bench.store.write({ command: 'test' }, (tx) => scheduler.removeIn(tx, 'plugin:mail'));
    expect(await scheduler.list()).toEqual([]);
    await advance(HOUR_MS);
    expect(ran).toEqual([]);
  });
});
