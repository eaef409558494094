import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createSandbox,
  type Sandbox,
  type SandboxCall,
  type SandboxLogLine,
} from '#main/engine/sandbox/index.ts';
import { AppError } from '#shared/errors.ts';
import { echo, GUEST_FACTS, guestCode, runGuest } from '../support/sandbox-guest.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
});
afterAll(() => sandbox.close());

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a run', () => {
  test('answers what the plugin returns, as JSON', async () => {
    const result = await runGuest(sandbox, 'return { a: [1, "two", null, undefined], at: new Date(0) }');
    expect(result).toMatchObject({
      status: 'ok',
      value: { a: [1, 'two', null, null], at: '1970-01-01T00:00:00.000Z' },
    });
  });

  test('answers null for a plugin that returns nothing', async () => {
    expect(await runGuest(sandbox, '')).toMatchObject({ status: 'ok', value: null });
  });

  test('knows the facts it was started with', async () => {
    const result = await runGuest(
      sandbox,
      'return [ctx.now, ctx.timeZone, ctx.locale, ctx.plugin, ctx.settings]',
    );
    const { now, timeZone, locale, plugin, settings } = GUEST_FACTS;
    expect(result).toMatchObject({ value: [now, timeZone, locale, plugin, settings] });
  });

  test('hands calls to the host and their answers to the plugin', async () => {
    const calls: SandboxCall[] = [];
    const result = await runGuest(
      sandbox,
      `const tasks = await ctx.workspace.listTasks({ preset: 'today' });
       const made = await ctx.workspace.propose.createTask({ title: 'Invoice' }, { reason: 'A mail asks for it' });
       return { tasks, made };`,
      {
        onCall: async (call) => {
          calls.push(call);
          if (call.action === 'tasks.create') return { status: 'proposed', proposalId: 'p1' };
          return { status: 'done', output: { items: [{ id: 't1' }] } };
        },
      },
    );
    expect(result).toMatchObject({
      value: { tasks: { items: [{ id: 't1' }] }, made: { status: 'proposed', proposalId: 'p1' } },
      used: { calls: 2 },
    });
    expect(calls).toEqual([
      { action: 'tasks.list', input: { preset: 'today' } },
      { action: 'tasks.create', input: { title: 'Invoice' }, reason: 'A mail asks for it' },
    ]);
  });

  test('keeps calls apart that are open at one time', async () => {
    const result = await runGuest(
      sandbox,
      `return Promise.all([30, 1, 15].map(async (ms) => (await ctx.call('test.wait', { ms })).output.ms))`,
      {
        onCall: async (call) => {
          await pause((call.input as { ms: number }).ms);
          return echo(call);
        },
      },
    );
    expect(result).toMatchObject({ status: 'ok', value: [30, 1, 15] });
  });

  test('rejects a refused call with its code and message, and hides what is ours', async () => {
    const result = await runGuest(
      sandbox,
      `const tell = async (id) => { try { await ctx.call(id, {}) } catch (e) { return [e.name, e.code, e.message, String(e.stack).includes('node:')] } };
       return [await tell('mail.read'), await tell('mail.break')]`,
      {
        onCall: async ({ action }) => {
          if (action === 'mail.read') throw new AppError('forbidden', 'The right read_email is missing.');
          throw new Error('secret path /home/somebody');
        },
      },
    );
    expect(result).toMatchObject({
      value: [
        ['ActionError', 'forbidden', 'The right read_email is missing.', false],
        ['ActionError', 'internal', 'The call failed. Nothing was changed by it.', false],
      ],
    });
  });

  test('writes log lines, console among them, up to its cap', async () => {
    const lines: SandboxLogLine[] = [];
    const result = await runGuest(
      sandbox,
      `ctx.log.warn('careful', { n: 1 }); console.log('a', { b: 2 }); for (let i = 0; i < 50; i += 1) ctx.log.info('more');`,
      { onLog: (line) => lines.push(line), limits: { logLines: 10 } },
    );
    expect(lines.slice(0, 2)).toEqual([
      { level: 'warn', message: 'careful', fields: { n: 1 } },
      { level: 'info', message: 'a {"b":2}', fields: null },
    ]);
    expect(lines).toHaveLength(10);
    expect(result).toMatchObject({ status: 'ok', used: { droppedLogLines: 42 } });
  });

  test('says where a plugin failed', async () => {
    const result = await runGuest(sandbox, `throw new TypeError('no such client')`);
    expect(result).toMatchObject({ status: 'failed', reason: 'error' });
    expect(result).toHaveProperty(
      'message',
      expect.stringMatching(/^TypeError: no such client \(at run \(plugin\.js:1/),
    );
  });

  test('says what is wrong with code that cannot be read, or exports nothing', async () => {
    const broken = await runGuest(sandbox, '', { code: 'var x = ;' });
    expect(broken).toMatchObject({ reason: 'error', message: expect.stringContaining('SyntaxError') });
    const empty = await runGuest(sandbox, '', { code: 'var x = 1;' });
    expect(empty).toMatchObject({ reason: 'error', message: expect.stringContaining('exports no `plugin`') });
  });

  test('ends at once when the plugin waits for nothing', async () => {
    const result = await runGuest(sandbox, 'await new Promise(() => {})');
    expect(result).toMatchObject({
      reason: 'error',
      message: 'The plugin waits for something that will never come.',
    });
  });

  test('keeps nothing for the next run of the same plugin', async () => {
    await runGuest(sandbox, 'globalThis.kept = 1; Object.prototype.kept = 2; Array.prototype.map = null;');
    const next = await runGuest(sandbox, 'return [typeof kept, ({}).kept === undefined, typeof [].map]');
    expect(next).toMatchObject({ value: ['undefined', true, 'function'] });
  });
});

