import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAdiuva, type Adiuva, type Caller } from '#main/compose.ts';
import { createKeyRing } from '#main/engine/secrets/index.ts';
import { connectControl } from '#main/hosts/control/control-client.ts';
import { startControlSocket } from '#main/hosts/control/control-server.ts';
import { createLogs, type Logs } from '#main/log/index.ts';
import { findSecrets, secretBytes, secretText, type Secret } from './canary-scan.ts';

vi.setConfig({ testTimeout: 120_000 });

/** In every field there is; in small letters, as the scan counts upper and lower case as one. */
const CANARY = 'zqcanary';
const canary = (field: string): string => `${CANARY}-${field.toLowerCase()}`;
const PASSPHRASE = `${CANARY} opens the harbour`;
const NEXT_PASSPHRASE = `${CANARY} opens another harbour`;

let root: string;
let dataDir: string;
/** For what any library might put aside while it works. */
let temporary: string;
let formerTemporary: string | undefined;
let logs: Logs;
let app: Adiuva;
let api: Caller;
let secrets: Secret[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'adiuva-canaries-'));
  dataDir = join(root, 'data');
  temporary = join(root, 'temporary');
  mkdirSync(temporary);
  formerTemporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  secrets = [secretText('canary', CANARY)];
  open();
});
afterEach(async () => {
  await app.close();
  await logs.close();
  if (formerTemporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = formerTemporary;
  rmSync(root, { recursive: true, force: true });
});

function open(): void {
  logs = createLogs({ dataDir, levels: 'debug' });
  app = createAdiuva({ dataDir, host: 'test', keychain: null, logs });
  api = app.caller();
}

async function setUp(): Promise<void> {
  const { recoveryPhrase } = await api.system.setup({ passphrase: PASSPHRASE, useKeychain: false });
  await api.system.finishOnboarding();
  await learnKeys(recoveryPhrase);
}

/** The words in a row, two at a time, and the key that they and the passphrase unwrap. */
async function learnKeys(recoveryPhrase: string): Promise<void> {
  const words = recoveryPhrase.split(' ');
  for (const [index, word] of words.slice(0, -1).entries()) {
    secrets.push(secretText(`recovery words ${index + 1} and ${index + 2}`, `${word} ${words[index + 1]}`));
  }
  const ring = createKeyRing({ folder: dataDir, nowMs: Date.now, keychain: null, safeStorage: null });
  secrets.push(secretBytes('the key', await ring.unlock({ kind: 'recovery', phrase: recoveryPhrase })));
}

function expectNothingReadable(when: string): void {
  expect([when, findSecrets([dataDir, temporary], secrets)]).toEqual([when, []]);
}

/** A call that must fail, and whose failure may quote what it was given. */
async function fails(call: Promise<unknown>): Promise<void> {
  await expect(call).rejects.toThrow(/./);
}

async function fillClientAndProject() {
  const { item: client } = await api.clients.create({
    name: canary('client'),
    email: `${canary('email')}@example.org`,
    phone: canary('phone'),
    website: `https://${canary('website')}.example`,
    taxId: canary('tax-id'),
    language: canary('language'),
    address: {
      street: canary('street'),
      city: canary('city'),
      postalCode: canary('postal'),
      region: canary('region'),
      country: canary('country'),
    },
    contacts: [
      {
        id: crypto.randomUUID(),
        name: canary('contact'),
        role: canary('role'),
        email: canary('contact-email'),
        phone: canary('contact-phone'),
      },
    ],
    notes: canary('client-notes'),
    tags: [canary('client-tag')],
  });
  const { item: project } = await api.projects.create({
    name: canary('project'),
    description: canary('project-description'),
    clientId: client.id,
    tags: [canary('project-tag')],
  });
  const { item: checkpoint } = await api.checkpoints.create({
    projectId: project.id,
    title: canary('checkpoint'),
    description: canary('checkpoint-description'),
    evidence: [
      { id: canary('evidence-id'), label: canary('evidence'), url: `https://${canary('evidence-url')}` },
    ],
  });
  return { client, project, checkpoint };
}

async function fillTasks({ project, checkpoint }: Awaited<ReturnType<typeof fillClientAndProject>>) {
  const { item: task } = await api.tasks.create({
    title: canary('task'),
    description: canary('task-description').repeat(400),
    projectId: project.id,
    tags: [canary('task-tag')],
    checklist: [{ id: canary('checklist-id'), text: canary('checklist'), isDone: false }],
    waitsForCheckpointIds: [checkpoint.id],
  });
  const { item: comment } = await api.tasks.comment({ taskId: task.id, body: canary('comment') });
  await api.tasks.updateComment({ id: comment.id, body: canary('comment-edited') });
  const now = '2026-11-21T09:00';
  const text = `${canary('quick')} friday #${canary('quick-tag')} +${canary('quick-project')}`;
  await api.tasks.parseQuickAdd({ text, now, locale: 'en' });
  await api.tasks.quickAdd({ text, now, locale: 'en' });
  await fails(api.tasks.create({ title: canary('refused'), dueDate: canary('no-date') }));
  return task;
}

async function fillNotes(): Promise<string> {
  const { item: note } = await api.notes.create({
    title: canary('note'),
    body: `# ${canary('heading')}\n\n[[${canary('link')}]] ${canary('body').repeat(3_000)}`,
    tags: [canary('note-tag')],
  });
  for (const [name, encoding] of [
    ['plain', 'utf8'],
    ['wide', 'utf16le'],
  ] as const) {
    const content = Buffer.from(canary(`content-${name}`).repeat(30_000), encoding);
    const file = { noteId: note.id, name: `${canary(`file-${name}`)}.txt`, mimeType: canary('mime') };
    const { uploadId } = await api.notes.beginAttachment({ ...file, sizeBytes: content.byteLength });
    for (let index = 0; index * 500_000 < content.byteLength; index += 1) {
      const data = content.subarray(index * 500_000, (index + 1) * 500_000).toString('base64');
      await api.notes.appendAttachment({ uploadId, index, data });
    }
    const { item } = await api.notes.finishAttachment({ uploadId });
    await api.notes.readAttachment({ id: item.id });
  }
  await api.notes.update({ id: note.id, patch: { body: canary('body-edited') } });
  await fails(api.notes.update({ id: note.id, patch: { title: canary('late'), baseUpdatedAt: 1 } }));
  return note.id;
}

async function fillTheRest(): Promise<void> {
  await api.savedFilters.create({
    name: canary('filter'),
    scope: 'tasks',
    query: { text: canary('filter-text'), [canary('filter-key')]: [canary('filter-value')] },
  });
  await api.settings.set({ userName: canary('user'), globalShortcut: canary('shortcut') });
  await api.imports.savePreset({
    name: canary('preset'),
    kind: 'tasks-csv',
    mapping: {
      columns: { [canary('column')]: 'title' },
      dateOrder: 'ymd',
      values: { status: { [canary('value')]: 'todo' } },
    },
  });
}

async function searchAround(): Promise<void> {
  await app.workspace().search.catchUp();
  const { hits } = await api.search.query({ query: `${CANARY} type:task` });
  expect(hits.length).toBeGreaterThan(1);
  for (const query of [
    `tag:${canary('task-tag')}`,
    `client:"${canary('client')}"`,
    `nothing:${CANARY}`,
    CANARY,
  ])
    await api.search.query({ query });
  await api.tasks.list({ text: canary('task') });
  await api.notes.titles({ text: CANARY });
  await api.notes.findByTitle({ title: canary('note') });
  await fails(api.search.resolve({ link: `adiuva://${CANARY}` }));
}

/** Files of every kind, with what is read, what is skipped and what cannot be read at all. */
function writeSources(): string {
  const folder = join(root, 'sources', canary('vault'));
  mkdirSync(join(folder, canary('folder')), { recursive: true });
  const file = (name: string, text: string | Buffer) => writeFileSync(join(folder, name), text);
  file(
    `${canary('imported')}.md`,
    `---\ntags: [${canary('yaml')}]\n---\n![[${canary('picture')}.png]] ${CANARY}`,
  );
  file(join(canary('folder'), `${canary('deep')}.md`), `[[${canary('imported')}]]`);
  file(`${canary('picture')}.png`, Buffer.from(canary('pixels')));
  file(`${canary('broken')}.md`, `---\n${canary('yaml')}: [\n---\n`);
  file(`${canary('bytes')}.md`, Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0xd8]), Buffer.from(CANARY)]));
  return folder;
}

