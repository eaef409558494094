import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadPlugin } from '#main/domains/plugins/check-plugin.ts';
import { createSandbox, type SandboxCall } from '#main/engine/sandbox/index.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** In the real sandbox, bundled as an installed plugin is; the answers are what the actions would give. */
async function runHello(locale: string, settings: object) {
  const { check, plugin } = await loadPlugin(FOLDER, '0.1.0');
  expect(check.problems).toEqual([]);
  const calls: SandboxCall[] = [];
  const lines: unknown[] = [];
  const state = new Map<string, unknown>();
  await using sandbox = createSandbox({ size: 1 });
  const once = () =>
    sandbox.run({
      pluginKey: `hello ${check.contentHash ?? ''}`,
      code: plugin?.code ?? '',
      facts: {
        settings,
        now: 0,
        timeZone: 'Europe/Rome',
        locale,
        plugin: { name: 'hello', version: '1.0.0' },
      },
      onLog: (line) => lines.push(line),
      async onCall(call) {
        calls.push(call);
        const { key, value } = call.input as { key: string; value: unknown };
        if (call.action === 'state.set') state.set(key, value);
        if (call.action.startsWith('state.')) return { status: 'done', output: state.get(key) };
        return { status: 'done', output: { items: [{ title: 'Invoice' }], nextCursor: null, total: 1 } };
      },
    });
  await once();
  return { result: await once(), calls, lines };
}

test('greets, lists the tasks of today and counts its runs', async () => {
  const { result, calls, lines } = await runHello('en', { name: 'Ada', limit: 3 });
  expect(result).toMatchObject({
    status: 'ok',
    value: { greeting: 'Hello, Ada!', tasks: ['Invoice'], total: 1, runs: 2 },
  });
  expect(calls[0]).toEqual({ action: 'tasks.list', input: { preset: 'today', limit: 3 } });
  expect(lines[0]).toEqual({ level: 'info', message: 'greeted', fields: { tasks: 1, runs: 1 } });
});

test('greets in Italian, and without a name', async () => {
  const { result } = await runHello('it', {});
  expect(result).toMatchObject({ value: { greeting: 'Ciao!' } });
});
