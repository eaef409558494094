import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PASSPHRASE = 'correct horse battery';
const PROGRAM = fileURLToPath(new URL('../../src/main/hosts/cli/index.ts', import.meta.url));
const env = { ADIUVA_PASSPHRASE: PASSPHRASE };

let base: string;
/** Each test's own folder, with a workspace in it that was just set up. */
let root: string;
let dataDir: string;
let phrase: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'adiuva-cli-'));
  const made = await runCommand(['--data-dir', join(base, 'ready'), 'init', '--no-keychain'], { env });
  expect([made.exitCode, made.stderr]).toEqual([0, '']);
  phrase = (made.json as { recoveryPhrase: string }).recoveryPhrase;
});
beforeEach(async () => {
  root = await mkdtemp(join(base, 'test-'));
  dataDir = join(root, 'data');
  await cp(join(base, 'ready'), dataDir, { recursive: true });
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** A command on the workspace of this test. */
function adiuva(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(['--data-dir', dataDir, ...args], { env, ...options });
}

describe('usage', () => {
  test('help and version end with 0 and load nothing of the store', async () => {
    const { code, output } = await runProgram(['--version'], { traceLoads: true });
    expect(code).toBe(0);
    expect(output).toMatch(/^\d+\.\d+\.\d+$/m);
    expect(output).toContain('loaded ');
    expect(output).not.toMatch(/loaded .*(compose|sqlite|\/db\/|@trpc|zod|argon2|drizzle)/);
    expect(await runCommand(['--help'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('what can’t be understood ends with 2 and says so on stderr', async () => {
    const wrong = [
      [],
      ['nonsense'],
      ['list'],
      ['list', 'nothing'],
      ['search'],
      ['web', '--port', 'abc'],
      ['web', '--port', '65536'],
      ['import', '.', '--kind', 'doc'],
      ['list', 'tasks', '--limit', '0'],
      ['list', 'tasks', '--status', 'late'],
      ['--unknown', 'doctor'],
      ['--data-dir'],
    ];
    for (const args of wrong) {
      const run = await runCommand(args);
      expect([args, run.exitCode, run.stdout]).toEqual([args, 2, '']);
      expect(run.stderr).not.toBe('');
    }
  });

  test('global options stand before or after the command', async () => {
    const after = await runCommand(['list', 'tasks', '--json', '--data-dir', dataDir], { env });
    expect([after.exitCode, after.stderr]).toEqual([0, '']);
  });
});

describe('the way in', () => {
  test('init shows twelve words and makes nothing a second time', async () => {
    expect(phrase.split(' ')).toHaveLength(12);
    const again = await adiuva(['init']);
    expect([again.exitCode, (again.json as { error: { code: string } }).error.code]).toEqual([1, 'conflict']);
  });

  test('init without a passphrase ends with 2 and makes nothing', async () => {
    const empty = join(root, 'without');
    const run = await runCommand(['--data-dir', empty, 'init', '--no-keychain']);
    expect(run.exitCode).toBe(2);
    expect(await readdir(empty).catch(() => [])).not.toContain('keyslots.json');
  });

  test('where there is no workspace: 4', async () => {
    const run = await runCommand(['--data-dir', join(root, 'nowhere'), 'list', 'tasks'], { env });
    expect([run.exitCode, run.json]).toMatchObject([4, { error: { code: 'store_absent' } }]);
    expect(run.stderr).toContain('adiuva init');
  });

  test('locked, and wrong passphrase: 3', async () => {
    const locked = await adiuva(['list', 'tasks'], { env: {} });
    expect([locked.exitCode, locked.json]).toMatchObject([3, { error: { code: 'store_locked' } }]);
    const wrong = await adiuva(['list', 'tasks'], { env: { ADIUVA_PASSPHRASE: 'wrong horse battery' } });
    expect([wrong.exitCode, wrong.json]).toMatchObject([3, { error: { code: 'wrong_passphrase' } }]);
    expect(wrong.stderr + wrong.stdout).not.toContain('wrong horse');
  });

  test('the passphrase comes from a file, less its line end', async () => {
    const file = join(root, 'passphrase');
    await writeFile(file, `${PASSPHRASE}\n`, { mode: 0o600 });
    const run = await adiuva(['--passphrase-file', file, 'list', 'tasks'], { env: {} });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
    await writeFile(join(root, 'open-passphrase'), PASSPHRASE, { mode: 0o644 });
    const open = await adiuva(['--passphrase-file', join(root, 'open-passphrase'), 'list', 'tasks'], {
      env: {},
    });
    expect([open.exitCode, open.stderr]).toMatchObject([0, expect.stringContaining('chmod 600')]);
    await writeFile(file, '\n');
    const empty = await adiuva(['--passphrase-file', file, 'list', 'tasks']);
    expect(empty.exitCode).toBe(2);
    const none = await adiuva(['--passphrase-file', join(root, 'no such'), 'list', 'tasks']);
    expect(none.exitCode).toBe(4);
  });

  test('on a terminal it is asked for, not shown, and asked again', async () => {
    const run = await adiuva(['list', 'tasks'], { env: {}, typed: ['wrong horse battery', PASSPHRASE] });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('Passphrase: ');
    expect(run.stderr).toContain('That is not the passphrase.');
    expect(run.stdout + run.stderr).not.toContain('horse');
  });

  test('init on a terminal asks twice, shows the words and wants some of them back', async () => {
    const wordAsked = (screen: string): string => {
      const number = Number(/Word (\d+): $/.exec(screen)?.[1]);
      return new RegExp(` ${number}\\. (\\w+)`).exec(screen)?.[1] ?? '';
    };
    const typed = ['short', PASSPHRASE, 'other words here', PASSPHRASE, PASSPHRASE];
    const run = await runCommand(['--data-dir', join(root, 'asked'), 'init', '--no-keychain'], {
      typed: [...typed, 'wrong', 'wrong', 'wrong', wordAsked, wordAsked, wordAsked],
    });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain('Too short');
    expect(run.stderr).toContain('The two differ');
    expect(run.stderr).toMatch(/ 12\. \w+/);
    expect(run.stderr.match(/That is not what is written above/g)).toHaveLength(1);
    expect(run.stderr).not.toContain('The phrase is not confirmed');
    expect(run.stdout).toBe('');
  });
});

describe('work', () => {
  test('add, list, search and call see the same task', async () => {
    const added = await adiuva(['add', 'invoice', 'Lindqvist', '2026-12-04', '#billing', '!high']);
    expect(added.exitCode).toBe(0);
    const { item } = added.json as { item: { id: string; title: string; priority: string; tags: string[] } };
    expect(item).toMatchObject({ priority: 'high', tags: ['billing'], dueDate: '2026-12-04' });

    const listed = (await adiuva(['list', 'tasks', '--tag', 'billing', '--priority', 'high'])).json;
    expect((listed as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([item.id]);
    const onDay = (await adiuva(['list', 'tasks', '--due', '2026-12-04'])).json as { total: number };
    expect(onDay.total).toBe(1);
    expect((await adiuva(['list', 'tasks', '--due', '2026-12-05'])).json).toMatchObject({ total: 0 });

    const found = (await adiuva(['search', 'lindqvist', 'type:task', '--limit', '5'])).json;
    expect((found as { hits: { id: string }[] }).hits.map(({ id }) => id)).toEqual([item.id]);

    const called = await adiuva(['call', 'tasks.get', JSON.stringify({ id: item.id })]);
    expect([called.exitCode, called.json]).toMatchObject([0, { title: item.title }]);
    const piped = await adiuva(['call', 'tasks.get', '-'], { stdin: JSON.stringify({ id: item.id }) });
    expect(piped.json).toEqual(called.json);
  });

  test('lists of projects, clients and notes, and filters by name', async () => {
    const client = await adiuva(['call', 'clients.create', '{"name":"Osteria Rossi"}']);
    const clientId = (client.json as { item: { id: string } }).item.id;
    await adiuva(['call', 'projects.create', JSON.stringify({ name: 'Website', clientId })]);
    await adiuva(['call', 'notes.create', '{"title":"Kick-off","body":"Hello"}']);
    expect((await adiuva(['list', 'projects', '--client', 'osteria rossi'])).json).toMatchObject({
      total: 1,
    });
    expect((await adiuva(['list', 'clients'])).json).toMatchObject({ total: 1 });
    expect((await adiuva(['list', 'clients', '--archived'])).json).toMatchObject({ total: 0 });
    expect((await adiuva(['list', 'notes', '--text', 'kick'])).json).toMatchObject({ total: 1 });
    expect((await adiuva(['list', 'tasks', '--project', 'website'])).json).toMatchObject({ total: 0 });
    expect((await adiuva(['list', 'tasks', '--project', 'No such'])).exitCode).toBe(4);
  });

  test('call: what is not there is 4, what can’t be right is 2', async () => {
    expect((await adiuva(['call', 'no.such'])).exitCode).toBe(4);
    expect(
      (await adiuva(['call', 'tasks.get', '{"id":"0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"}'])).exitCode,
    ).toBe(4);
    for (const input of ['{', '{"id":"x"}', '[]', '7']) {
      const run = await adiuva(['call', 'tasks.get', input]);
      expect([input, run.exitCode]).toEqual([input, 2]);
    }
  });

  test('call system.status works on a workspace that is locked or not there', async () => {
    expect((await adiuva(['call', 'system.status'], { env: {} })).json).toMatchObject({ state: 'locked' });
    expect((await adiuva(['call', 'system.status'])).json).toMatchObject({ state: 'ready' });
    const absent = await runCommand(['--data-dir', join(root, 'not there'), 'call', 'system.status']);
    expect([absent.exitCode, absent.json]).toMatchObject([0, { state: 'absent' }]);
  });

  test('a subscription prints each value until it is stopped', async () => {
    const stop = new AbortController();
    const run = await adiuva(['call', 'system.events'], {
      signal: stop.signal,
      onOutput: (text) => text.includes('ready') && stop.abort(),
    });
    expect([run.exitCode, run.json]).toMatchObject([0, { status: { state: 'ready' } }]);
  });

  test('doctor finds the workspace sound, and says what it can of a locked one', async () => {
    const sound = await adiuva(['doctor']);
    expect([sound.exitCode, sound.json]).toMatchObject([0, { report: { integrity: { ok: true } } }]);
    const locked = await adiuva(['doctor'], { env: {} });
    expect([locked.exitCode, locked.json]).toMatchObject([3, { status: { state: 'locked' } }]);
  });

  test('bench measures and leaves nothing behind', async () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('TMPDIR', root);
    const before = await readdir(root);
    const run = await runCommand(['bench', '--tasks', '20']);
    expect(run.exitCode).toBe(0);
    const { figures } = run.json as { figures: { name: string; p50Ms: number }[] };
    expect(figures.length).toBeGreaterThan(3);
    for (const { p50Ms } of figures) expect(p50Ms).toBeGreaterThan(0);
    expect(await readdir(root)).toEqual(before);
  });

  test('commands at the same time wait for each other', async () => {
    const texts = Array.from({ length: 4 }, (_, index) => `at the same time ${index}`);
    const runs = await Promise.all(texts.map((text) => runProgram(['--data-dir', dataDir, 'add', text])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect((await adiuva(['list', 'tasks', '--text', 'same time'])).json).toMatchObject({ total: 4 });
  });
});

describe('import and export', () => {
  test('a folder of notes comes in, is told item by item, and goes out again', async () => {
    const notes = join(root, 'vault');
    await mkdir(notes);
    await writeFile(join(notes, 'Brief.md'), '# Brief\n\nSee [[Price idea]]. #vault\n');
    await writeFile(join(notes, 'Price idea.md'), 'Three days.\n');

    const dry = await adiuva(['import', notes, '--dry-run']);
    expect([dry.exitCode, dry.json]).toMatchObject([0, { job: { status: 'done' } }]);
    expect((await adiuva(['list', 'notes', '--text', 'Three days'])).json).toMatchObject({ total: 0 });

    const real = await adiuva(['import', notes, '--kind', 'markdown']);
    expect([real.exitCode, real.json]).toMatchObject([0, { job: { status: 'done' }, troubles: [] }]);
    expect((await adiuva(['list', 'notes', '--text', 'Three days'])).json).toMatchObject({ total: 1 });

    const { job } = real.json as { job: { id: string } };
    expect((await adiuva(['jobs', job.id])).json).toMatchObject({ job: { id: job.id } });
    expect(((await adiuva(['jobs'])).json as { items: unknown[] }).items.length).toBeGreaterThan(1);

    const out = join(root, 'out');
    const exported = await adiuva(['export', out]);
    expect([exported.exitCode, exported.json]).toMatchObject([0, { job: { status: 'done' } }]);
    expect(await readdir(out)).not.toEqual([]);
  });

  test('a path that is not there is 4, a mapping that is no JSON is 2', async () => {
    expect((await adiuva(['import', join(root, 'no such')])).exitCode).toBe(4);
    await writeFile(join(root, 'map.json'), 'column: title');
    await writeFile(join(root, 'tasks.csv'), 'title\nOne\n');
    const run = await adiuva(['import', join(root, 'tasks.csv'), '--map', join(root, 'map.json')]);
    expect(run.exitCode).toBe(2);
  });
});

describe('for people', () => {
  test('on a terminal the answer is text on stderr, and control characters are taken out', async () => {
    const title = 'before\u001b[31mred\u0007\u202eafter';
    await adiuva(['call', 'tasks.create', JSON.stringify({ title, tags: ['odd'] })]);
    const run = await adiuva(['list', 'tasks', '--tag', 'odd'], { typed: [] });
    expect([run.exitCode, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toContain('before [31mred  after');
    const json = await adiuva(['--json', 'list', 'tasks', '--tag', 'odd'], { typed: [] });
    expect(json.json).toMatchObject({ items: [{ title }] });
  });
});

type Program = { readonly code: number | null; readonly output: string };

function runProgram(
  args: readonly string[],
  options: { readonly traceLoads?: boolean } = {},
): Promise<Program> {
  const trace = `import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { process._rawDebug('loaded ' + url); return next(url, context); } });`;
  const hook =
    options.traceLoads === true ? ['--import', `data:text/javascript,${encodeURIComponent(trace)}`] : [];
  const child = spawn(process.execPath, [...hook, PROGRAM, ...args], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
