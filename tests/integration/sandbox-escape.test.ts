import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type SandboxCall } from '#main/engine/sandbox/index.ts';
import { ROOT } from '#tools/build/parts.ts';
import { echo, runGuest } from '../support/sandbox-guest.ts';

let sandbox: Sandbox;
beforeAll(() => {
  sandbox = createSandbox();
});
afterAll(() => sandbox.close());

/** What a plugin must never see, by the names under which it could. */
const HOST_NAMES = [
  'process',
  'require',
  'module',
  'Buffer',
  'global',
  'fetch',
  'WebAssembly',
  'Worker',
  'MessageChannel',
  'setTimeout',
  'setImmediate',
  'queueMicrotask',
  'XMLHttpRequest',
  'WebSocket',
  'navigator',
  'Deno',
  'Bun',
  'std',
  'os',
  'scriptArgs',
  'print',
  'eval',
  'host',
];

/** Each tries a way out and answers what it got; nothing may come of it. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  'the constructor of a function': `return [].filter.constructor('return this')()`,
  'the constructor of a constructor': `return ({}).constructor.constructor('return globalThis')()`,
  'the constructor of a method of ctx': `return ctx.call.constructor('return process')()`,
  'the constructor of an async function': `return (async () => {}).constructor('return process')()`,
  'the constructor of a generator': `return (function* () {}).constructor('return process')().next()`,
  'the constructor of an async generator': `return (async function* () {}).constructor('return 1')().next()`,
  'Reflect.construct of Function': `return Reflect.construct(Function, ['return process'])()`,
  'a subclass of Function': `class F extends Function {}; return new F('return process')()`,
  'Function by its prototype': `return Object.getPrototypeOf(function () {}).constructor('return 1')()`,
  'Function put back in place': `Object.defineProperty(Object.getPrototypeOf(() => 1), 'constructor', { value: 1 }); return 1`,
  'eval by its name': `return eval('1 + 1')`,
  'eval by the global object': `return globalThis['ev' + 'al']('1')`,
  'an import of a Node module': `return Object.keys(await import('node:fs'))`,
  'an import of a file': `return Object.keys(await import('/etc/passwd'))`,
  'an import of a data address': `return Object.keys(await import('data:text/javascript,export const a = 1'))`,
  'an import of a module of the engine': `return Object.keys(await import('std'))`,
  require: `return require('fs').readFileSync('/etc/passwd', 'utf8')`,
  'the caller of a function': `return (function f() { return f.caller })().constructor`,
  'arguments.callee.caller': `return (function () { return arguments.callee.caller })().constructor`,
};

describe('there is no way out by', () => {
  test.each(Object.entries(WAYS_OUT))('%s', async (_, body) => {
    const result = await runGuest(sandbox, body);
    expect(result).toMatchObject({ status: 'failed', reason: 'error' });
  });

  test('a global: only the language is there', async () => {
    const names = JSON.stringify(HOST_NAMES);
    const found = await runGuest(sandbox, `return ${names}.filter((name) => name in globalThis)`);
    expect(found).toMatchObject({ status: 'ok', value: [] });
    const all = await runGuest(
      sandbox,
      `return Object.getOwnPropertyNames(globalThis).filter((n) => typeof globalThis[n] === 'function' && !/\\[native code\\]/.test(String(globalThis[n])))`,
    );
    // Our stand-in for Function is the one function there that is not the engine's own.
    expect(all).toMatchObject({ status: 'ok', value: ['Function'] });
  });

  test('anything that can be reached from ctx and the globals', async () => {
    const result = await runGuest(
      sandbox,
      `const seen = new Set(); const queue = [globalThis, ctx, async () => {}, function* () {}, async function* () {}];
       const names = new Set();
       while (queue.length > 0) {
         const one = queue.pop();
         if (one === null || (typeof one !== 'object' && typeof one !== 'function') || seen.has(one)) continue;
         seen.add(one);
         if (typeof one === 'function') names.add(one.name);
         queue.push(Object.getPrototypeOf(one));
         for (const key of Reflect.ownKeys(one)) {
           const property = Object.getOwnPropertyDescriptor(one, key);
           queue.push(property.value, property.get, property.set);
         }
       }
       return { count: seen.size, host: [...names].filter((name) => ${JSON.stringify(HOST_NAMES)}.includes(name)) }`,
    );
    expect(result).toMatchObject({ status: 'ok', value: { host: [] } });
    expect((result as { value: { count: number } }).value.count).toBeGreaterThan(500);
  });

  test('the errors of refused calls, and the text of a stack', async () => {
    const result = await runGuest(
      sandbox,
      `try { await ctx.call('a.b', {}) } catch (error) {
         let made; try { made = error.constructor.constructor('return process')() } catch (e) { made = e.message }
         return { made, stack: error.stack, own: Object.getOwnPropertyNames(error), proto: error instanceof Error };
       }`,
      {
        onCall: () => {
          throw new Error('of the host');
        },
      },
    );
    expect(result).toMatchObject({ value: { made: 'Code cannot be made from text here.', proto: true } });
    expect(JSON.stringify(result)).not.toMatch(/file:|node:|\/src\/|node_modules|of the host/);
  });

  test('traps laid on the language before the host answers', async () => {
    const calls: SandboxCall[] = [];
    const result = await runGuest(
      sandbox,
      `const caught = [];
       const lay = (target, name) => {
         const own = target[name];
         target[name] = function (...args) { caught[caught.length] = [name, this, ...args]; return own.apply(this, args); };
       };
       for (const name of ['then', 'catch']) lay(Promise.prototype, name);
       for (const name of ['call', 'bind']) lay(Function.prototype, name);
       for (const name of ['push', 'map', 'join']) lay(Array.prototype, name);
       lay(JSON, 'parse'); lay(JSON, 'stringify'); lay(Object, 'assign'); lay(Map.prototype, 'get'); lay(Reflect, 'apply');
       Object.defineProperty(Object.prototype, 'resolve', { set(value) { caught[caught.length] = ['set', value] }, configurable: true });
       Object.defineProperty(Object.prototype, 'status', { get() { return 'done' }, configurable: true });
       await ctx.call('a.b', { n: 1 });
       const functions = caught.flat().filter((one) => typeof one === 'function').map((one) => one.name + one.length);
       return functions.filter((text) => /host/.test(text))`,
      { onCall: async (call) => (calls.push(call), echo(call)) },
    );
    expect(result).toMatchObject({ status: 'ok', value: [] });
    expect(calls).toEqual([{ action: 'a.b', input: { n: 1 } }]);
  });

  test('pollution: no prototype of the host changes, and none of the next run', async () => {
    const before = Reflect.ownKeys(Object.prototype).length;
    await runGuest(
      sandbox,
      `Object.prototype.isAdmin = true; Array.prototype.isAdmin = true;
       await ctx.call('a.b', { constructor: { prototype: { isAdmin: true } } });
       return { constructor: { prototype: { isAdmin: true } } }`,
    );
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
    expect(await runGuest(sandbox, `return [({}).isAdmin ?? 0, [].isAdmin ?? 0]`)).toMatchObject({
      value: [0, 0],
    });
  });

  test('odd things in the place of an input', async () => {
    const calls: SandboxCall[] = [];
    const result = await runGuest(
      sandbox,
      `const inputs = [new Proxy({}, { ownKeys() { throw 1 } }), { toJSON() { throw 2 } }, 10n, Symbol('s'), (() => { const a = {}; a.a = a; return a })()];
       const outcomes = [];
       for (const input of inputs) {
         try { outcomes.push((await ctx.call('a.b', input)).status) } catch { outcomes.push('refused') }
       }
       for (const id of ['', 'a', 'A.b', '../x.y', 'a.b\\n', 'a..b', '__proto__.x', 'x'.repeat(200) + '.y']) {
         try { await ctx.call(id, {}); } catch {}
         outcomes.push(id);
       }
       return outcomes`,
      { onCall: async (call) => (calls.push(call), echo(call)) },
    );
    // A name that is no action's ends the run: the first of them does.
    expect(result).toMatchObject({
      status: 'failed',
      reason: 'error',
      message: expect.stringContaining('not named like'),
    });
    expect(calls.every(({ action }) => action === 'a.b')).toBe(true);
  });

  test('a thenable as result, or a result that changes as it is read', async () => {
    const thenable = await runGuest(sandbox, `return { then(resolve) { resolve({ a: 1 }) } }`);
    expect(thenable).toMatchObject({ status: 'ok', value: { a: 1 } });
    const changing = await runGuest(
      sandbox,
      `let n = 0; return { get a() { n += 1; return n }, toJSON() { return { a: this.a } } }`,
    );
    expect(changing).toMatchObject({ status: 'ok', value: { a: 1 } });
  });

  test('telling two ends of one run', async () => {
    const result = await runGuest(
      sandbox,
      `Object.defineProperty(Object.prototype, 'toJSON', { value() { throw new Error('again') } }); return { a: 1 }`,
    );
    expect(result).toMatchObject({ status: 'failed', reason: 'error' });
  });
});

const call = (id: number, more: object = {}): object => ({
  t: 'call',
  id,
  action: 'a.b',
  payload: '{"input":{}}',
  ...more,
});

/** What a worker that has been taken over could send. */
const LIES: Readonly<Record<string, readonly unknown[]>> = {
  'no message at all': [null],
  'a text': ['done'],
  'a kind that is not of the protocol': [{ t: 'grant', right: '*' }],
  'a field too many': [call(1, { principal: { kind: 'user' } })],
  'a field of another type': [call(1, { payload: { input: {} } })],
  'a name that is no action': [call(1, { action: 'a.b; drop table' })],
  'the number of another run': [{ ...call(1), run: 99 }],
  'a call number that was used': [call(1), call(1)],
  'a call number out of order': [call(2)],
  'more calls than it may make': Array.from({ length: 12 }, (_, index) => call(index + 1)),
  'a payload above its limit': [call(1, { payload: 'x'.repeat(20_000) })],
  'a result above its limit': [{ t: 'done', value: 'x'.repeat(20_000), droppedLogLines: 0 }],
  'more log lines than it may write': Array.from({ length: 12 }, () => ({
    t: 'log',
    level: 'info',
    message: 'x',
    fields: null,
  })),
  'a log line above its limit': [{ t: 'log', level: 'info', message: 'x'.repeat(20_000), fields: null }],
  'a reason of its own': [{ t: 'failed', reason: 'fine', message: '', droppedLogLines: 0 }],
};

