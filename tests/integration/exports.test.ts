import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '#shared/contracts/jobs.ts';
import { protectCell, unprotectCell } from '#shared/kernel/csv-cells.ts';
import { makeApp } from '../support/make-app.ts';
import type { TestApp } from '../support/make-app.ts';

let folder: string;
const apps: TestApp[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-exports-'));
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function newApp(options: Parameters<typeof makeApp>[0] = {}): Promise<TestApp> {
  const app = await makeApp(options);
  apps.push(app);
  return app;
}

async function exportTo(app: TestApp, path?: string, zip = false): Promise<Job> {
  const { jobId } = await app.api.exports.start({ path, zip });
  const job = await app.api.jobs.wait({ id: jobId });
  expect(job.error).toBeNull();
  return job;
}

async function importFrom(app: TestApp, path: string): Promise<Job> {
  const { jobId } = await app.api.imports.start({ source: { path }, isDryRun: false });
  const job = await app.api.jobs.wait({ id: jobId });
  expect(job.error).toBeNull();
  return job;
}

/** Every row of every table that holds what the person made, in the order of ids. */
async function contentOf(app: TestApp): Promise<Record<string, unknown>> {
  const reader = app.app.system.workspace?.store.reader;
  if (reader === undefined) throw new Error('the workspace is closed');
  const tables = [
    'clients',
    'projects',
    'checkpoints',
    'tasks',
    'task_comments',
    'notes',
    'note_versions',
    'attachments',
    'saved_filters',
    'settings',
  ];
  const derived = ['note_links', 'task_waits', 'taggings'];
  const content: Record<string, unknown> = {};
  for (const table of [...tables, ...derived])
    content[table] = (await reader.rows(`SELECT * FROM ${table} ORDER BY 1, 2`)).map((row) =>
      row.map(plainValue),
    );
  content['blobs'] = await reader.rows(
    `SELECT sha256, part, hex(data) FROM blob_parts WHERE sha256 IN (SELECT sha256 FROM attachments) ORDER BY sha256, part`,
  );
  return content;
}

/** JSON columns as what they say: the order of an object's fields means nothing. */
function plainValue(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // A note's text may begin with a bracket too.
    return value;
  }
}

/** A workspace with something in every field that is easily lost. */
async function fill(app: TestApp): Promise<void> {
  const { api } = app;
  const { item: client } = await api.clients.create({
    name: 'Ünïcode & "Söhne"',
    currency: 'EUR',
    hourlyRateMinor: 6550,
    tags: ['vip'],
    notes: '=HYPERLINK("http://evil")',
    contacts: [{ id: crypto.randomUUID(), name: 'Anna', role: 'CEO', email: 'anna@example.test', phone: '' }],
  });
  const { item: project } = await api.projects.create({
    name: 'Website',
    clientId: client.id,
    budgetMinor: 450_000,
    currency: 'EUR',
    tags: ['web'],
  });
  const { item: checkpoint } = await api.checkpoints.create({
    projectId: project.id,
    title: 'Launch',
    dueDate: '2026-12-20',
    evidence: [{ id: 'e1', label: 'Staging', url: 'https://example.com' }],
  });
  const { item: task } = await api.tasks.create({
    title: '=SUM(A1:A9)',
    description: 'Two\nlines, "quoted"',
    projectId: project.id,
    dueDate: '2026-12-01',
    dueTime: '09:30',
    checklist: [{ id: 'c1', text: 'One', isDone: true }],
    recurrence: { rrule: 'FREQ=MONTHLY', mode: 'completion', catchUp: 'all' },
    waitsForCheckpointIds: [checkpoint.id],
    tags: ['büro'],
    priority: 'high',
    estimateMinutes: 90,
  });
  await api.tasks.create({ title: 'Child', parentId: task.id, isAiSuggested: true, isApproved: false });
  await api.tasks.comment({ taskId: task.id, body: 'First' });
  const { item: note } = await api.notes.create({
    title: 'Plan: a/b? "yes"',
    body: 'See [[Other]] #x',
    projectId: project.id,
    tags: ['plan'],
    isPinned: true,
  });
  const { item: other } = await api.notes.create({ title: 'Other', body: '# Other\n\n```js\n---\n```\n' });
  await api.notes.create({ title: 'other', body: 'Same name but for its case' });
  const big = Buffer.alloc(700 * 1024, 'attachment ');
  const { item: file } = await api.notes.addAttachment({
    noteId: note.id,
    name: 'a (1).bin',
    mimeType: 'application/octet-stream',
    data: big.subarray(0, 500 * 1024).toString('base64'),
  });
  app.clock.advanceMs(3_600_000);
  await api.notes.update({
    id: note.id,
    patch: { body: `See [[Other]] and [file](adiuva-attachment:${file.id})` },
  });
  await api.notes.remove({ ids: [other.id] });
  await api.savedFilters.create({ name: 'Urgent', scope: 'tasks', query: { priorities: ['urgent'] } });
  await api.settings.set({ theme: 'dark', hoursPerDay: 6, userName: 'Giulia' });
}

