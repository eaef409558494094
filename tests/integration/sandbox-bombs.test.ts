import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type SandboxResult } from '#main/engine/sandbox/index.ts';
import { runGuest } from '../support/sandbox-guest.ts';

/** Time enough to run out of what a bomb is to run out of. */
const DEADLINE_MS = 1_000;
/** For those that nothing but time can end: they would only burn the rest. */
const SHORT_DEADLINE_MS = 400;
/** From the deadline to the end of the run. */
const SLACK_MS = 1_000;

type Bomb = { readonly body: string; readonly ends: readonly string[] };
const deadlineOf = ({ ends }: Bomb) =>
  ends.every((reason) => reason === 'timeout') ? SHORT_DEADLINE_MS : DEADLINE_MS;
const bomb = (body: string, ...ends: readonly string[]): Bomb => ({ body, ends });

/** Each by the reasons with which it may end. `timeout` covers what had to be ended from outside. */
const BOMBS: Readonly<Record<string, Bomb>> = {
  'an endless loop': bomb('for (;;);', 'timeout'),
  'an endless loop that catches': bomb(
    'for (;;) { try { for (;;); } catch {} finally { continue; } }',
    'timeout',
  ),
  'an endless loop in a promise job': bomb('Promise.resolve().then(() => { for (;;); }); await 1', 'timeout'),
  'promise jobs that never run out': bomb(
    'const next = () => Promise.resolve().then(next); next(); await new Promise(() => {})',
    'timeout',
    // On a quick machine memory runs out first; the chain breaks, and nothing is left to wait for.
    'error',
  ),
  'promise jobs that double': bomb(
    'const next = () => { Promise.resolve().then(next); Promise.resolve().then(next) }; next(); await new Promise(() => {})',
    'timeout',
    'out_of_memory',
  ),
  'an endless await': bomb('for (;;) await null', 'timeout'),
  'an endless generator': bomb(
    'return [...(function* () { for (;;) yield 1 })()]',
    'timeout',
    'out_of_memory',
  ),
  'an endless getter in the result': bomb('return { get a() { for (;;); } }', 'timeout'),
  'an endless toJSON in the result': bomb('return { toJSON() { for (;;); } }', 'timeout'),
  'an endless then of the result': bomb('return { then() { for (;;); } }', 'timeout'),
  'an endless toJSON in a call': bomb('await ctx.call("a.b", { toJSON() { for (;;); } })', 'timeout'),
  'an endless trap in a call': bomb(
    'await ctx.call("a.b", new Proxy({}, { ownKeys() { for (;;); } }))',
    'timeout',
  ),
  'an endless text of an error': bomb('throw { get message() { for (;;); } }', 'timeout'),
  'an endless comparison': bomb('[3, 1, 2].sort(() => { for (;;); })', 'timeout'),
  'an endless replacement': bomb('"aaa".replace(/a/g, () => { for (;;); })', 'timeout'),
  'an endless species': bomb(
    'class A extends Array { static get [Symbol.species]() { for (;;); } } new A(1, 2).map((x) => x)',
    'timeout',
  ),
  'deep recursion': bomb('const f = () => f() + 1; f()', 'stack', 'error'),
  'deep recursion that catches': bomb(
    'const f = () => { try { f() } catch { f() } }; f()',
    'timeout',
    'stack',
  ),
  'deep recursion by toString': bomb(
    'const o = { toString() { return `${o}` } }; String(o)',
    'stack',
    'error',
  ),
  'deep recursion of proxies': bomb(
    'let p = {}; for (let i = 0; i < 1e5; i += 1) p = new Proxy(p, {}); return p.x',
    'stack',
    'error',
    'timeout',
    'out_of_memory',
  ),
  'JSON nested deeply, read': bomb('JSON.parse("[".repeat(1e6))', 'error', 'stack'),
  'JSON nested deeply, written': bomb(
    'let a = []; for (let i = 0; i < 1e5; i += 1) a = [a]; return a',
    'stack',
    'error',
  ),
  'a regular expression nested deeply': bomb(
    'new RegExp("(?:".repeat(1e5) + ")".repeat(1e5))',
    'error',
    'stack',
  ),
  'a regular expression that backtracks': bomb('/^(a+)+$/.test("a".repeat(40) + "b")', 'timeout'),
  'one that backtracks twice': bomb('/(x+x+)+y/.test("x".repeat(2000))', 'timeout', 'out_of_memory', 'error'),
  'one with a lookahead': bomb('/^(?=(a|aa)+$)(a|aa)+b/.test("a".repeat(60))', 'timeout'),
  'an ArrayBuffer too large': bomb('new ArrayBuffer(2 ** 31)', 'error', 'out_of_memory'),
  'ArrayBuffers without end': bomb(
    'const kept = []; for (;;) kept.push(new ArrayBuffer(1 << 20))',
    'out_of_memory',
    'timeout',
  ),
  'shared buffers without end': bomb(
    'const kept = []; for (;;) kept.push(new SharedArrayBuffer(1 << 20))',
    'out_of_memory',
    'error',
    'timeout',
  ),
  'ArrayBuffers made and dropped': bomb('for (;;) new ArrayBuffer(16 << 20)', 'timeout', 'out_of_memory'),
  'an ArrayBuffer filled again and again': bomb(
    'const u = new Uint8Array(16 << 20); for (;;) u.fill(1)',
    'timeout',
  ),
  'an ArrayBuffer searched again and again': bomb(
    'const u = new Uint8Array(20 << 20); for (;;) u.indexOf(7)',
    'timeout',
  ),
  'an ArrayBuffer sorted again and again': bomb(
    'const u = new Float64Array(2e6); for (let i = 0; i < 2e6; i += 1) u[i] = (i * 7919) % 1000003; for (;;) u.slice().sort()',
    'timeout',
    'out_of_memory',
  ),
  'a text that doubles': bomb('let s = "x"; for (;;) s += s', 'out_of_memory', 'error', 'timeout'),
  'a text repeated': bomb('"x".repeat(2 ** 29)', 'out_of_memory', 'error'),
  'a text padded': bomb('"x".padEnd(2 ** 30)', 'out_of_memory', 'error'),
  'a text replaced to a large one': bomb(
    '"a".repeat(1e6).replaceAll("a", "$&".repeat(100))',
    'out_of_memory',
    'timeout',
    'error',
  ),
  'a text searched again and again': bomb(
    'const s = "a".repeat(1 << 22); const n = "a".repeat(1 << 20) + "b"; for (;;) s.indexOf(n)',
    'timeout',
  ),
  'arrays without end': bomb(
    'const a = []; for (;;) a.push(new Array(1000).fill(1))',
    'out_of_memory',
    'timeout',
  ),
  'an array of holes, joined': bomb(
    'const a = []; a.length = 2 ** 32 - 1; a.join()',
    'out_of_memory',
    'timeout',
    'error',
  ),
  'an array of holes, searched': bomb('Array.prototype.indexOf.call({ length: 2 ** 52 }, 1)', 'timeout'),
  'names without end': bomb(
    'for (let i = 0; ; i += 1) globalThis[`k${i}`] = Symbol(String(i))',
    'out_of_memory',
    'timeout',
  ),
  'numbers without end': bomb('let n = 3n; for (;;) n *= n', 'error', 'timeout', 'out_of_memory'),
  'a number written out': bomb('for (;;) (3n ** 200000n).toString()', 'timeout'),
  'a chain of prototypes': bomb(
    'let o = {}; for (let i = 0; i < 1e5; i += 1) o = Object.create(o); for (let i = 0; ; i += 1) o[`x${i}`]',
    'timeout',
    'out_of_memory',
  ),
  'memory that is caught when it runs out': bomb(
    'for (;;) { try { const a = []; for (;;) a.push("x".repeat(1e5) + a.length) } catch {} }',
    'timeout',
    'out_of_memory',
  ),
  'a flood of calls': bomb('for (;;) ctx.call("a.b", {})', 'call_limit'),
  'a flood of calls one by one': bomb('for (;;) await ctx.call("a.b", {})', 'call_limit', 'timeout'),
  'a flood of large calls': bomb(
    'const x = "x".repeat(9e5); for (;;) ctx.call("a.b", { x })',
    'call_limit',
    'out_of_memory',
    'timeout',
  ),
  'a flood of log lines': bomb('for (;;) ctx.log.info("x".repeat(4000))', 'timeout'),
  'a result too large': bomb('return "x".repeat(8e6)', 'result_too_large'),
};

