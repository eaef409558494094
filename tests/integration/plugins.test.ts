import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChosenRight } from '#shared/contracts/plugins.ts';
import { freePort } from '../support/free-port.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { writeSamplePlugin, type SamplePlugin } from '../support/sample-plugin.ts';

const WORKSPACE: ChosenRight = {
  type: 'read_workspace',
  resource: '*',
  expiresAt: null,
  limitMicros: null,
};
const WRITE: ChosenRight = { ...WORKSPACE, type: 'write_workspace' };
const READS = [{ type: 'read_workspace', resource: '*' }];
const WRITES = [...READS, { type: 'write_workspace', resource: '*' }];

let folder: string;
let made: TestApp;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-plugins-')));
  made = await makeApp();
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function install(sample: SamplePlugin, rights: ChosenRight[] = []) {
  const path = await writeSamplePlugin(folder, sample);
  const source = { from: 'path' as const, path };
  const { contentHash } = await made.api.plugins.look({ source });
  return made.api.plugins.install({ source, contentHash, rights });
}

async function run(name = 'sample') {
  const { jobId } = await made.api.plugins.runNow({ name });
  await made.app.workspace().jobs.wait(jobId);
  const [last] = (await made.api.plugins.runs({ name })).items;
  return { ...last, jobId };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 10_000;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const logsOf = async (name = 'sample') =>
  (await made.api.plugins.logs({ name })).items.map(({ message }) => message);
const activityOf = async (name: string) =>
  (await made.api.activity.list({ principal: `plugin:${name}` })).items;

describe('a plugin that comes with the app', () => {
  test('is looked at, installed without rights, refused, granted and run', async () => {
    const { api } = made;
    const offers = await api.plugins.shipped();
    const hello = offers.find(({ name }) => name === 'hello');
    expect(hello).toMatchObject({ title: 'Hello', problems: [], replaces: null, warnings: [] });
    expect(hello?.rights[0]).toMatchObject({ type: 'read_workspace', resource: '*' });
    expect(await api.plugins.list()).toEqual([]);

    const source = { from: 'shipped' as const, name: 'hello' };
    const { contentHash } = await api.plugins.look({ source });
    const installed = await api.plugins.install({ source, contentHash, rights: [] });
    expect(installed).toMatchObject({ status: 'needs_rights', isFirstParty: true, schedule: null });
    expect(installed.rights[0]?.grants).toEqual([]);
    expect(installed.settings).toEqual({ name: '', limit: 5 });

    const refused = await run('hello');
    expect(refused.outcome).toBe('refused');
    expect(refused.summary).toMatch(/^hello was not run: it lacks the right read_workspace/);
    expect(refused.callCount).toBe(0);
    const [entry] = await activityOf('hello');
    expect(entry).toMatchObject({
      actionId: 'plugins.run',
      outcome: 'refused',
      resourceType: 'read_workspace',
      runId: refused.jobId,
    });

    await api.tasks.create({ title: 'Send the invoice', dueDate: '2026-11-21' });
    const granted = await api.plugins.grant({ name: 'hello', right: WORKSPACE });
    expect(granted).toMatchObject({ status: 'active', statusReason: '' });
    await api.plugins.setSettings({ name: 'hello', settings: { name: 'Ada' } });
    const done = await run('hello');
    expect(done).toMatchObject({ outcome: 'done', trigger: 'person', proposalCount: 0, callCount: 3 });
    expect(done.summary).toContain('greeting: Hello, Ada!');
    expect(await logsOf('hello')).toContain('greeted {"tasks":1,"runs":1}');
    expect((await run('hello')).summary).toContain('runs: 2');
    expect((await activityOf('hello')).map(({ actionId }) => actionId)).toContain('tasks.list');
  });
});

describe('rights', () => {
  test('what was not granted is refused to the plugin, told to it and written down', async () => {
    await install({ permissions: READS, run: `await ctx.call('files.list_changed', { folder: '/etc' });` }, [
      WORKSPACE,
    ]);
    const failed = await run();
    expect(failed.outcome).toBe('failed');
    expect(failed.summary).toMatch(/sample may not read the folder \/etc \(read_folder\): nobody has given/);
    expect((await logsOf()).join('\n')).toMatch(/files\.list_changed was refused: sample may not read/);
    const entry = (await activityOf('sample')).find(({ actionId }) => actionId === 'files.list_changed');
    expect(entry).toMatchObject({ outcome: 'refused', detail: 'no_grant', resource: '/etc' });
  });

  test('only what the manifest asks for can be given', async () => {
    await install({ permissions: READS, run: '' });
    await expect(made.api.plugins.grant({ name: 'sample', right: WRITE })).rejects.toThrow(
      'does not ask for write_workspace',
    );
    expect((await made.api.plugins.get({ name: 'sample' })).rights[0]?.grants).toEqual([]);
  });

  test('a part of what is asked suffices to run, and is all that there is', async () => {
    const { item } = await made.api.projects.create({ name: 'One' });
    const only = { ...WORKSPACE, resource: `project:${item.id}` };
    await install(
      { permissions: READS, run: `return { rights: JSON.stringify(await ctx.rights.list()) };` },
      [only],
    );
    const { outcome, summary } = await run();
    expect(outcome).toBe('done');
    expect(summary).toContain(`"label":"One"`);
  });

  test('revoking stops what runs by it within a second, and the next run is refused', async () => {
    await install({ permissions: READS, run: 'for (;;) await ctx.workspace.listTasks({ limit: 1 });' }, [
      WORKSPACE,
    ]);
    const { jobId } = await made.api.plugins.runNow({ name: 'sample' });
    await until(async () => (await activityOf('sample')).length > 0);
    const { rights } = await made.api.plugins.get({ name: 'sample' });
    const startedAt = performance.now();
    await made.api.plugins.revoke({ name: 'sample', grantId: rights[0]?.grants[0]?.id ?? '' });
    await made.app.workspace().jobs.wait(jobId);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    const [stopped] = (await made.api.plugins.runs({ name: 'sample' })).items;
    expect(stopped).toMatchObject({ outcome: 'refused' });
    expect(stopped?.summary).toMatch(/revoked while it ran/);
    const next = await run();
    expect(next.outcome).toBe('refused');
    expect(next.summary).toContain('it was revoked');
  });

  test('also of a plugin that computes and asks for nothing', async () => {
    await install({ permissions: READS, run: `ctx.log.info('on'); for (;;) {}` }, [WORKSPACE]);
    const { jobId } = await made.api.plugins.runNow({ name: 'sample' });
    await until(async () => (await logsOf()).includes('on'));
    const { rights } = await made.api.plugins.get({ name: 'sample' });
    const startedAt = performance.now();
    await made.api.plugins.revoke({ name: 'sample', grantId: rights[0]?.grants[0]?.id ?? '' });
    await made.app.workspace().jobs.wait(jobId);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe('a new version', () => {
  test('has the rights that were chosen for it and no other', async () => {
    await install({ permissions: READS, run: 'return 1;' }, [WORKSPACE]);
    expect((await run()).outcome).toBe('done');
    const path = await writeSamplePlugin(folder, { version: '1.1.0', permissions: WRITES, run: 'return 2;' });
    const source = { from: 'path' as const, path };
    const offer = await made.api.plugins.look({ source });
    expect(offer.replaces).toEqual({ version: '1.0.0', addedRights: ['write_workspace'] });
    const updated = await made.api.plugins.install({
      source,
      contentHash: offer.contentHash,
      rights: [WORKSPACE],
    });
    expect(updated).toMatchObject({ version: '1.1.0', status: 'needs_rights' });
    expect(updated.statusReason).toContain('write_workspace (nobody has given it)');
    expect(updated.rights.map(({ grants }) => grants.length)).toEqual([1, 0]);
    expect((await run()).outcome).toBe('refused');
    await made.api.plugins.grant({ name: 'sample', right: WRITE });
    expect(await run()).toMatchObject({ outcome: 'done', summary: '2' });
    const all = await made.api.permissions.list({ holder: 'sample' });
    expect(new Set(all.map(({ version }) => version))).toEqual(new Set(['1.1.0']));
  });

  test('the same version with other files has lost its rights', async () => {
    await install({ permissions: READS, run: 'return 1;' }, [WORKSPACE]);
    const changed = await install({ permissions: READS, run: 'return 2;' });
    expect(changed.statusReason).toMatch(
      /read_workspace \((it was revoked|it was given to another version)\)/,
    );
    expect((await run()).outcome).toBe('refused');
  });

  test('is not installed when its files have changed since they were shown', async () => {
    const path = await writeSamplePlugin(folder, { run: 'return 1;' });
    const source = { from: 'path' as const, path };
    const { contentHash } = await made.api.plugins.look({ source });
    await writeFile(join(path, 'index.ts'), `${await readFile(join(path, 'index.ts'), 'utf8')}\n`);
    await expect(made.api.plugins.install({ source, contentHash, rights: [] })).rejects.toThrow(
      'not the one that was shown',
    );
    expect(await made.api.plugins.list()).toEqual([]);
  });

  test('keeps settings that still fit, the memory and a schedule of the person', async () => {
    const settings = { properties: { a: { type: 'string', default: 'x' }, b: { type: 'boolean' } } };
    const remember = `const n = (await ctx.state.get('n') ?? 0) + 1; await ctx.state.set('n', n); return n;`;
    await install({ settings, schedule: '0 8 * * *', run: remember });
    await made.api.plugins.setSettings({ name: 'sample', settings: { a: 'y', b: true } });
    await made.api.plugins.setSchedule({ name: 'sample', schedule: '*/5 * * * *' });
    await run();
    const next = await install({
      version: '2.0.0',
      settings: { properties: { a: { type: 'string' } } },
      schedule: '0 9 * * *',
      run: remember,
    });
    expect(next).toMatchObject({ settings: { a: 'y' }, schedule: '*/5 * * * *' });
    expect((await run()).summary).toBe('2');
  });
});

describe('a schedule', () => {
  test('runs the plugin by the clock, not while it is paused', async () => {
    const { api, clock } = made;
    const look = () => made.app.workspace().scheduler.look();
    const countRuns = async () => (await api.plugins.runs({ name: 'sample' })).total;
    const ended = () =>
      until(async () => {
        const { items } = await api.plugins.runs({ name: 'sample' });
        return items.every(({ outcome }) => outcome !== 'running');
      });
    const { nextRunAt } = await install({ schedule: '*/15 * * * *', run: 'return 1;' });
    expect(nextRunAt).toBe(clock.nowMs() + 15 * 60_000);
    clock.advanceMs(15 * 60_000);
    await look();
    await ended();
    const [first] = (await api.plugins.runs({ name: 'sample' })).items;
    expect(first).toMatchObject({ trigger: 'schedule', outcome: 'done' });

    expect(await api.plugins.pause({ name: 'sample' })).toMatchObject({ status: 'paused', nextRunAt: null });
    clock.advanceMs(60 * 60_000);
    await look();
    expect(await countRuns()).toBe(1);
    await expect(api.plugins.runNow({ name: 'sample' })).rejects.toThrow('is paused');

    const resumed = await api.plugins.resume({ name: 'sample' });
    expect(resumed).toMatchObject({ status: 'active', nextRunAt: clock.nowMs() + 15 * 60_000 });
    await look();
    expect(await countRuns()).toBe(1);
    clock.advanceMs(15 * 60_000);
    await look();
    await ended();
    expect(await countRuns()).toBe(2);
    expect(await api.plugins.setSchedule({ name: 'sample', schedule: null })).toMatchObject({
      nextRunAt: null,
    });
  });

  test('pausing stops what runs; one that is asked for twice runs once', async () => {
    await install({ run: `ctx.log.info('on'); for (;;) await ctx.state.get('x');` });
    const first = await made.api.plugins.runNow({ name: 'sample' });
    expect(await made.api.plugins.runNow({ name: 'sample' })).toEqual(first);
    await until(async () => (await logsOf()).includes('on'));
    const startedAt = performance.now();
    await made.api.plugins.pause({ name: 'sample' });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await made.api.plugins.runs({ name: 'sample' })).items[0]?.outcome).toBe('cancelled');
  });
});

describe('proposals', () => {
  const PROPOSE = `await ctx.workspace.propose.createTask({ title: 'Answer Acme' }, { reason: 'They wait.',
    sources: [{ source: 'email', label: 'Mail of Acme', url: null, excerpt: 'When?' }] });
    return { summary: 'one proposal' };`;

  test('carry the run, the reason and the source, and stand in the summary', async () => {
    await install({ permissions: WRITES, run: PROPOSE }, [WORKSPACE, WRITE]);
    const done = await run();
    expect(done).toMatchObject({ outcome: 'done', summary: 'one proposal', proposalCount: 1 });
    const { items } = await made.api.proposals.list({});
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      principal: 'plugin:sample',
      runId: done.jobId,
      reason: 'They wait.',
      sources: [{ label: 'Mail of Acme' }],
    });
    expect((await made.api.plugins.list())[0]?.pendingProposalCount).toBe(1);
  });

  test('removing the plugin withdraws them, ends its rights and takes away what it put there', async () => {
    const put = `await ctx.index.put([{ kind: 'web', id: 'a', title: 'Acme', url: 'https://acme.example' }]);
      await ctx.notify({ title: 'Hi' }); await ctx.state.set('a', 1);`;
    await install({ permissions: WRITES, schedule: '0 8 * * *', run: `${put}${PROPOSE}` }, [
      WORKSPACE,
      WRITE,
    ]);
    expect((await run()).outcome).toBe('done');
    expect(await made.api.plugins.remove({ name: 'sample', keepItems: false })).toEqual({
      removedItemCount: 1,
    });
    expect(await made.api.plugins.list()).toEqual([]);
    expect((await made.api.proposals.list({})).items[0]?.status).toBe('superseded');
    expect((await made.api.tasks.list({ withSuggestions: true })).items).toEqual([]);
    expect(await made.api.permissions.list({ holder: 'sample' })).toEqual([]);
    expect((await made.api.externalItems.list({})).total).toBe(0);
    expect((await made.api.notifications.list({})).items).toEqual([]);
    const schedules = await made.api.jobs.schedules.list();
    expect(schedules.filter(({ jobType }) => jobType === 'plugin.run')).toEqual([]);
    await expect(made.api.plugins.get({ name: 'sample' })).rejects.toThrow('No plugin called sample');
    await install({ run: `return String(await ctx.state.get('a'));` });
    expect((await run()).summary).toBe('undefined');
  });

  test('what it found can stay when it goes', async () => {
    await install(
      { permissions: WRITES, run: `await ctx.index.put([{ kind: 'web', id: 'a', title: 'Acme' }]);` },
      [WORKSPACE, WRITE],
    );
    await run();
    await made.api.plugins.remove({ name: 'sample', keepItems: true });
    expect((await made.api.externalItems.list({})).total).toBe(1);
  });
});

describe('trouble', () => {
  test('an error of the plugin ends its run with what it said, once', async () => {
    await install({ run: `throw new Error('no idea');` });
    expect(await run()).toMatchObject({ outcome: 'failed', summary: expect.stringContaining('no idea') });
    expect((await made.api.plugins.runs({ name: 'sample' })).total).toBe(1);
  });

  test('a mail server that is away is tried again, and at once when the person wants it', async () => {
    const { api } = made;
    const account = await api.connectors.email.add({
      kind: 'imap',
      name: 'Away',
      host: '127.0.0.1',
      port: await freePort(),
      tlsMode: 'none',
      user: 'ada',
      secret: 'secret',
    });
    await install(
      {
        permissions: [{ type: 'read_email' }],
        run: `await ctx.email.listNew({ account: '${account.id}' });`,
      },
      [{ ...WORKSPACE, type: 'read_email', resource: account.id }],
    );
    const { jobId } = await api.plugins.runNow({ name: 'sample' });
    await until(async () => (await api.jobs.get({ id: jobId })).error !== null);
    const waiting = await api.jobs.get({ id: jobId });
    expect(waiting).toMatchObject({ status: 'queued', error: { code: 'unreachable' } });
    expect(waiting.resumesAt).toBeGreaterThan(made.clock.nowMs());
    const again = await api.plugins.runNow({ name: 'sample' });
    expect(again.jobId).not.toBe(jobId);
    expect((await api.jobs.get({ id: jobId })).status).toBe('cancelled');
  });

  test('a plugin for a later Adiuva is not installed', async () => {
    const path = await writeSamplePlugin(folder, { minAppVersion: '99.0.0', run: '' });
    const offer = await made.api.plugins.look({ source: { from: 'path', path } });
    expect(offer.problems).toEqual([expect.stringContaining('It needs Adiuva 99.0.0')]);
  });

  test('stored files that are not what was installed are not run', async () => {
    await install({ run: 'return 1;' });
    const { store } = made.app.system.workspace ?? {};
    await store?.write({ command: 'test', principal: 'test' }, (tx) => {
      tx.run({ sql: `UPDATE plugin_files SET content = ? WHERE path = ''`, params: [Buffer.from('other')] });
    });
    expect(await made.api.plugins.get({ name: 'sample' })).toMatchObject({ status: 'broken' });
    const failed = await run();
    expect(failed).toMatchObject({ outcome: 'failed' });
    expect(failed.summary).toContain('not what was installed');
    expect((await made.api.plugins.list())[0]?.status).toBe('broken');
    await install({ run: 'return 1;' });
    expect(await run()).toMatchObject({ outcome: 'done' });
  });

  test('settings that do not fit are refused and stay as they were', async () => {
    const settings = { properties: { limit: { type: 'integer', minimum: 1, default: 3 } } };
    await install({ settings, run: 'return ctx.settings.limit;' });
    await expect(made.api.plugins.setSettings({ name: 'sample', settings: { limit: 0 } })).rejects.toThrow(
      'The settings stay',
    );
    expect((await run()).summary).toBe('3');
  });

  test('memory has an end', async () => {
    await install({ run: `await ctx.state.set('a', 'x'.repeat(100001));` });
    expect((await run()).summary).toMatch(/can remember 1000 values/);
  });

  test('a plugin that is installed stays over a restart', async () => {
    await install({ permissions: READS, run: 'return 1;' }, [WORKSPACE]);
    made = await made.reopen();
    expect(await run()).toMatchObject({ outcome: 'done' });
  });
});

test('so many plugins run at one time as the settings say', async () => {
  const { api } = made;
  await api.settings.set({ pluginPoolSize: 1 });
  await install({ name: 'first', run: `ctx.log.info('on'); for (;;) await ctx.state.get('x');` });
  await install({ name: 'second', run: 'return 2;' });
  const first = await api.plugins.runNow({ name: 'first' });
  await until(async () => (await logsOf('first')).includes('on'));
  const { jobId } = await api.plugins.runNow({ name: 'second' });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await api.jobs.get({ id: jobId })).status).toBe('running');
  await api.settings.set({ pluginPoolSize: 2 });
  expect((await made.app.workspace().jobs.wait(jobId)).status).toBe('done');
  expect((await api.jobs.get({ id: first.jobId })).status).toBe('running');
  await api.plugins.pause({ name: 'first' });
});

test('an uploaded archive is looked at and installed', async () => {
  const path = await writeSamplePlugin(folder, { run: 'return 7;' });
  const files = { 'manifest.json': '', 'index.ts': '' };
  const bytes: Record<string, Uint8Array> = {};
  for (const name of Object.keys(files)) bytes[`sample/${name}`] = await readFile(join(path, name));
  const { uploadId } = await made.api.imports.beginUpload({ name: 'sample.zip' });
  const data = Buffer.from(zipSync(bytes)).toString('base64');
  await made.api.imports.appendUpload({ uploadId, path: 'sample.zip', index: 0, data });
  const source = { from: 'upload' as const, uploadId };
  const { contentHash, problems } = await made.api.plugins.look({ source });
  expect(problems).toEqual([]);
  await made.api.plugins.install({ source, contentHash, rights: [] });
  expect(await run()).toMatchObject({ outcome: 'done', summary: '7' });
  await expect(made.api.plugins.look({ source })).resolves.toMatchObject({
    problems: [expect.stringContaining('no longer kept')],
  });
});
