import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Proposal } from '#shared/contracts/proposals.ts';
import { startOutside, type Outside } from '../support/everything-outside.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
let root: string;
let outside: Outside;

function adiuva(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  return runCommand(['--data-dir', join(root, 'data'), ...args], { env, ...options });
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'adiuva-cli-connections-'));
  outside = await startOutside({ monday: '2026-11-23', nowMs: Date.now() });
  await adiuva(['init', '--no-keychain']);
});
afterEach(async () => {
  await outside.stop();
  await rm(root, { recursive: true, force: true });
});

const mailServer = () => {
  const { host, port } = outside.mail;
  return ['--host', host, '--port', String(port), '--tls', 'none', '--user', 'me'];
};
const addMail = () =>
  adiuva(['accounts', 'add', 'Mail', ...mailServer(), '--password-file', '-'], { stdin: 'mail-secret\n' });

test('a mail account is added, tested, listed without its password and removed', async () => {
  const { host, port } = outside.mail;
  const server = mailServer();
  const unsaid = await adiuva(['accounts', 'add', 'Mail', ...server]);
  expect(unsaid).toMatchObject({ exitCode: 2 });
  expect(unsaid.stderr).toContain('--password-file');
  expect(await adiuva(['accounts', 'add', 'Mail'])).toMatchObject({ exitCode: 2 });

  const file = join(root, 'password');
  await writeFile(file, 'wrong\n', { mode: 0o600 });
  const added = await adiuva(['accounts', 'add', 'Wrong', ...server, '--password-file', file]);
  expect(added).toMatchObject({ exitCode: 0, json: { name: 'Wrong', tlsMode: 'none' } });
  const refused = await adiuva(['accounts', 'test', 'wrong', '--json']);
  expect(refused).toMatchObject({ exitCode: 1, json: { ok: false } });
  expect(await adiuva(['accounts', 'remove', 'Wrong'])).toMatchObject({ exitCode: 0 });

  const typed = ['mail-secret'];
  const asked = await adiuva(['accounts', 'add', 'Typed', ...server], { typed });
  expect(asked.exitCode).toBe(0);
  expect(asked.stderr).not.toContain('mail-secret');
  expect(await adiuva(['accounts', 'remove', 'Typed'])).toMatchObject({ exitCode: 0 });

  expect(await addMail()).toMatchObject({ exitCode: 0 });
  expect(await adiuva(['accounts', 'test', 'Mail'])).toMatchObject({ exitCode: 0, json: { ok: true } });
  const list = await adiuva(['accounts', 'list', '--json']);
  expect(list.json).toMatchObject([{ name: 'Mail', host, port }]);
  expect(list.stdout).not.toContain('mail-secret');
  expect(await adiuva(['accounts', 'remove', 'Nobody'])).toMatchObject({ exitCode: 4 });
});

test('a calendar of a server and one in a file are added, tested and removed', async () => {
  const { calendarUrl } = outside;
  const add = ['calendars', 'add', 'Work', calendarUrl, '--user', 'me', '--password-file', '-'];
  const added = await adiuva(add, { stdin: 'calendar-secret' });
  expect(added).toMatchObject({ exitCode: 0, json: { kind: 'caldav', name: 'Work' } });
  expect(await adiuva(['calendars', 'test', 'Work'])).toMatchObject({ exitCode: 0, json: { ok: true } });
  const file = join(root, 'gone.ics');
  await writeFile(file, 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n');
  expect(await adiuva(['calendars', 'add', 'Gone', file])).toMatchObject({ exitCode: 0 });
  await rm(file);
  const list = await adiuva(['calendars', 'list', '--json']);
  expect(list.stdout).not.toContain('calendar-secret');
  expect(list.json).toHaveLength(2);
  expect(list.json).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'Gone', kind: 'file' })]),
  );
  expect(await adiuva(['calendars', 'test', 'Gone'])).toMatchObject({ exitCode: 1, json: { ok: false } });
  expect(await adiuva(['calendars', 'remove', 'Gone'])).toMatchObject({ exitCode: 0 });
});

test('proposals of a plugin are looked at, edited, approved, rejected, taken back and allowed for good', async () => {
  await addMail();
  const rights = ['read_email=Mail', 'read_workspace', 'write_workspace'];
  await adiuva(['plugin', 'install', 'email-scanner', '--grant', ...rights]);
  expect(await adiuva(['plugin', 'run', 'email-scanner'])).toMatchObject({ exitCode: 0 });
  const list = await adiuva(['proposals', 'list', '--plugin', 'email-scanner', '--json']);
  const { items } = list.json as { readonly items: readonly Proposal[] };
  const [first] = items;
  if (!first) throw new Error('nothing was proposed');
  const shown = await adiuva(['proposals', 'show', first.id, '--json']);
  expect(shown.json).toMatchObject({ id: first.id, principal: 'plugin:email-scanner' });

  expect(await adiuva(['proposals', 'reject', first.id, '--reason', 'not mine'])).toMatchObject({
    exitCode: 0,
    json: [{ status: 'rejected' }],
  });
  expect(await adiuva(['proposals', 'undo', first.id])).toMatchObject({ json: [{ status: 'pending' }] });
  expect(await adiuva(['proposals', 'rules', 'add', first.id, 'kind'])).toMatchObject({
    exitCode: 0,
    json: { scope: `kind:${first.kind}` },
  });
  const edit = ['proposals', 'edit', first.id];
  expect(await adiuva([...edit, 'no json'])).toMatchObject({ exitCode: 2 });
  expect(await adiuva([...edit, '{"title":"Pay them"}'])).toMatchObject({ json: [{ status: 'approved' }] });
  const tasks = await adiuva(['call', 'tasks.list', '{"text":"Pay them"}']);
  expect(tasks.json).toMatchObject({ items: [{ title: 'Pay them', isApproved: true }] });

  const again = await adiuva(['proposals', 'approve', first.id]);
  expect(again).toMatchObject({ exitCode: 1 });
  expect(again.stderr).toContain('decided already');
  const rules = await adiuva(['proposals', 'rules', 'list', '--json']);
  const [rule] = rules.json as readonly { readonly id: string }[];
  expect(await adiuva(['proposals', 'rules', 'remove', rule?.id ?? ''])).toMatchObject({ exitCode: 0 });
  expect(await adiuva(['proposals', 'rules', 'remove', rule?.id ?? ''])).toMatchObject({ exitCode: 4 });
});

test('help says what each takes', async () => {
  const add = await adiuva(['accounts', 'add', '--help']);
  expect(add).toMatchObject({ exitCode: 0 });
  expect(add.stdout.replaceAll(/\s+/g, ' ')).toContain('Never on the command line');
  for (const noun of ['accounts', 'calendars', 'proposals']) {
    expect((await adiuva([noun, '--help'])).stdout).toContain('list');
  }
});