async function importAll(): Promise<string> {
  const folder = writeSources();
  const csv = join(root, 'sources', `${canary('tasks')}.csv`);
  writeFileSync(
    csv,
    `Title,Due,Notes\n${canary('row')},2026-12-01,${CANARY}\n${canary('bad')},${canary('day')},x\n`,
  );
  const ics = join(root, 'sources', `${canary('calendar')}.ics`);
  writeFileSync(
    ics,
    `BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:${canary('uid')}\nSUMMARY:${canary('todo')}\nEND:VTODO\nEND:VCALENDAR\n`,
  );
  for (const path of [folder, csv, ics]) {
    await api.imports.inspect({ source: { path } });
    const { jobId } = await api.imports.start({ source: { path }, isDryRun: true });
    expect((await api.jobs.wait({ id: jobId })).status).toBe('done');
  }
  await fails(api.imports.inspect({ source: { path: join(root, canary('not-there')) } }));
  const jobs: string[] = [];
  for (const path of [folder, csv, ics]) {
    const { jobId } = await api.imports.start({ source: { path }, isDryRun: false });
    expect(await api.jobs.wait({ id: jobId })).toMatchObject({ status: 'done' });
    jobs.push(jobId);
  }
  await api.imports.start(await uploaded());
  await Promise.all((await api.jobs.active()).map(({ id }) => api.jobs.wait({ id })));
  return jobs[0] ?? '';
}

