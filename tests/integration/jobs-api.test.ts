import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';

const HOUR_MS = 3_600_000;

describe('jobs and schedules through the API', () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await makeApp({ withSample: true });
  });
  afterEach(() => test[Symbol.asyncDispose]());

  it('show a job with all that a page wants to know of it', async () => {
    const { api } = test;
    const { jobId } = await api.exports.start({ zip: true });
    await api.jobs.wait({ id: jobId });
    const job = await api.jobs.detail({ id: jobId });
    expect(job).toMatchObject({
      status: 'done',
      decisions: [],
      waitsFor: [],
      stepCount: 0,
      priority: 0,
      parentId: null,
    });
    expect((await api.jobs.logs({ id: jobId })).items).toEqual([]);
    expect(await api.jobs.queue()).toEqual({ isPaused: false });
    await expect(api.jobs.signal({ id: jobId, name: 'go', payload: 1 })).rejects.toThrow(/has ended/);
    await expect(api.jobs.decide({ id: jobId, answer: 'repeat' })).rejects.toThrow(/no decision/);
  });

  it('start by the clock what is scheduled, also after the app was closed over its time', async () => {
    const { scheduler } = test.app.workspace();
    const schedule = await scheduler.put({
      owner: 'user',
      title: 'weekly export',
      jobType: 'export',
      input: { zip: true },
      cron: '0 12 * * *',
      timeZone: 'UTC',
    });
    expect((await test.api.jobs.schedules.list({ owner: 'user' })).map(({ id }) => id)).toEqual([
      schedule.id,
    ]);
    test.clock.advanceMs(4 * HOUR_MS);
    test = await test.reopen();
    const { schedules } = test.api.jobs;
    const { lastJobId, lastOutcome } = await schedules.get({ id: schedule.id });
    expect(lastOutcome).toBe('started_late');
    expect(await test.api.jobs.wait({ id: lastJobId ?? '' })).toMatchObject({ status: 'done' });
    const listed = await test.api.jobs.list({ limit: 10, scheduleId: schedule.id });
    expect(listed.items.map(({ id }) => id)).toEqual([lastJobId]);

    const { jobId } = await schedules.runNow({ id: schedule.id });
    expect(await test.api.jobs.wait({ id: jobId })).toMatchObject({
      status: 'done',
      scheduleId: schedule.id,
    });
    expect(await schedules.setEnabled({ id: schedule.id, isEnabled: false })).toMatchObject({
      nextRunAt: null,
    });
  });

  it('start nothing in a command that soon ends', async () => {
    const other = await makeApp({ runsSchedules: false });
    const { scheduler } = other.app.workspace();
    await scheduler.put({
      owner: 'user',
      title: 'x',
      jobType: 'export',
      input: { zip: true },
      cron: '0 12 * * *',
    });
    other.clock.advanceMs(30 * HOUR_MS);
    const again = await other.reopen();
    expect((await again.api.jobs.list({ limit: 10 })).total).toBe(0);
    await again[Symbol.asyncDispose]();
  });
});
