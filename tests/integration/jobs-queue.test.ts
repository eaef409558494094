import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_CRASHES } from '#main/engine/jobs/job-end.store.ts';
import { forever, jobOf, openJobBench, until, type JobBench, type TestWork } from '../support/job-engine.ts';

const DAY_MS = 86_400_000;

describe('the queue of jobs', () => {
  let bench: JobBench;
  beforeEach(async () => {
    bench = await openJobBench();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  const wake = () => bench.store.write({ command: 'wake' }, (tx) => tx.touch('job', ['timer']));

  it('takes the urgent first, and those of one rank in their order', async () => {
    const order: string[] = [];
    const jobs = await bench.engine({ one: async (_ctx, { label }) => void order.push(label) });
    await jobs.pauseQueue(true);
    const ids = [
      await jobs.enqueue(jobOf('one', 'usual 1')),
      await jobs.enqueue(jobOf('one', 'late', { priority: -1 })),
      await jobs.enqueue(jobOf('one', 'usual 2')),
      await jobs.enqueue(jobOf('one', 'urgent', { priority: 5 })),
    ];
    await jobs.pauseQueue(false);
    for (const id of ids) await jobs.wait(id);
    expect(order).toEqual(['urgent', 'usual 1', 'usual 2', 'late']);
  });

  it('keeps to the limits of a type and of what jobs share', async () => {
    const running = new Map<string, number>();
    const most = new Map<string, number>();
    const work: TestWork = async (ctx, { label }) => {
      for (const name of [ctx.jobId.length > 0 ? 'all' : '', label]) {
        running.set(name, (running.get(name) ?? 0) + 1);
        most.set(name, Math.max(most.get(name) ?? 0, running.get(name) ?? 0));
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
      for (const name of ['all', label]) running.set(name, (running.get(name) ?? 0) - 1);
    };
    const jobs = await bench.engine(
      { sync: work },
      { concurrency: 3, resource: ({ label }) => ({ key: `account:${label}` }) },
    );
    const labels = ['a', 'a', 'a', 'b', 'b', 'c', 'a', 'd', 'c', 'b'];
    const ids = await Promise.all(labels.map((label) => jobs.enqueue(jobOf('sync', label))));
    for (const id of ids) expect((await jobs.wait(id)).status).toBe('done');
    expect(most.get('all')).toBe(3);
    for (const label of ['a', 'b', 'c', 'd']) expect([label, most.get(label)]).toEqual([label, 1]);
  });

  it('refuses a second unfinished job of the same key, also while the first one waits', async () => {
    const jobs = await bench.engine({ sync: (ctx) => ctx.waitForSignal('go') });
    const id = await jobs.enqueue(jobOf('sync', 'x', { uniqueKey: 'mailbox' }));
    await until(jobs, id, (job) => job.status === 'waiting');
    await expect(jobs.enqueue(jobOf('sync', 'x', { uniqueKey: 'mailbox' }))).rejects.toMatchObject({
      code: 'conflict',
    });
    await jobs.signal(id, 'go', null);
    await jobs.wait(id);
    await jobs.enqueue(jobOf('sync', 'x', { uniqueKey: 'mailbox' }));
  });

  it('begins nothing before its delay is over', async () => {
    const jobs = await bench.engine({ one: async () => 'ran' });
    const id = await jobs.enqueue(jobOf('one', 'later', { delayMs: 60_000 }));
    await wake();
    expect(await jobs.get(id)).toMatchObject({ status: 'queued', resumesAt: bench.clock.nowMs + 60_000 });
    bench.clock.nowMs += 60_000;
    await wake();
    expect(await jobs.wait(id)).toMatchObject({ status: 'done' });
  });

  it('tries three times with growing pauses, waits as long as a server asks, then leaves it to the person', async () => {
    const waits: number[] = [];
    let tries = 0;
    const jobs = await bench.engine({
      fetch: async () => {
        tries += 1;
        throw Object.assign(new Error('slow down'), {
          status: tries === 1 ? 500 : 429,
          retryAfterMs: tries === 2 ? 120_000 : undefined,
        });
      },
    });
    const id = await jobs.enqueue(jobOf('fetch'));
    for (let round = 0; round < 2; round += 1) {
      const job = await until(
        jobs,
        id,
        (now) => now.status === 'queued' && tries === round + 1 && now.error !== null,
      );
      waits.push((job.resumesAt ?? 0) - bench.clock.nowMs);
      bench.clock.nowMs += waits.at(-1) ?? 0;
      await wake();
    }
    expect(await jobs.wait(id)).toMatchObject({ status: 'failed', attempt: 3 });
    // Half of 2 s with no luck of the draw, then what was asked for.
    expect(waits).toEqual([1_000, 120_000]);
    await jobs.retry(id);
    await until(jobs, id, () => tries === 4);
  });

  it('cancels within a second what does not listen, and refuses its late writes', async () => {
    const late = Promise.withResolvers<unknown>();
    const jobs = await bench.engine({
      deaf: async (ctx) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await ctx
          .report([{ source: 'late', outcome: 'created', reason: '', kind: null, entityId: null }])
          .then(
            () => late.resolve('written'),
            (error: unknown) => late.resolve(error),
          );
      },
      next: async () => 'ran',
    });
    const id = await jobs.enqueue(jobOf('deaf'));
    await until(jobs, id, (job) => job.status === 'running');
    const startedAt = performance.now();
    expect((await jobs.cancel(id)).status).toBe('cancelled');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(await late.promise).toMatchObject({ code: 'cancelled' });
    expect((await jobs.items({ id, limit: 1 })).total).toBe(0);
  });

  it('pauses a running job at its last step and goes on from there', async () => {
    const ran: string[] = [];
    const jobs = await bench.engine({
      long: async (ctx) => {
        for (const key of ['one', 'two', 'three']) {
          await ctx.step(key, async () => {
            ran.push(key);
            if (key === 'two' && ran.length === 2) {
              await new Promise((_, reject) => {
                ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error), {
                  once: true,
                });
              });
            }
            return null;
          });
        }
        return 'all';
      },
    });
    const id = await jobs.enqueue(jobOf('long'));
    await until(jobs, id, () => ran.length === 2);
    expect((await jobs.pause(id)).status).toBe('paused');
    await expect(jobs.retry(id)).rejects.toMatchObject({ code: 'conflict' });
    await jobs.resume(id);
    expect(await jobs.wait(id)).toMatchObject({ status: 'done', result: 'all' });
    expect(ran).toEqual(['one', 'two', 'two', 'three']);
  });

  it('stays paused as a whole over a restart', async () => {
    const works = { one: async () => 'ran' };
    const first = await bench.engine(works);
    await first.pauseQueue(true);
    const id = await first.enqueue(jobOf('one'));
    await first.stop();
    const second = await bench.engine(works);
    await wake();
    expect(await second.queueState()).toEqual({ isPaused: true });
    expect((await second.get(id)).status).toBe('queued');
    await second.pauseQueue(false);
    expect((await second.wait(id)).status).toBe('done');
  });

  it('sets aside what takes the process down again and again, but not what gets on meanwhile', async () => {
    const lost = await bench.engine({ poison: forever });
    const poison = await lost.enqueue(jobOf('poison'));
    await until(lost, poison, (job) => job.status === 'running');
    bench.lose(lost);
    const { store } = bench;
    const crash = () =>
      store.write({ command: 'crash' }, (tx) =>
        tx.run({
          sql: `UPDATE jobs SET status = 'running', lease_boot_id = 'gone' WHERE id = ?`,
          params: [poison],
        }),
      );
    for (let round = 1; round < MAX_CRASHES; round += 1) {
      await crash();
      const jobs = await bench.engine({});
      expect((await jobs.get(poison)).status).toBe('queued');
    }
    // A step is finished: the count begins anew.
    await store.write({ command: 'step' }, (tx) =>
      tx.run({
        sql: `INSERT INTO job_steps (job_id, key, finished_at) VALUES (?, 'a', 1)`,
        params: [poison],
      }),
    );
    for (let round = 1; round <= MAX_CRASHES; round += 1) {
      await crash();
      await bench.engine({});
    }
    const jobs = await bench.engine({ other: async () => null });
    expect(await jobs.get(poison)).toMatchObject({ status: 'set_aside' });
    expect((await jobs.get(poison)).error?.message).toContain('set aside');
  });

  it('removes what ended long ago with all that hangs on it, and failures later', async () => {
    const jobs = await bench.engine(
      {
        fine: async (ctx) => {
          ctx.log('info', 'working', { at: 1 });
          await ctx.step('large', async () => 'z'.repeat(10_000));
        },
        broken: () => Promise.reject(Object.assign(new Error('no'), { status: 404 })),
      },
      { concurrency: 4 },
    );
    const fine = await jobs.enqueue(jobOf('fine'));
    const broken = await jobs.enqueue(jobOf('broken'));
    await jobs.wait(fine);
    await jobs.wait(broken);
    expect((await jobs.logs({ id: fine, limit: 10 })).items).toMatchObject([
      { message: 'working', fields: { at: 1 } },
    ]);
    bench.clock.nowMs += 31 * DAY_MS;
    expect(await jobs.prune()).toBe(1);
    await expect(jobs.get(fine)).rejects.toMatchObject({ code: 'not_found' });
    for (const table of ['job_steps', 'job_blobs', 'job_logs']) {
      expect([table, await bench.store.reader.rows(`SELECT count(*) FROM ${table}`)]).toEqual([table, [[0]]]);
    }
    expect((await jobs.get(broken)).status).toBe('failed');
    bench.clock.nowMs += 60 * DAY_MS;
    expect(await jobs.prune()).toBe(1);
  });

  it('keeps a thousand lines of what a job says', async () => {
    const jobs = await bench.engine({
      loud: async (ctx) => {
        for (let line = 0; line < 1_500; line += 1) ctx.log('info', `line ${line}`);
      },
    });
    const id = await jobs.enqueue(jobOf('loud'));
    await jobs.wait(id);
    const page = await jobs.logs({ id, limit: 500 });
    expect(page.total).toBe(1_000);
    expect((await jobs.logs({ id, limit: 500, cursor: page.nextCursor ?? '' })).items[0]?.message).toBe(
      'line 500',
    );
  });
});