/** As the pages of the web host hand files over. */
async function uploaded() {
  const { uploadId } = await api.imports.beginUpload({ name: canary('upload') });
  const data = Buffer.from(`# ${canary('uploaded')}`).toString('base64');
  await api.imports.appendUpload({ uploadId, path: `${canary('uploaded')}.md`, index: 0, data });
  return { source: { uploadId }, isDryRun: false };
}

async function exportAll(): Promise<void> {
  for (const path of [join(root, 'export'), undefined]) {
    const { jobId } = await api.exports.start(path === undefined ? { zip: true } : { path });
    expect(await api.jobs.wait({ id: jobId })).toMatchObject({ status: 'done' });
  }
  expect(findSecrets([join(root, 'export')], secrets).length).toBeGreaterThan(10);
}

function logLines(): number {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder).reduce(
    (count, name) => count + readFileSync(join(folder, name), 'utf8').split('\n').length,
    0,
  );
}

describe('what a person wrote', () => {
  it('is readable in no file of the data folder, at no stage of the work, and in no log', async () => {
    await setUp();
    const made = await fillClientAndProject();
    const task = await fillTasks(made);
    const noteId = await fillNotes();
    await fillTheRest();
    expectNothingReadable('after writing');

    await searchAround();
    const importJob = await importAll();
    expectNothingReadable('after searching and importing');

    await exportAll();
    expectNothingReadable('after exporting');

    await api.imports.undo({ jobId: importJob });
    await api.changes.undo();
    await api.changes.redo();
    await api.changes.history({ entity: 'task', id: task.id });
    await api.notes.versions({ id: noteId });
    await api.clients.remove({ ids: [made.client.id], withContents: true });
    const { items } = await api.trash.list({ limit: 100 });
    await api.trash.restore({ items: items.slice(0, 1).map(({ kind, id }) => ({ kind, id })) });
    await api.trash.purge({ all: true, confirmCount: items.length - 1 }).catch(() => undefined);
    await api.search.rebuild();
    await api.system.doctor();
    expectNothingReadable('after undoing, deleting and building the index anew');

    await logs.flush();
    expect(logLines()).toBeGreaterThan(500);
    await app.close();
    await logs.close();
    expectNothingReadable('after closing');

    open();
    await fails(api.system.unlock({ passphrase: canary('wrong') }));
    await api.system.unlock({ passphrase: PASSPHRASE });
    expect((await api.settings.get()).userName).toBe(canary('user'));
    expectNothingReadable('after opening again');
  });

  it('is not readable in what other programs use to reach a running one', async () => {
    await setUp();
    await using _socket = await startControlSocket(app, {
      dataDir,
      host: 'web',
      hostCalls: { [canary('host')]: () => canary('answer') },
      log: logs.for('control'),
    });
    const client = await connectControl(dataDir);
    await client?.call('tasks.create', { title: canary('by-socket') });
    expect(await client?.call('tasks.list', {})).toMatchObject({ total: 1 });
    await client?.callHost(canary('host'), canary('input'));
    for (const path of ['tasks.get', `tasks.${CANARY}`, 'system.unlock']) {
      await client?.call(path, { passphrase: canary('wrong'), id: CANARY }).catch(() => undefined);
    }
    expectNothingReadable('while a program is connected');
    expect(readFileSync(join(dataDir, 'control.json'), 'utf8')).toContain('token');
    await client?.close();
  });
});

