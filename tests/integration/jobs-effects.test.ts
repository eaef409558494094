import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/errors.ts';
import type { JobContext, Jobs } from '#main/engine/jobs/index.ts';
import { forever, jobOf, openJobBench, until, type JobBench } from '../support/job-engine.ts';

describe('the effects of a job', () => {
  let bench: JobBench;
  beforeEach(async () => {
    bench = await openJobBench();
  });
  afterEach(() => bench[Symbol.asyncDispose]());

  it('hands an idempotent effect the same key in every try', async () => {
    const keys: string[] = [];
    const jobs = await bench.engine({
      send: async (ctx) =>
        ctx.step(
          'mail 1',
          async ({ idempotencyKey }) => {
            keys.push(idempotencyKey);
            if (keys.length === 1) throw Object.assign(new Error('gone'), { status: 503 });
            return 'sent';
          },
          { effect: 'idempotent' },
        ),
    });
    const id = await jobs.enqueue(jobOf('send'));
    await until(jobs, id, (job) => job.status === 'queued' && job.error !== null);
    bench.clock.nowMs += 60_000;
    await bench.store.write({ command: 'wake' }, (tx) => tx.touch('job', [id]));
    expect(await jobs.wait(id)).toMatchObject({ status: 'done', result: 'sent' });
    expect(keys).toEqual([`${id}:mail 1`, `${id}:mail 1`]);
  });

  async function lostInFlight(): Promise<string> {
    const begun = Promise.withResolvers<void>();
    const first = await bench.engine({
      pay: (ctx) =>
        ctx.step(
          'pay 30',
          () => {
            begun.resolve();
            return forever();
          },
          { effect: 'once', evidence: { to: 'Acme', amount: 30 } },
        ),
    });
    const id = await first.enqueue(jobOf('pay'));
    await begun.promise;
    bench.lose(first);
    return id;
  }

  it.each([
    ['repeat', 1, 'paid again'],
    ['skip', 0, 'nobody paid'],
  ] as const)(
    'asks the person about what was in flight at a crash, and does as told: %s',
    async (answer, runs, result) => {
      const id = await lostInFlight();
      let ran = 0;
      const second = await bench.engine({
        pay: async (ctx) => {
          const paid = await ctx.step(
            'pay 30',
            async () => {
              ran += 1;
              return 'paid again';
            },
            { effect: 'once', evidence: { to: 'Acme', amount: 30 } },
          );
          return paid ?? 'nobody paid';
        },
      });
      await until(second, id, (job) => job.status === 'needs_decision');
      expect(ran).toBe(0);
      const { decisions } = await second.detail(id);
      expect(decisions).toMatchObject([
        { key: 'pay 30', evidence: { to: 'Acme', amount: 30 }, problem: null },
      ]);
      await second.decide({ id, answer });
      expect(await second.wait(id)).toMatchObject({ status: 'done', result });
      expect(ran).toBe(runs);
      await expect(second.decide({ id, answer })).rejects.toMatchObject({ code: 'conflict' });
    },
  );

  it('asks nobody when the app closes between the intent and the effect', async () => {
    let paid = 0;
    let first: Jobs | null = null;
    let stopped: Promise<void> | undefined;
    const handlers = {
      pay: (ctx: JobContext) =>
        ctx.step('pay 30', async () => (paid += 1), {
          effect: 'once',
          // Read when the intent is about to be written.
          get evidence() {
            stopped ??= first?.stop();
            return null;
          },
        }),
    };
    first = await bench.engine(handlers);
    const id = await first.enqueue(jobOf('pay'));
    await expect.poll(() => stopped !== undefined).toBe(true);
    await stopped;
    expect(paid).toBe(0);
    expect((await first.get(id)).status).toBe('queued');
    const second = await bench.engine(handlers);
    expect(await second.wait(id)).toMatchObject({ status: 'done' });
    expect(paid).toBe(1);
  });

  it('asks where the answer of an effect was lost, with what was last heard', async () => {
    const jobs = await bench.engine({
      pay: (ctx) =>
        ctx.step('pay', () => Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' })), {
          effect: 'once',
        }),
    });
    const id = await jobs.enqueue(jobOf('pay'));
    await until(jobs, id, (job) => job.status === 'needs_decision');
    expect((await jobs.detail(id)).decisions).toMatchObject([{ key: 'pay', problem: 'reset' }]);
  });

  it.each([
    ['refused', Object.assign(new Error('no'), { status: 422 })],
    ['never reached', Object.assign(new Error('no'), { code: 'ECONNREFUSED' })],
    ['put off', Object.assign(new Error('no'), { status: 429 })],
  ])('does not ask where the effect cannot have happened: %s', async (_, error) => {
    const jobs = await bench.engine(
      { pay: (ctx) => ctx.step('pay', () => Promise.reject(error), { effect: 'once' }) },
      { maxAttempts: 1 },
    );
    const id = await jobs.enqueue(jobOf('pay'));
    expect(await jobs.wait(id)).toMatchObject({ status: 'failed' });
    expect((await bench.store.reader.rows('SELECT count(*) FROM job_intents'))[0]).toEqual([0]);
  });

  it('lets an effect tell how it ended before the app closes', async () => {
    const begun = Promise.withResolvers<void>();
    const jobs = await bench.engine({
      pay: async (ctx) => {
        await ctx.step(
          'pay',
          async () => {
            begun.resolve();
            await new Promise((resolve) => setTimeout(resolve, 100));
            return 'paid';
          },
          { effect: 'once' },
        );
        await ctx.step('after', async () => null);
      },
    });
    const id = await jobs.enqueue(jobOf('pay'));
    await begun.promise;
    await jobs.stop();
    expect(await jobs.get(id)).toMatchObject({ status: 'queued', attempt: 0 });
    const steps = await bench.store.reader.rows('SELECT key, result FROM job_steps');
    expect(steps).toEqual([['pay', '"paid"']]);
  });

  it('shares the commits of steps that are begun together', async () => {
    let commits = 0;
    const seen = bench.store.write.bind(bench.store);
    bench.store.write = (command, work) => {
      if (command.command === 'jobs.journal') commits += 1;
      return seen(command, work);
    };
    const jobs = await bench.engine({
      fan: async (ctx) => {
        const keys = Array.from({ length: 100 }, (_, index) => `part ${index}`);
        return (await Promise.all(keys.map((key) => ctx.step(key, async () => key)))).length;
      },
    });
    expect(await jobs.wait(await jobs.enqueue(jobOf('fan')))).toMatchObject({ result: 100 });
    expect(commits).toBeLessThanOrEqual(5);
  });

  it('keeps large inputs and results apart and hands them back whole', async () => {
    const label = 'x'.repeat(20_000);
    let runs = 0;
    const work = async (ctx: Parameters<Parameters<JobBench['engine']>[0][string]>[0]) => {
      const large = await ctx.step('read', async () => {
        runs += 1;
        return { text: 'y'.repeat(50_000) };
      });
      if (runs === 1 && ctx.attempt === 1) return forever();
      return large.text;
    };
    const first = await bench.engine({ large: work });
    const id = await first.enqueue(jobOf('large', label, { title: 'large' }));
    await until(first, id, () => runs === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    bench.lose(first);
    const second = await bench.engine({
      large: async (ctx, input) => `${input.label.length} ${(await work(ctx)).length}`,
    });
    expect(await second.wait(id)).toMatchObject({ status: 'done', result: '20000 50000' });
    expect(runs).toBe(1);
    const [row] = await bench.store.reader.rows('SELECT length(input) FROM jobs WHERE id = ?', [id]);
    expect(Number(row?.[0])).toBeLessThan(100);
  });

  it('runs a step once where two ask for it at a time', async () => {
    let runs = 0;
    const jobs = await bench.engine({
      twice: (ctx) => {
        const one = () =>
          ctx.step('same', async () => {
            runs += 1;
            return runs;
          });
        return Promise.all([one(), one()]);
      },
    });
    expect(await jobs.wait(await jobs.enqueue(jobOf('twice')))).toMatchObject({ result: [1, 1] });
  });

  it('tells an error that a person can act on, and keeps the rest to itself', async () => {
    const jobs = await bench.engine(
      {
        known: () => Promise.reject(new AppError('not_found', 'The folder is gone.')),
        strange: () => Promise.reject(new TypeError('x is not a function')),
      },
      { maxAttempts: 1 },
    );
    const known = await jobs.wait(await jobs.enqueue(jobOf('known')));
    expect(known.error).toEqual({ code: 'not_found', message: 'The folder is gone.' });
    const strange = await jobs.wait(await jobs.enqueue(jobOf('strange')));
    expect(strange.error?.code).toBe('internal');
    expect(strange.error?.message).not.toContain('function');
    expect(bench.errors).toHaveLength(1);
  });
});