describe('an export', () => {
  it('imports into an empty workspace as an equal one, row by row, with its ids', async () => {
    const from = await newApp();
    await fill(from);
    const target = join(folder, 'out');
    await exportTo(from, target);
    const to = await newApp({ clock: from.clock });
    const job = await importFrom(to, target);
    expect(job.result).toMatchObject({
      kind: 'adiuva',
      counts: { updated: 0, unchanged: 0, skipped: 0, failed: 0 },
    });
    const before = await contentOf(from);
    expect(await contentOf(to)).toEqual(before);
    expect((before['blobs'] as unknown[]).length).toBe(1);
    expect((before['note_versions'] as unknown[]).length).toBe(1);
    const again = await importFrom(to, target);
    expect(again.result).toMatchObject({ counts: { created: 0, updated: 0, skipped: 0, failed: 0 } });
    await to.api.imports.undo({ jobId: job.id });
    expect((await to.api.tasks.list({ limit: 1 })).total).toBe(0);
  });

  it('gives the sample workspace back whole, from a folder and from an archive', async () => {
    const from = await newApp({ withSample: true });
    const archive = join(folder, 'out.zip');
    await exportTo(from, archive, true);
    await exportTo(from, join(folder, 'out'));
    const before = await contentOf(from);
    for (const path of [archive, join(folder, 'out')]) {
      const to = await newApp({ clock: from.clock });
      await importFrom(to, path);
      expect(await contentOf(to)).toEqual(before);
    }
  });

  it('leaves what is here already and differs', async () => {
    const from = await newApp();
    await fill(from);
    await exportTo(from, join(folder, 'out'));
    const { items } = await from.api.tasks.list({ limit: 10, text: 'Child' });
    await from.api.tasks.update({ ids: [items[0]?.id as never], patch: { title: 'Changed since' } });
    const job = await importFrom(from, join(folder, 'out'));
    expect(job.result).toMatchObject({ counts: { created: 0, updated: 0, skipped: 1, failed: 0 } });
    expect((await from.api.tasks.list({ limit: 10, text: 'Changed since' })).total).toBe(1);
  });

  it('holds notes as Markdown, tables for a spreadsheet, and attachments beside the notes', async () => {
    const app = await newApp();
    await fill(app);
    const target = join(folder, 'out');
    await exportTo(app, target);
    expect((await readdir(target)).sort()).toEqual([
      'checkpoints.csv',
      'clients.csv',
      'manifest.json',
      'notes',
      'projects.csv',
      'tasks.csv',
      'workspace.json',
    ]);
    // One of the two that differ by case only is in the trash.
    expect((await readdir(join(target, 'notes'))).sort()).toEqual([
      'Plan- a-b- -yes-.md',
      'attachments',
      'other.md',
    ]);
    const text = await readFile(join(target, 'notes', 'Plan- a-b- -yes-.md'), 'utf8');
    expect(text).toMatch(/^---\nid: [0-9a-f-]{36}\ntitle: "?'?Plan: a\/b\? /);
    expect(text).toContain('project: Website');
    const [, link] = /\(attachments\/([^)]+)\)/.exec(text) ?? [];
    expect((await readFile(join(target, 'notes/attachments', decodeURIComponent(link ?? '')))).length).toBe(
      500 * 1024,
    );
    const csv = await readFile(join(target, 'tasks.csv'), 'utf8');
    expect(csv.startsWith('\ufeffID,Title,')).toBe(true);
    expect(csv).toContain("'=SUM(A1:A9)");
    expect(await readFile(join(target, 'clients.csv'), 'utf8')).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const workspace = JSON.parse(await readFile(join(target, 'workspace.json'), 'utf8')) as {
      rows: unknown[];
    };
    expect(workspace.rows.length).toBeGreaterThan(8);
  });

  it('can be read by its Markdown and its tables alone', async () => {
    const from = await newApp();
    await fill(from);
    await exportTo(from, join(folder, 'out'));
    const to = await newApp();
    const start = async (path: string, kind: 'markdown' | 'tasks-csv') => {
      const { jobId } = await to.api.imports.start({ source: { path }, kind, isDryRun: false });
      return await to.api.jobs.wait({ id: jobId });
    };
    expect((await start(join(folder, 'out/tasks.csv'), 'tasks-csv')).result).toMatchObject({
      counts: { failed: 0, skipped: 0 },
    });
    expect((await start(join(folder, 'out/notes'), 'markdown')).result).toMatchObject({
      counts: { failed: 0, skipped: 0 },
    });
    const { items } = await to.api.tasks.list({ limit: 10, text: '=SUM' });
    expect(items[0]).toMatchObject({
      title: '=SUM(A1:A9)',
      projectName: 'Website',
      dueTime: '09:30',
      tags: ['büro'],
    });
    const found = await to.api.notes.findByTitle({ title: 'Plan: a/b? "yes"' });
    expect((await to.api.notes.get({ id: found?.id as never })).attachments.map((file) => file.name)).toEqual(
      [expect.stringContaining('a (1).bin')],
    );
  });

  it('is put in place whole or not at all, and replaces only an export of ours', async () => {
    const app = await newApp();
    await fill(app);
    const target = join(folder, 'out');
    await mkdir(target);
    await exportTo(app, target);
    await app.api.tasks.create({ title: 'Later' });
    await exportTo(app, target);
    expect(await readFile(join(target, 'tasks.csv'), 'utf8')).toContain('Later');
    await writeFile(join(target, 'mine.txt'), 'my own file');
    const refused = await app.api.exports.start({ path: target, zip: false });
    expect(await app.api.jobs.wait({ id: refused.jobId })).toMatchObject({
      status: 'failed',
      error: { code: 'conflict' },
    });
    expect(await readFile(join(target, 'mine.txt'), 'utf8')).toBe('my own file');
    await mkdir(join(folder, 'other'));
    await writeFile(join(folder, 'other', 'a.txt'), 'a');
    const foreign = await app.api.exports.start({ path: join(folder, 'other'), zip: false });
    expect((await app.api.jobs.wait({ id: foreign.jobId })).error?.code).toBe('conflict');
    // No half-written folder is left beside it.
    expect((await readdir(folder)).sort()).toEqual(['other', 'out']);
    await expect(app.api.exports.start({ path: 'relative/place', zip: false })).rejects.toThrow(/in full/);
  });

  it('is refused as an import when it was changed or cut off', async () => {
    const app = await newApp();
    await fill(app);
    const target = join(folder, 'out');
    await exportTo(app, target);
    const workspace = join(target, 'workspace.json');
    const text = await readFile(workspace, 'utf8');
    const attempt = async () => {
      const to = await newApp();
      const { jobId } = await to.api.imports.start({ source: { path: target }, isDryRun: false });
      const job = await to.api.jobs.wait({ id: jobId });
      expect((await to.api.clients.list({ limit: 1 })).total).toBe(0);
      return job.error?.code;
    };
    await writeFile(workspace, text.replace('Giulia', 'Mallory'));
    expect(await attempt()).toBe('import_unreadable');
    await writeFile(workspace, text.slice(0, 500));
    expect(await attempt()).toBe('import_unreadable');
    await rm(workspace);
    expect(await attempt()).toBe('import_unreadable');
  });

  it('brings the rest when the content of one attachment is damaged', async () => {
    const app = await newApp();
    await fill(app);
    const target = join(folder, 'out');
    await exportTo(app, target);
    const [name = ''] = await readdir(join(target, 'notes/attachments'));
    await writeFile(join(target, 'notes/attachments', name), 'something else');
    const to = await newApp();
    const job = await importFrom(to, target);
    expect(job.result).toMatchObject({ counts: { failed: 1, skipped: 0 } });
    const { items } = await to.api.jobs.items({ id: job.id, outcome: 'failed', limit: 5 });
    expect(items[0]?.reason).toBe('Its content was changed or damaged after the export.');
  });

  it('can be fetched in parts where there is no folder, and leaves nothing readable in the data folder', async () => {
    const app = await newApp();
    await app.api.notes.create({ title: 'CANARY-51c2', body: 'CANARY-51c2 body' });
    const job = await exportTo(app, undefined, true);
    const parts: Buffer[] = [];
    for (let index = 0, count = 1; index < count; index += 1) {
      const part = await app.api.exports.download({ jobId: job.id, index });
      count = part.partCount;
      parts.push(Buffer.from(part.data, 'base64'));
    }
    const files = unzipSync(Buffer.concat(parts));
    expect(Object.keys(files)).toContain('manifest.json');
    expect(Buffer.from(files['notes/CANARY-51c2.md'] ?? []).toString()).toContain('CANARY-51c2 body');
    for (const entry of await readdir(app.dataDir, { recursive: true, withFileTypes: true })) {
      if (entry.isFile())
        expect((await readFile(join(entry.parentPath, entry.name))).includes('CANARY-51c2')).toBe(false);
    }
    await expect(app.api.exports.download({ jobId: job.id, index: 999 })).rejects.toThrow(/no longer kept/);
  });
});

describe('cells of a table', () => {
  it('never begin like a formula, and come back as they were', () => {
    for (const text of [
      '=1+1',
      '+39 051',
      '-5',
      '@SUM',
      '\tx',
      '\rx',
      "'=x",
      "''=x",
      "'plain",
      'plain',
      '',
      "'",
    ]) {
      expect(unprotectCell(protectCell(text))).toBe(text);
      expect(protectCell(text)).not.toMatch(/^[=+\-@\t\r]/);
      expect(Papa.parse<string[]>(Papa.unparse([[protectCell(text), 'x']])).data[0]?.[0]).toBe(
        protectCell(text),
      );
    }
  });
});
