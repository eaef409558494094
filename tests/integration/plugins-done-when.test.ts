/**
 * The plugins that ship with the app, whole: a mail server, a calendar server, a folder and a browser profile; rights
 * one by one, runs by the clock, a proposal that becomes a task, each access in the log, and an end when a right ends.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChosenRight, PluginOffer } from '#shared/contracts/plugins.ts';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { OUTSIDE_PROFILE, startOutside, type Outside } from '../support/everything-outside.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { runCommand, type CliOptions, type CliRun } from '../support/run-cli.ts';
import { writeSamplePlugin } from '../support/sample-plugin.ts';

const SHIPPED = ['browser-agent', 'calendar-sync', 'email-scanner', 'file-watcher'] as const;
/** Where the app's clock stands in tests. */
const NOW = Date.parse('2026-11-21T09:00:00Z');
const HALF_HOUR = 30 * 60_000;

let outside: Outside;
beforeAll(async () => {
  outside = await startOutside({ monday: '2026-11-23', nowMs: NOW });
});
afterAll(() => outside.stop());

/** The accounts that are set up, and the client that mails, events, files and pages are of. */
async function setUp({ api }: Pick<TestApp, 'api'>) {
  const { mail, calendar, calendarUrl } = outside;
  const { item: client } = await api.clients.create({
    name: 'Harrow & Finch',
    website: 'https://harrowfinch.example',
  });
  const { id: account } = await api.connectors.email.add({
    kind: 'imap',
    name: 'Mail',
    host: mail.host,
    port: mail.port,
    tlsMode: 'none',
    user: 'me',
    secret: mail.password,
  });
  const { id: calendarId } = await api.connectors.calendar.add({
    kind: 'caldav',
    name: 'Work',
    location: calendarUrl,
    user: calendar.user,
    secret: calendar.password,
  });
  return { client, account, calendarId };
}