describe('limits', () => {
  test('count the time of the plugin, not that of the host', async () => {
    const result = await runGuest(sandbox, `await ctx.call('slow.call', {}); return 'here'`, {
      limits: { cpuMs: 300 },
      onCall: async (call) => {
        await pause(900);
        return echo(call);
      },
    });
    expect(result).toMatchObject({ status: 'ok', value: 'here' });
    expect(result.used.wallMs).toBeGreaterThan(850);
    expect(result.used.cpuMs).toBeLessThan(300);
  });

  test('hold the whole run to its wall time', async () => {
    const startedMs = performance.now();
    const result = await runGuest(sandbox, `await ctx.call('slow.call', {})`, {
      limits: { wallMs: 200 },
      onCall: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(null), { once: true });
        }),
    });
    expect(result).toMatchObject({ reason: 'timeout', message: expect.stringContaining('waiting included') });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('end a run that makes too many calls, or has too many open', async () => {
    const many = await runGuest(sandbox, `for (let i = 0; i < 30; i += 1) await ctx.call('a.b', {})`, {
      limits: { calls: 20 },
    });
    expect(many).toMatchObject({
      reason: 'call_limit',
      message: expect.stringContaining('more than 20 calls'),
    });
    const open = await runGuest(sandbox, `for (let i = 0; i < 30; i += 1) ctx.call('a.b', {}); return 1`, {
      limits: { callsInFlight: 20 },
    });
    expect(open).toMatchObject({
      reason: 'call_limit',
      message: expect.stringContaining('open at one time'),
    });
  });

  test('slow down calls that come too fast', async () => {
    const result = await runGuest(
      sandbox,
      `for (let i = 0; i < 60; i += 1) await ctx.call('a.b', {}); return 1`,
      {
        limits: { callsPerSecond: 100 },
      },
    );
    expect(result).toMatchObject({ status: 'ok' });
    expect(result.used.wallMs).toBeGreaterThan(450);
  });

  test('refuse an input, an answer and a result that are too large', async () => {
    const input = await runGuest(
      sandbox,
      `try { await ctx.call('a.b', 'x'.repeat(2000)) } catch (e) { return e.code }`,
      { limits: { callLength: 1000 } },
    );
    expect(input).toMatchObject({ value: 'payload_too_large' });
    const answer = await runGuest(sandbox, `try { await ctx.call('a.b', {}) } catch (e) { return e.code }`, {
      limits: { answerLength: 1000 },
      onCall: async () => 'x'.repeat(2000),
    });
    expect(answer).toMatchObject({ value: 'payload_too_large' });
    const result = await runGuest(sandbox, `return 'x'.repeat(2000)`, { limits: { resultLength: 1000 } });
    expect(result).toMatchObject({ reason: 'result_too_large' });
  });

  test('refuse JSON that is made to hurt its reader', async () => {
    const proto = await runGuest(
      sandbox,
      `try { await ctx.call('a.b', { list: [JSON.parse('{"__proto__": {"isAdmin": true}}')] }) } catch (e) { return [e.code, e.message] }`,
    );
    expect(proto).toMatchObject({ value: ['invalid_input', expect.stringContaining('__proto__')] });
    const deep = await runGuest(sandbox, `let a = []; for (let i = 0; i < 200; i += 1) a = [a]; return a`);
    expect(deep).toMatchObject({ reason: 'error', message: expect.stringContaining('nested deeper') });
  });
});

