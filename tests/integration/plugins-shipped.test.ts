import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChosenRight } from '#shared/contracts/plugins.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

let folder: string;
let made: TestApp;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-shipped-')));
  made = await makeApp();
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const right = (type: ChosenRight['type'], resource: string): ChosenRight => ({
  type,
  resource,
  expiresAt: null,
  limitMicros: null,
});

async function install(name: string, rights: ChosenRight[]) {
  const source = { from: 'shipped' as const, name };
  const { contentHash } = await made.api.plugins.look({ source });
  return made.api.plugins.install({ source, contentHash, rights });
}

async function run(name: string) {
  const { jobId } = await made.api.plugins.runNow({ name });
  await made.app.workspace().jobs.wait(jobId);
  return (await made.api.plugins.runs({ name })).items[0];
}

test('each plugin that comes with the app can be installed, and runs with nothing that was not given', async () => {
  const offers = await made.api.plugins.shipped();
  expect(offers.map(({ name }) => name)).toEqual([
    'browser-agent',
    'calendar-sync',
    'email-scanner',
    'file-watcher',
    'hello',
  ]);
  for (const { name, problems, warnings } of offers) {
    expect([name, problems, warnings]).toEqual([name, [], []]);
    expect(await install(name, [])).toMatchObject({ name, status: 'needs_rights' });
    expect(await run(name)).toMatchObject({ outcome: 'refused', callCount: 0 });
  }
});

test('mail becomes a proposal, the proposal a task, and the same mail is not read again', async () => {
  const path = join(folder, 'mail.mbox');
  await writeFile(
    path,
    [
      'From anna@acme.example Fri Nov 20 09:00:00 2026',
      'From: Anna <anna@acme.example>',
      'To: me@example.org',
      'Subject: The offer',
      'Date: Fri, 20 Nov 2026 09:00:00 +0000',
      'Message-ID: <offer@acme.example>',
      '',
      'Hello,',
      'could you please send me the offer for the website by Friday?',
      'Anna',
      '',
    ].join('\n'),
  );
  const account = await made.api.connectors.email.add({ kind: 'files', name: 'Old mail', path });
  const rights = [
    right('read_email', account.id),
    right('read_workspace', '*'),
    right('write_workspace', 'kind:task'),
  ];
  expect(await install('email-scanner', rights)).toMatchObject({ status: 'active' });
  expect(await run('email-scanner')).toMatchObject({ outcome: 'done', proposalCount: 1 });
  const [proposal] = (await made.api.proposals.list({ statuses: ['pending'] })).items;
  expect(proposal).toMatchObject({ actionId: 'tasks.create', sources: [{ source: 'email' }] });
  if (!proposal) return;
  const { id, argumentsHash } = proposal;
  await made.api.proposals.approve({ items: [{ id, argumentsHash }] });
  expect((await made.api.tasks.list({})).total).toBe(1);
  expect(await run('email-scanner')).toMatchObject({ outcome: 'done', proposalCount: 0 });

  const { rights: given } = await made.api.plugins.get({ name: 'email-scanner' });
  await made.api.plugins.revoke({ name: 'email-scanner', grantId: given[0]?.grants[0]?.id ?? '' });
  expect(await run('email-scanner')).toMatchObject({ outcome: 'refused' });
  const read = await made.api.activity.list({ principal: 'plugin:email-scanner' });
  expect(new Set(read.items.map(({ actionId }) => actionId))).toContain('email.list_new');
});

test('a folder is made findable, link by link to its project', async () => {
  await made.api.projects.create({ name: 'Website' });
  await writeFile(join(folder, 'Website-notes.md'), '# Colours\n\nTeal and gold.\n');
  const rights = [
    right('read_folder', folder),
    right('read_workspace', 'kind:project'),
    right('read_workspace', 'kind:client'),
    right('write_workspace', 'kind:file'),
  ];
  expect(await install('file-watcher', rights)).toMatchObject({ status: 'active' });
  const done = await run('file-watcher');
  expect([done?.outcome, done?.summary]).toEqual(['done', expect.any(String)]);
  expect((await made.api.externalItems.list({ owner: 'plugin:file-watcher' })).items[0]).toMatchObject({
    kind: 'file',
  });
});
