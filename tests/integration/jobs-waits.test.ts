import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobOf, openJobBench, until, type JobBench } from '../support/job-engine.ts';

const HOUR_MS = 3_600_000;

describe('a job that waits', () => {
  let bench: JobBench;
  beforeEach(async () => {
    bench = await openJobBench();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  /** What a timer does once the clock has come so far. */
  async function advance(ms: number): Promise<void> {
    bench.clock.nowMs += ms;
    await bench.store.write({ command: 'wake' }, (tx) => tx.touch('job', ['timer']));
  }

  it('sleeps without a slot, over a restart, and does what came before only once', async () => {
    let before = 0;
    const works = {
      nap: async (ctx: Parameters<Parameters<JobBench['engine']>[0][string]>[0]) => {
        await ctx.step('before', async () => {
          before += 1;
          return null;
        });
        await ctx.sleep('an hour', HOUR_MS);
        return 'rested';
      },
    };
    const first = await bench.engine(works);
    const id = await first.enqueue(jobOf('nap'));
    const asleep = await until(first, id, (job) => job.status === 'waiting');
    expect(asleep.resumesAt).toBe(bench.clock.nowMs + HOUR_MS);
    // The one slot of the type is free for another.
    const other = await first.enqueue(jobOf('nap', 'second'));
    await until(first, other, (job) => job.status === 'waiting');
    await first.stop();

    const second = await bench.engine(works);
    await advance(HOUR_MS / 2);
    expect((await second.get(id)).status).toBe('waiting');
    await advance(HOUR_MS / 2);
    expect(await second.wait(id)).toMatchObject({ status: 'done', result: 'rested', attempt: 1 });
    expect(await second.wait(other)).toMatchObject({ status: 'done' });
    expect(before).toBe(2);
  });

  it('takes signals in their order, sent before or while it waits, each once', async () => {
    const jobs = await bench.engine({
      approve: async (ctx) => [
        await ctx.waitForSignal('answer'),
        await ctx.waitForSignal('answer'),
        await ctx.waitForSignal('other'),
      ],
    });
    const id = await jobs.enqueue(jobOf('approve'));
    await jobs.signal(id, 'answer', { yes: 1 });
    await until(jobs, id, (job) => job.status === 'waiting');
    expect((await jobs.detail(id)).waitsFor).toEqual(['answer']);
    await jobs.signal(id, 'answer', { yes: 2 });
    await jobs.signal(id, 'other', null);
    expect(await jobs.wait(id)).toMatchObject({
      status: 'done',
      result: [{ payload: { yes: 1 } }, { payload: { yes: 2 } }, { payload: null }],
    });
    expect(await bench.store.reader.rows('SELECT count(*) FROM job_signals')).toEqual([[0]]);
    await expect(jobs.signal(id, 'answer', 3)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('stops waiting for a signal at its time, counted from the first wait', async () => {
    const works = {
      approve: (ctx: Parameters<Parameters<JobBench['engine']>[0][string]>[0]) =>
        ctx.waitForSignal('answer', { timeoutMs: HOUR_MS }),
    };
    const first = await bench.engine(works);
    const id = await first.enqueue(jobOf('approve'));
    await until(first, id, (job) => job.status === 'waiting');
    await first.stop();
    await advance(HOUR_MS - 1);
    const second = await bench.engine(works);
    expect((await second.get(id)).status).toBe('waiting');
    await advance(1);
    expect(await second.wait(id)).toMatchObject({ result: { timedOut: true } });
  });

  it('waits for a part of it, made once, and ends it when it is cancelled', async () => {
    const jobs = await bench.engine({
      whole: async (ctx) => ctx.child('part', jobOf('part', 'seven')),
      part: async (ctx, { label }) => {
        if (label === 'endless') await ctx.waitForSignal('never');
        return label.length;
      },
      stuck: (ctx) => ctx.child('part', jobOf('part', 'endless')),
    });
    const done = await jobs.wait(await jobs.enqueue(jobOf('whole')));
    expect(done).toMatchObject({ status: 'done', result: { status: 'done', result: 5 } });
    const { items: parts } = await jobs.list({ limit: 10, type: 'part' });
    expect(parts.map((part) => part.parentId)).toEqual([done.id]);

    const stuck = await jobs.enqueue(jobOf('stuck'));
    await until(jobs, stuck, (job) => job.status === 'waiting');
    const [part] = (await jobs.list({ limit: 10, type: 'part' })).items;
    await until(jobs, part?.id ?? '', (job) => job.status === 'waiting');
    await jobs.cancel(stuck);
    expect((await jobs.get(stuck)).status).toBe('cancelled');
    expect((await jobs.get(part?.id ?? '')).status).toBe('cancelled');
  });

  it('lets what runs beside it end before it lets go', async () => {
    let ran = 0;
    const jobs = await bench.engine({
      both: (ctx) =>
        Promise.all([
          ctx.sleep('short', 1_000),
          ctx.step('slow', async () => {
            await new Promise((resolve) => setTimeout(resolve, 80));
            ran += 1;
            return null;
          }),
        ]),
    });
    const id = await jobs.enqueue(jobOf('both'));
    await until(jobs, id, (job) => job.status === 'waiting');
    expect(ran).toBe(1);
    await advance(1_000);
    expect((await jobs.wait(id)).status).toBe('done');
    expect(ran).toBe(1);
  });
});