/** Every right that is asked for, as a person switches them on; what they have to choose is chosen. */
function allRights(offer: PluginOffer, chosen: Readonly<Record<string, string>>): readonly ChosenRight[] {
  return offer.rights.map(({ type, resource }) => {
    const what = resource ?? chosen[type];
    if (what === undefined) throw new Error(`nothing to choose for ${type}`);
    return { type, resource: what, expiresAt: null, limitMicros: null };
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  await expect.poll(isSo, { timeout: 50_000, interval: 50 }).toBe(true);
}

/** Moves the clock on, and answers the latest run of each plugin once all have ended. */
async function nextRuns(made: TestApp, names: readonly string[]) {
  const { api } = made;
  const totals = new Map<string, number>();
  for (const name of names) totals.set(name, (await api.plugins.runs({ name })).total);
  made.clock.advanceMs(HALF_HOUR);
  await made.app.workspace().scheduler.look();
  const runs: Record<string, Awaited<ReturnType<typeof api.plugins.runs>>['items'][number] | undefined> = {};
  await until(async () => {
    for (const name of names) {
      const { items, total } = await api.plugins.runs({ name });
      if (total <= (totals.get(name) ?? 0) || items.some(({ outcome }) => outcome === 'running'))
        return false;
      runs[name] = items[0];
    }
    return true;
  });
  return runs;
}

async function activityOf({ api }: TestApp, name: string): Promise<readonly ActivityEntry[]> {
  return (await api.activity.list({ principal: `plugin:${name}`, limit: 200 })).items;
}

test('four plugins run by the clock with the rights they were given, and stop when one ends', async () => {
  await using made = await makeApp({ homeDir: outside.homeDir });
  const { api } = made;
  const { client, account, calendarId } = await setUp(made);
  const chosen = {
    read_email: account,
    read_calendar: calendarId,
    read_folder: outside.folder,
    read_browser_history: OUTSIDE_PROFILE,
  };
  const offers = await api.plugins.shipped();
  for (const name of SHIPPED) {
    const offer = offers.find((one) => one.name === name);
    if (offer === undefined) throw new Error(`${name} does not ship`);
    expect([offer.problems, offer.warnings]).toEqual([[], []]);
    const source = { from: 'shipped' as const, name };
    const { contentHash } = offer;
    const bare = await api.plugins.install({ source, contentHash, rights: [] });
    expect(bare).toMatchObject({ status: 'needs_rights', isFirstParty: true });
    for (const right of allRights(offer, chosen)) await api.plugins.grant({ name, right });
    expect((await api.plugins.get({ name })).status).toBe('active');
  }

  const runs = await nextRuns(made, SHIPPED);
  for (const name of SHIPPED) expect(runs[name]).toMatchObject({ outcome: 'done', trigger: 'schedule' });
  expect(runs['file-watcher']?.summary).toBe('2 files added.');
  expect(runs['browser-agent']?.summary).toBe('1 page added.');
  expect(runs['email-scanner']?.proposalCount).toBe(1);

  // What was found is in the search and on the timeline, with the client.
  const linksOf = async (query: string) => (await api.search.query({ query })).hits.map(({ kind }) => kind);
  expect(await linksOf('zephyr')).toEqual(['file', 'file']);
  expect(await linksOf('brand pages')).toEqual(['web']);
  const items = (await api.externalItems.list({ clientId: client.id })).items.map(({ kind }) => kind);
  expect(items).toEqual(expect.arrayContaining(['file', 'web']));
  const events = await api.externalItems.list({ kind: 'event' });
  expect(events.total).toBeGreaterThan(3);
  expect(JSON.stringify(await api.externalItems.list({}))).not.toContain('private.example');

  // A proposal becomes a task.
  const { items: proposals } = await api.proposals.list({ statuses: ['pending'] });
  const proposal = proposals.find(({ principal }) => principal === 'plugin:email-scanner');
  expect(proposal).toMatchObject({ actionId: 'tasks.create', clientId: client.id });
  expect((await api.tasks.list({ text: 'invoice' })).items.filter((task) => !task.isAiSuggested)).toEqual([]);
  await api.proposals.approve({
    items: [{ id: proposal?.id ?? '', argumentsHash: proposal?.argumentsHash ?? '' }],
  });
  const { items: tasks } = await api.tasks.list({ text: 'invoice' });
  expect(tasks).toMatchObject([{ clientId: client.id }]);

  // Each access stands in the log, with what it was to and the run that it was part of.
  const expected = {
    'email-scanner': ['email.list_new', 'read_email', account],
    'calendar-sync': ['calendar.list_events', 'read_calendar', calendarId],
    'file-watcher': ['files.read_text', 'read_folder', outside.folder],
    'browser-agent': ['browser.list_visits', 'read_browser_history', OUTSIDE_PROFILE],
  } as const;
  for (const name of SHIPPED) {
    const [actionId, resourceType, resource] = expected[name];
    const log = await activityOf(made, name);
    expect(log, name).toContainEqual(
      expect.objectContaining({
        actionId,
        resourceType,
        resource,
        outcome: 'done',
        runId: runs[name]?.jobId,
      }),
    );
    expect(log.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  }
  expect(await api.activity.verify()).toMatchObject({ isIntact: true });

  // A right ends: the next run is refused and says so; the others go on.
  const { rights } = await api.plugins.get({ name: 'file-watcher' });
  const grantId = rights.find(({ type }) => type === 'read_folder')?.grants[0]?.id ?? '';
  expect(await api.plugins.revoke({ name: 'file-watcher', grantId })).toMatchObject({
    status: 'needs_rights',
  });
  const later = await nextRuns(made, SHIPPED);
  expect(later['file-watcher']).toMatchObject({ outcome: 'refused', callCount: 0 });
  expect(later['file-watcher']?.summary).toMatch(/lacks the right read_folder .* it was revoked/);
  expect((await activityOf(made, 'file-watcher'))[0]).toMatchObject({
    actionId: 'plugins.run',
    outcome: 'refused',
    resourceType: 'read_folder',
  });
  for (const name of ['browser-agent', 'calendar-sync', 'email-scanner']) {
    expect(later[name], name).toMatchObject({ outcome: 'done' });
  }
  // What was asked for once is not asked for again.
  expect(later['email-scanner']?.proposalCount).toBe(0);
});

test('a change in a granted folder runs the plugin that may read it', async () => {
  await using made = await makeApp({ homeDir: outside.homeDir });
  const { api } = made;
  const name = 'file-watcher';
  const source = { from: 'shipped' as const, name };
  const offer = await api.plugins.look({ source });
  const { contentHash } = offer;
  const rights = [...allRights(offer, { read_folder: outside.folder })];
  await api.plugins.install({ source, contentHash, rights });
  const { jobId } = await api.plugins.runNow({ name });
  await made.app.workspace().jobs.wait(jobId);
  // One that runs by hand only is left alone.
  await api.plugins.setSchedule({ name, schedule: null });
  await writeFile(join(outside.folder, 'new.txt'), 'walrus');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect((await api.plugins.runs({ name })).total).toBe(1);
  await api.plugins.setSchedule({ name, schedule: '0 9 * * *' });
  await writeFile(join(outside.folder, 'other.txt'), 'walrus');
  const { search } = api;
  await until(async () => (await search.query({ query: 'walrus' })).total === 2);
  const [latest] = (await api.plugins.runs({ name })).items;
  expect(latest?.trigger).toBe('change');
  for (const file of ['new.txt', 'other.txt']) await rm(join(outside.folder, file));
});

test('a plugin of somebody else that reads what it was not granted fails and is written down', async () => {
  await using made = await makeApp({ homeDir: outside.homeDir });
  const { api } = made;
  const { account } = await setUp(made);
  const root = await mkdtemp(join(tmpdir(), 'adiuva-stranger-'));
  const path = await writeSamplePlugin(root, {
    name: 'stranger',
    permissions: [{ type: 'read_workspace', resource: '*' }],
    run: `await ctx.email.listNew({ account: ${JSON.stringify(account)} });`,
  });
  const source = { from: 'path' as const, path };
  const offer = await api.plugins.look({ source });
  const { contentHash } = offer;
  await api.plugins.install({ source, contentHash, rights: [...allRights(offer, {})] });
  const { jobId } = await api.plugins.runNow({ name: 'stranger' });
  await made.app.workspace().jobs.wait(jobId);
  const [run] = (await api.plugins.runs({ name: 'stranger' })).items;
  expect(run).toMatchObject({ outcome: 'failed' });
  expect(run?.summary).toContain('stranger may not read');
  const { items: lines } = await api.plugins.logs({ name: 'stranger' });
  expect(lines.map(({ message }) => message).join('\n')).toContain('email.list_new was refused');
  expect(await activityOf(made, 'stranger')).toContainEqual(
    expect.objectContaining({ actionId: 'email.list_new', outcome: 'refused', resource: account }),
  );
  await rm(root, { recursive: true });
});

test('all of it again by the command line, with the daemon', async () => {
  const root = await mkdtemp(join(tmpdir(), 'adiuva-plugins-cli-'));
  const env = { ADIUVA_PASSPHRASE: 'correct horse battery' };
  const adiuva = (args: readonly string[], options: CliOptions = {}): Promise<CliRun> =>
    runCommand(['--data-dir', join(root, 'data'), ...args], { env, ...options });
  const stop = new AbortController();
  expect((await adiuva(['init', '--no-keychain'])).exitCode).toBe(0);
  let told = '';
  const daemon = adiuva(['daemon'], { signal: stop.signal, onOutput: (text) => (told += text) });
  try {
    await expect.poll(() => told, { timeout: 10_000 }).toContain('Working in the background');
    const call = async (procedure: string, input: object) =>
      (await adiuva(['call', procedure, JSON.stringify(input)])).json as { id: string; item: { id: string } };
    await call('clients.create', { name: 'Harrow & Finch', website: 'https://harrowfinch.example' });
    const { host, port, password: secret } = outside.mail;
    const server = { host, port, tlsMode: 'none', user: 'me', secret };
    await call('connectors.email.add', { kind: 'imap', name: 'Mail', ...server });

    expect((await adiuva(['plugin', 'install', 'email-scanner'])).exitCode).toBe(0);
    const refused = await adiuva(['plugin', 'run', 'email-scanner']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('lacks the right read_email');
    for (const right of ['read_email=Mail', 'read_workspace', 'write_workspace']) {
      expect((await adiuva(['plugin', 'grant', 'email-scanner', right])).exitCode, right).toBe(0);
    }
    expect((await adiuva(['plugin', 'set', 'email-scanner', 'lookBackDays=3650'])).exitCode).toBe(0);
    expect((await adiuva(['plugin', 'install', 'file-watcher'])).exitCode).toBe(0);
    const rights = [
      `read_folder=${outside.folder}`,
      'read_workspace=kind:project',
      'read_workspace=kind:client',
      'write_workspace',
    ];
    for (const right of rights) {
      expect((await adiuva(['plugin', 'grant', 'file-watcher', right])).exitCode, right).toBe(0);
    }
    const scanned = await adiuva(['plugin', 'run', 'email-scanner']);
    expect([scanned.exitCode, scanned.json]).toMatchObject([0, { outcome: 'done', proposalCount: 1 }]);
    const watched = await adiuva(['plugin', 'run', 'file-watcher']);
    expect([watched.exitCode, watched.json]).toMatchObject([0, { summary: '2 files added.' }]);
    await expect.poll(() => told, { timeout: 10_000 }).toContain('plugin.run');

    expect((await adiuva(['plugin', 'revoke', 'file-watcher', 'read_folder'])).exitCode).toBe(0);
    const again = await adiuva(['plugin', 'run', 'file-watcher']);
    expect(again).toMatchObject({ exitCode: 1, json: { outcome: 'refused' } });
    expect(again.stderr).toContain('it was revoked');
    const log = await adiuva(['activity', 'list']);
    expect(log.stdout).toContain('files.read_text');
  } finally {
    stop.abort();
    await daemon;
    await rm(root, { recursive: true, force: true });
  }
});