/** Through all bombs another plugin does its work. */
const NEIGHBOUR = `let sum = 0; for (let i = 0; i < 20000; i += 1) sum += i; return (await ctx.call('a.b', { sum })).output.sum`;

describe('a bomb', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = createSandbox();
    await runGuest(sandbox, NEIGHBOUR, { pluginKey: 'neighbour' });
  });
  afterAll(() => sandbox.close());

  /** From the first statement of the plugin to the end of the run, its worker's included. */
  async function explode(one: Bomb): Promise<{ result: SandboxResult; tookMs: number }> {
    let beganMs = performance.now();
    const result = await runGuest(sandbox, `ctx.log.info('began'); ${one.body}`, {
      pluginKey: 'bomb',
      limits: { cpuMs: deadlineOf(one), memoryMb: 64, calls: 2_000 },
      onLog: ({ message }) => {
        if (message === 'began') beganMs = performance.now();
      },
    });
    return { result, tookMs: performance.now() - beganMs };
  }

  test.each(Object.entries(BOMBS))('of %s is stopped in time and hurts nobody', async (_, one) => {
    const exploding = explode(one);
    const neighbour = await runGuest(sandbox, NEIGHBOUR, { pluginKey: 'neighbour' });
    const { result, tookMs } = await exploding;
    expect(neighbour).toMatchObject({ status: 'ok', value: 199_990_000 });
    expect(result.status, JSON.stringify(result).slice(0, 300)).toBe('failed');
    expect(one.ends).toContain('reason' in result ? result.reason : 'ok');
    expect(tookMs).toBeLessThan(deadlineOf(one) + SLACK_MS);
  });

  test('leaves the pool able to work', async () => {
    for (const pluginKey of ['bomb', 'neighbour', 'other']) {
      expect(await runGuest(sandbox, 'return 1', { pluginKey })).toMatchObject({ status: 'ok' });
    }
    expect(sandbox.stats()).toMatchObject({ busy: 0, queued: 0 });
    // The neighbour's worker has lived through all of it: only the bombs' own workers were ended.
    expect(sandbox.stats().failures['crash'] ?? 0).toBe(0);
  });
});