describe('what opens a workspace', () => {
  it('is readable nowhere, also after it was changed and when it was wrong', async () => {
    await setUp();
    const current = { passphrase: PASSPHRASE };
    await fails(
      api.system.changePassphrase({ current: { passphrase: canary('guess') }, next: canary('next') }),
    );
    await api.system.changePassphrase({ current, next: NEXT_PASSPHRASE });
    const { recoveryPhrase } = await api.system.newRecoveryPhrase({
      current: { passphrase: NEXT_PASSPHRASE },
    });
    await learnKeys(recoveryPhrase);
    await fails(api.system.confirmRecovery({ words: [{ index: 0, word: canary('word') }] }));
    await api.system.lock();
    await fails(api.system.unlock({ passphrase: PASSPHRASE }));
    await fails(api.system.unlock({ recoveryPhrase: canary('phrase') }));
    await api.system.unlock({ recoveryPhrase });
    await app.close();
    await logs.close();
    expect(findSecrets([dataDir, temporary], secrets)).toEqual([]);
  });
});

describe('the scan itself', () => {
  it('finds text and bytes in every form a program may write them', () => {
    const folder = join(root, 'planted');
    mkdirSync(folder);
    const text = `before ${CANARY} after`;
    const planted: Readonly<Record<string, Buffer>> = {
      plain: Buffer.from(text.toUpperCase()),
      wide: Buffer.from(text, 'utf16le'),
      'wide-other-way': Buffer.from(text, 'utf16le').swap16(),
      hex: Buffer.from(Buffer.from(text).toString('hex')),
      numbers: Buffer.from(Buffer.from(text).join(',')),
      base64: Buffer.from(Buffer.from(text).toString('base64')),
      'base64-1': Buffer.from(Buffer.from(`x${text}`).toString('base64')),
      'base64-2': Buffer.from(Buffer.from(`xx${text}`).toString('base64')),
    };
    for (const [name, content] of Object.entries(planted)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, `named-${CANARY}`), '');
    const found = findSecrets([folder], secrets).map(({ file }) => file);
    expect(found.toSorted()).toEqual([...Object.keys(planted), `named-${CANARY}`].toSorted());
  });
});
