import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Store } from '#main/db/store.ts';
import {
  createJobs,
  defineJob,
  type JobContext,
  type JobDefinition,
  type Jobs,
} from '#main/engine/jobs/index.ts';
import { AppError } from '#shared/errors.ts';
import { systemClock } from '#shared/kernel/clock.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

/** Retries wait on the clock, so it must run. */
const runningClock = { ...systemClock, advanceMs: () => undefined, advanceDays: () => undefined };

type Work = (ctx: JobContext, input: { label: string }) => Promise<unknown>;

describe('durable jobs', () => {
  let test: TestApp;
  let store: Store;
  /** Its own for each test: engines that stand for a lost process go on listening. */
  let type = 'test-0';
  const ids = createIdSource(Date.now, (size) => randomBytes(size));

  beforeAll(async () => {
    test = await makeApp({ clock: runningClock });
    const open = test.app.system.workspace;
    if (!open) throw new Error('the workspace is not open');
    // The app's own engine would queue these jobs behind types it does not know.
    await open.jobs.stop();
    store = open.store;
  });
  beforeEach(async () => {
    type = `test-${Number(type.slice(5)) + 1}`;
    await store.write({ command: 'test' }, (tx) => {
      for (const table of ['jobs', 'job_steps', 'job_items']) tx.run({ sql: `DELETE FROM ${table}` });
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  function engineOf(work: Work, options: { maxAttempts?: number; concurrency?: number } = {}): Jobs {
    const definition = defineJob({
      type,
      input: z.object({ label: z.string() }),
      concurrency: options.concurrency ?? 1,
      maxAttempts: options.maxAttempts ?? 1,
      run: work,
    });
    return createJobs({
      store,
      ids,
      nowMs: Date.now,
      definitions: [definition as unknown as JobDefinition<never>],
      onError: () => undefined,
    });
  }

  const input = (label: string) => ({ type, title: label, input: { label } });

  it('runs what was enqueued in a transaction, and nothing of one that failed', async () => {
    const ran: string[] = [];
    const jobs = engineOf(async (_ctx, { label }) => {
      ran.push(label);
      return { label };
    });
    await jobs.start();
    const { value: id } = await store.write({ command: 'test' }, (tx) => jobs.enqueueIn(tx, input('kept')));
    const failing = store.write({ command: 'test' }, (tx) => {
      jobs.enqueueIn(tx, input('lost'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await jobs.wait(id)).toMatchObject({ status: 'done', result: { label: 'kept' } });
    expect(ran).toEqual(['kept']);
    await jobs.stop();
  });

  it('does not run a finished step again after the process was lost', async () => {
    const steps: string[] = [];
    const stuck = Promise.withResolvers<void>();
    const first = engineOf(async (ctx) => {
      await ctx.step('one', async () => {
        steps.push('one');
        return { answer: 1 };
      });
      stuck.resolve();
      await new Promise(() => undefined); // the process is lost here
    });
    await first.start();
    const id = await first.enqueue(input('resumes'));
    await stuck.promise;

    const second = engineOf(async (ctx) => {
      const one = await ctx.step('one', async () => {
        steps.push('one again');
        return { answer: 0 };
      });
      await ctx.step('two', async () => {
        steps.push('two');
        return null;
      });
      return one;
    });
    await second.start();
    expect(await second.wait(id)).toMatchObject({ status: 'done', result: { answer: 1 }, attempt: 2 });
    expect(steps).toEqual(['one', 'two']);
    await second.stop();
  });

  it('refuses the late write of a turn that was taken over', async () => {
    const taken = Promise.withResolvers<void>();
    const late = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const zombie = engineOf(async (ctx) => {
      begun.resolve();
      await taken.promise;
      await ctx.report([{ source: 'late', outcome: 'created', reason: '', kind: null, entityId: null }]).then(
        () => late.resolve('written'),
        (error: unknown) => late.resolve(error instanceof AppError ? error.code : 'other'),
      );
    });
    await zombie.start();
    const id = await zombie.enqueue(input('contested'));
    await begun.promise;
    const owner = engineOf(async () => 'mine');
    await owner.start();
    expect(await owner.wait(id)).toMatchObject({ status: 'done', result: 'mine' });
    taken.resolve();
    expect(await late.promise).toBe('cancelled');
    expect((await owner.items({ id, limit: 10 })).total).toBe(0);
    await owner.stop();
  });

  it('tries again what may pass, and leaves what cannot for the person', async () => {
    let tries = 0;
    const jobs = engineOf(
      async () => {
        tries += 1;
        if (tries < 3) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
        return tries;
      },
      { maxAttempts: 3 },
    );
    await jobs.start();
    const id = await jobs.enqueue(input('flaky'));
    expect(await jobs.wait(id)).toMatchObject({ status: 'done', result: 3, attempt: 3 });
    await jobs.stop();

    const broken = engineOf(
      async () => {
        tries += 1;
        throw new AppError('import_unreadable', 'This file cannot be read.');
      },
      { maxAttempts: 3 },
    );
    tries = 0;
    await broken.start();
    const second = await broken.enqueue(input('broken'));
    expect(await broken.wait(second)).toMatchObject({
      status: 'failed',
      error: { code: 'import_unreadable', message: 'This file cannot be read.' },
    });
    expect(tries).toBe(1);
    await broken.retry(second);
    expect(await broken.wait(second)).toMatchObject({ status: 'failed' });
    expect(tries).toBe(2);
    await broken.stop();
  });

  it('cancels a running job within a second, and a waiting one before it begins', async () => {
    const begun = Promise.withResolvers<void>();
    const jobs = engineOf(async (ctx) => {
      begun.resolve();
      await new Promise((_resolve, reject) => {
        ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error), { once: true });
      });
    });
    await jobs.start();
    const running = await jobs.enqueue(input('running'));
    await begun.promise;
    const waiting = await jobs.enqueue(input('waiting'));
    expect((await jobs.cancel(waiting)).status).toBe('cancelled');
    const startedAt = performance.now();
    await jobs.cancel(running);
    expect((await jobs.wait(running)).status).toBe('cancelled');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await jobs.stop();
  });

  it('keeps a report of each thing it worked on, in pages and by outcome', async () => {
    const jobs = engineOf(async (ctx) => {
      for (let index = 0; index < 25; index += 1) {
        const outcome = index % 5 === 0 ? ('skipped' as const) : ('created' as const);
        await ctx.report([{ source: `row ${index}`, outcome, reason: '', kind: 'task', entityId: null }]);
        ctx.progress(index + 1, 25);
      }
    });
    await jobs.start();
    const id = await jobs.enqueue(input('reports'));
    expect(await jobs.wait(id)).toMatchObject({ doneCount: 25, totalCount: 25 });
    const page = await jobs.items({ id, limit: 10 });
    expect(page.items.map((item) => item.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(page.total).toBe(25);
    const skipped = await jobs.items({ id, outcome: 'skipped', limit: 100 });
    expect(skipped.items.map((item) => item.source)).toEqual([
      'row 0',
      'row 5',
      'row 10',
      'row 15',
      'row 20',
    ]);
    await jobs.stop();
  });

  it('goes on after a clean stop without counting the try', async () => {
    const begun = Promise.withResolvers<void>();
    const first = engineOf(async (ctx) => {
      begun.resolve();
      await new Promise((_resolve, reject) => {
        ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason as Error), { once: true });
      });
    });
    await first.start();
    const id = await first.enqueue(input('interrupted'));
    await begun.promise;
    await first.stop();
    expect(await first.get(id)).toMatchObject({ status: 'queued', attempt: 0 });
    const second = engineOf(async () => 'finished');
    await second.start();
    expect(await second.wait(id)).toMatchObject({ status: 'done', result: 'finished', attempt: 1 });
    await second.stop();
  });
});