describe('the pool', () => {
  test('uses a worker again for the same plugin and never for another', async () => {
    await using pool = createSandbox({ size: 2 });
    for (let index = 0; index < 3; index += 1) await runGuest(pool, 'return 1', { pluginKey: 'one' });
    expect(pool.stats()).toMatchObject({ workersStarted: 1, workers: 1 });
    await runGuest(pool, 'return 1', { pluginKey: 'two' });
    await runGuest(pool, 'return 1', { pluginKey: 'three' });
    expect(pool.stats()).toMatchObject({ workersStarted: 3, workers: 2, runs: 5 });
  });

  test('lets runs wait for a free worker', async () => {
    await using pool = createSandbox({ size: 2 });
    let most = 0;
    const runs = Array.from({ length: 6 }, (_, index) =>
      runGuest(pool, `return (await ctx.call('a.b', {})).status`, {
        pluginKey: `plugin-${index % 3}`,
        onCall: async (call) => {
          most = Math.max(most, pool.stats().busy);
          await pause(20);
          return echo(call);
        },
      }),
    );
    await pause(5);
    expect(pool.stats().queued).toBe(4);
    expect((await Promise.all(runs)).every(({ status }) => status === 'ok')).toBe(true);
    expect(most).toBe(2);
  });

  test('lets them wait in their order', async () => {
    // Of two workers one may be slower to begin than the other is to end.
    await using pool = createSandbox({ size: 1 });
    const order: number[] = [];
    const runs = Array.from({ length: 4 }, (_, index) =>
      runGuest(pool, `return (await ctx.call('a.b', {})).status`, {
        pluginKey: `plugin-${index % 2}`,
        onCall: async (call) => {
          order.push(index);
          return echo(call);
        },
      }),
    );
    expect((await Promise.all(runs)).every(({ status }) => status === 'ok')).toBe(true);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test('takes another size while it runs', async () => {
    await using pool = createSandbox({ size: 1 });
    const slow = (): Promise<unknown> =>
      runGuest(pool, `await ctx.call('a.b', {})`, { onCall: async (call) => (await pause(100), echo(call)) });
    const runs = [slow(), slow(), slow()];
    await pause(5);
    expect(pool.stats()).toMatchObject({ busy: 1, queued: 2 });
    pool.setSize(3);
    expect(pool.stats()).toMatchObject({ size: 3, busy: 3, queued: 0 });
    await Promise.all(runs);
    pool.setSize(1);
    expect(pool.stats().workers).toBe(1);
  });

  test('ends workers that have nothing to do', async () => {
    await using pool = createSandbox({ idleMs: 50 });
    await runGuest(pool, 'return 1');
    expect(pool.stats().workers).toBe(1);
    await expect.poll(() => pool.stats().workers).toBe(0);
    expect(await runGuest(pool, 'return 2')).toMatchObject({ value: 2 });
  });

  test('cancels what waits at once, and what runs within a second', async () => {
    await using pool = createSandbox({ size: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = runGuest(pool, 'for (;;);', { signal: first.signal, limits: { cpuMs: 60_000 } });
    const waiting = runGuest(pool, 'return 1', { signal: second.signal });
    await pause(300);
    second.abort();
    expect(await waiting).toMatchObject({ status: 'failed', reason: 'cancelled' });
    const startedMs = performance.now();
    first.abort();
    expect(await running).toMatchObject({ status: 'failed', reason: 'cancelled' });
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect(await runGuest(pool, 'return 3')).toMatchObject({ value: 3 });
  });

  test('cancels a run that waits for the host, and one that cannot hear', async () => {
    await using pool = createSandbox();
    for (const body of [
      `await ctx.call('a.b', {})`,
      'const u = new Uint8Array(20 << 20); for (;;) u.indexOf(7)',
    ]) {
      const ending = new AbortController();
      const running = runGuest(pool, body, {
        signal: ending.signal,
        limits: { cpuMs: 60_000 },
        onCall: () => new Promise(() => undefined),
      });
      await pause(400);
      const startedMs = performance.now();
      ending.abort();
      expect(await running).toMatchObject({ reason: 'cancelled' });
      expect(performance.now() - startedMs).toBeLessThan(1_000);
    }
  });

  test('cancels everything when it is closed', async () => {
    const pool = createSandbox({ size: 1 });
    const runs = [runGuest(pool, 'for (;;);'), runGuest(pool, 'return 1')];
    await pause(100);
    await pool.close();
    expect(await Promise.all(runs)).toMatchObject([{ reason: 'cancelled' }, { reason: 'cancelled' }]);
    expect(pool.stats().workers).toBe(0);
  });

  test('runs a script as the bundler makes it', async () => {
    const result = await runGuest(sandbox, '', {
      code: guestCode('return helper(2)', '"use strict"; const helper = (n) => n * 21'),
    });
    expect(result).toMatchObject({ value: 42 });
  });
});
