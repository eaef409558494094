import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PluginDetail, PluginRun } from '#shared/contracts/plugins.ts';
import { TEST_PASSPHRASE } from '../support/make-app.ts';
import { runCommand, type CliRun } from '../support/run-cli.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';

// Each command derives its key anew.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-cli-plugin-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = { ADIUVA_PASSPHRASE: TEST_PASSPHRASE };
const adiuva = (...args: string[]): Promise<CliRun> =>
  runCommand(['--data-dir', join(folder, 'data'), '--json', ...args], { env });
const plugin = (...args: string[]): Promise<CliRun> => adiuva('plugin', ...args);

test('a plugin is installed, refused, granted, run, revoked and removed from the command line', async () => {
  expect((await adiuva('init', '--no-keychain')).exitCode).toBe(0);
  expect((await plugin('shipped')).json).toEqual(
    expect.arrayContaining([expect.objectContaining({ name: 'hello' })]),
  );
  const installed = await plugin('install', 'hello');
  expect(installed.exitCode).toBe(0);
  expect(installed.json).toMatchObject({ name: 'hello', status: 'needs_rights' });

  const refused = await plugin('run', 'hello');
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('it lacks the right read_workspace');
  expect(refused.json).toMatchObject({ outcome: 'refused', trigger: 'command_line' });

  expect((await plugin('grant', 'hello', 'read_workspace')).json).toMatchObject({ status: 'active' });
  expect((await plugin('set', 'hello', 'name=Ada', 'limit=2')).json).toMatchObject({
    settings: { name: 'Ada', limit: 2 },
  });
  const done = await plugin('run', 'hello');
  expect(done.exitCode).toBe(0);
  expect((done.json as PluginRun).summary).toContain('Hello, Ada!');
  expect((await plugin('logs', 'hello')).json).toEqual([
    expect.objectContaining({ message: 'greeted {"tasks":0,"runs":1}' }),
  ]);

  expect((await plugin('schedule', 'hello', '*/15 * * * *')).json).toMatchObject({
    schedule: '*/15 * * * *',
  });
  expect((await plugin('pause', 'hello')).json).toMatchObject({ status: 'paused' });
  const paused = await plugin('run', 'hello');
  expect([paused.exitCode, paused.stderr]).toEqual([1, expect.stringContaining('is paused')]);
  expect((await plugin('resume', 'hello')).json).toMatchObject({ status: 'active' });

  expect((await plugin('revoke', 'hello', 'read_workspace')).json).toMatchObject({ status: 'needs_rights' });
  const again = await plugin('run', 'hello');
  expect([again.exitCode, again.stderr]).toEqual([1, expect.stringContaining('it was revoked')]);
  expect((await plugin('revoke', 'hello', 'read_workspace')).exitCode).toBe(4);

  expect((await plugin('show', 'hello')).json).toMatchObject({ name: 'hello', runs: expect.any(Array) });
  expect((await plugin('remove', 'hello')).json).toEqual({ removedItemCount: 0 });
  expect((await plugin('list')).json).toEqual([]);
  expect((await plugin('run', 'hello')).exitCode).toBe(4);
});

test('rights are named by what people call things, and only those that are asked for are given', async () => {
  await adiuva('init', '--no-keychain');
  await writeFile(join(folder, 'mails.mbox'), '');
  const account = { kind: 'files', name: 'Old mails', path: join(folder, 'mails.mbox') };
  const added = await adiuva('call', 'connectors.email.add', JSON.stringify(account));
  expect(added.exitCode).toBe(0);
  const { id } = added.json as { id: string };
  const path = await writeSamplePlugin(folder, {
    permissions: [
      { type: 'read_email' },
      { type: 'read_folder' },
      { type: 'write_workspace', resource: 'kind:task' },
      { type: 'write_workspace', resource: 'kind:note' },
    ],
    run: 'return (await ctx.rights.list()).map(({ label }) => label).join();',
  });
  const wrong = await plugin('install', path, '--grant', 'network=example.com');
  expect([wrong.exitCode, wrong.stderr]).toEqual([
    2,
    expect.stringContaining('it asks for read_email, read_folder, write_workspace'),
  ]);
  expect((await plugin('list')).json).toEqual([]);
  const open = await plugin('install', path, '--grant', 'read_folder');
  expect([open.exitCode, open.stderr]).toEqual([2, expect.stringContaining('Say for what: read_folder=')]);
  const given = await plugin('install', path, '--grant', 'read_email=old mails', `read_folder=${folder}`);
  const resources = (given.json as PluginDetail).rights.flatMap(({ grants }) =>
    grants.map(({ resource }) => resource),
  );
  expect(resources).toEqual([id, folder]);
  expect((await plugin('grant', 'sample', 'write_workspace=*')).exitCode).toBe(2);
  expect((await plugin('grant', 'sample', 'write_workspace')).json).toMatchObject({ status: 'active' });
  expect((await plugin('run', 'sample')).json).toMatchObject({ summary: `Old mails,${folder},task,note` });
});

test('a plugin is begun and checked without a workspace', async () => {
  const path = await writeSamplePlugin(folder, { permissions: [{ type: 'read_mind' }], run: '' });
  const bad = await plugin('check', path);
  expect(bad.exitCode).toBe(1);
  expect(bad.json).toMatchObject({ isOk: false, problems: [expect.stringContaining('permissions')] });
  const here = process.cwd();
  process.chdir(folder);
  try {
    expect((await plugin('new', 'my-plugin')).exitCode).toBe(0);
    expect((await plugin('check', 'my-plugin')).exitCode).toBe(0);
    expect((await plugin('new', 'my-plugin')).exitCode).toBe(1);
  } finally {
    process.chdir(here);
  }
});