describe('a worker that has been taken over', () => {
  const liar = pathToFileURL(join(ROOT, 'tests/fixtures/sandbox/lying-plugin-host.mjs'));
  const limits = { calls: 10, callLength: 10_000, resultLength: 10_000, logLines: 10, logLength: 10_000 };

  test.each(Object.entries(LIES))('is ended when it sends %s', async (_, lies) => {
    await using pool = createSandbox({ workerUrl: liar });
    // The fixture spreads the number of the run into objects only.
    const facts = { lies: lies.map((lie) => (typeof lie === 'object' && lie !== null ? lie : { t: lie })) };
    const result = await runGuest(pool, '', { facts, limits });
    expect(result).toMatchObject({ status: 'failed', reason: 'security' });
    expect(pool.stats()).toMatchObject({ workers: 0, workersTerminated: 1 });
  });

  test('reaches no further than onCall with what it invents', async () => {
    await using pool = createSandbox({ workerUrl: liar });
    const calls: SandboxCall[] = [];
    const lies = [
      call(1, { payload: '{"input":{},"principal":{"kind":"user"}}' }),
      call(2, { payload: 'not JSON' }),
      call(3, { payload: '{"__proto__":{"x":1},"input":{}}' }),
      { t: 'done', value: '1', droppedLogLines: 0 },
    ];
    const result = await runGuest(pool, '', {
      facts: { lies },
      onCall: async (one) => (calls.push(one), echo(one)),
    });
    expect(result).toMatchObject({ status: 'ok', value: 1 });
    expect(calls).toEqual([]);
  });

  test('is ended when it crashes', async () => {
    await using pool = createSandbox({
      workerUrl: pathToFileURL(join(ROOT, 'tests/fixtures/sandbox/missing.mjs')),
    });
    expect(await runGuest(pool, 'return 1')).toMatchObject({ status: 'failed', reason: 'crash' });
  });
});
