import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportKind, ImportStart } from '#shared/contracts/imports.ts';
import type { Job, JobItem } from '#shared/contracts/jobs.ts';
import { makeApp } from '../support/make-app.ts';
import type { TestApp } from '../support/make-app.ts';

const FIXTURES = new URL('../fixtures/imports/', import.meta.url).pathname;

let folder: string;
let test: TestApp;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-imports-'));
  test = await makeApp();
});
afterEach(async () => {
  await test[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type Counts = { created: number; updated: number; unchanged: number; skipped: number; failed: number };

async function importFrom(
  path: string,
  more: Partial<ImportStart> = {},
): Promise<{ job: Job; counts: Counts; jobId: string }> {
  const { jobId } = await test.api.imports.start({ source: { path }, isDryRun: false, ...more });
  const job = await test.api.jobs.wait({ id: jobId });
  expect(job.error).toBeNull();
  const { counts } = job.result as { counts: Counts };
  return { job, counts, jobId };
}

async function items(jobId: string): Promise<readonly JobItem[]> {
  return (await test.api.jobs.items({ id: jobId, limit: 500 })).items;
}

async function totals() {
  const [clients, projects, tasks, notes] = await Promise.all([
    test.api.clients.list({ limit: 1 }),
    test.api.projects.list({ limit: 1 }),
    test.api.tasks.list({ limit: 1 }),
    test.api.notes.list({ limit: 1 }),
  ]);
  return { clients: clients.total, projects: projects.total, tasks: tasks.total, notes: notes.total };
}

async function findNote(title: string) {
  const found = await test.api.notes.findByTitle({ title });
  if (found === null) throw new Error(`no note ${title}`);
  return await test.api.notes.get({ id: found.id });
}

async function vault(): Promise<string> {
  await cp(join(FIXTURES, 'vault'), join(folder, 'vault'), { recursive: true });
  return join(folder, 'vault');
}

describe('a folder of notes', () => {
  it('comes in with links, backlinks, tags and attachments that can be read back', async () => {
    const { counts } = await importFrom(await vault());
    expect(counts).toEqual({ created: 11, updated: 0, unchanged: 0, skipped: 2, failed: 0 });
    const home = await findNote('Home');
    expect(home.tags).toEqual(['index', 'planning', 'focus', 'area/design']);
    expect(home.outgoing.find((link) => link.title === 'Brand brief')?.noteId).not.toBeNull();
    const brief = await findNote('Brand brief');
    expect(brief.backlinks.map((link) => link.title)).toContain('Home');
    const logo = home.attachments.find((file) => file.name === 'logo.png');
    expect(home.body).toContain(`![logo.png](adiuva-attachment:${logo?.id})`);
    const part = await test.api.notes.readAttachment({ id: logo?.id as never, index: 0 });
    expect(Buffer.from(part.data, 'base64')).toEqual(await readFile(join(FIXTURES, 'vault/assets/logo.png')));
    await expect
      .poll(async () => (await test.api.search.query({ query: 'sketch type:note' })).total, {
        timeout: 10_000,
      })
      .toBeGreaterThan(0);
  });

  it('changes nothing on a second run, and takes over what changed in the source', async () => {
    const path = await vault();
    const first = await importFrom(path);
    const second = await importFrom(path);
    expect(second.counts).toEqual({ created: 0, updated: 0, unchanged: 11, skipped: 2, failed: 0 });
    expect(second.job.changeSetId).toBeNull();
    await writeFile(join(path, 'Clients/Acme/Meeting notes.md'), '# Meeting\n\nNew words.\n');
    await writeFile(join(path, 'New page.md'), 'Fresh.');
    const third = await importFrom(path);
    expect(third.counts).toMatchObject({ created: 1, updated: 1 });
    expect((await findNote('Meeting notes (Clients/Acme)')).body).toContain('New words.');
    expect(
      (await test.api.notes.versions({ id: (await findNote('Meeting notes (Clients/Acme)')).id })).length,
    ).toBe(1);
    expect(first.job.changeSetId).not.toBeNull();
  });

  it('keeps what the person changed here, and says so', async () => {
    const path = await vault();
    await importFrom(path);
    const note = await findNote('Brand brief');
    test.clock.advanceMs(60_000);
    await test.api.notes.update({ id: note.id, patch: { body: 'My own words.' } });
    const untouched = await importFrom(path);
    expect(untouched.counts.updated).toBe(0);
    await writeFile(join(path, 'Clients/Acme/Brand brief.md'), 'Their new words.');
    const { jobId } = await importFrom(path);
    const item = (await items(jobId)).find((one) => one.source === 'Clients/Acme/Brand brief.md');
    expect(item).toMatchObject({
      outcome: 'skipped',
      reason: 'It was changed both in the source and here; it stays as it is here.',
    });
    expect((await findNote('Brand brief')).body).toBe('My own words.');
  });

  it('is taken back in one step and comes in again afterwards', async () => {
    const path = await vault();
    const { jobId } = await importFrom(path);
    await test.api.imports.undo({ jobId });
    expect(await totals()).toEqual({ clients: 0, projects: 0, tasks: 0, notes: 0 });
    await expect(test.api.imports.undo({ jobId })).rejects.toThrow(/undone|undo|back/);
    const again = await importFrom(path);
    expect(again.counts.created).toBe(11);
    const home = await findNote('Home');
    const logo = home.attachments.find((file) => file.name === 'logo.png');
    expect((await test.api.notes.readAttachment({ id: logo?.id as never, index: 0 })).partCount).toBe(1);
  });

  it('leaves what was deleted here in the trash', async () => {
    const path = await vault();
    await importFrom(path);
    const note = await findNote('Hostile');
    await test.api.notes.remove({ ids: [note.id] });
    const { counts, jobId } = await importFrom(path);
    expect(counts.created).toBe(0);
    expect((await items(jobId)).find((one) => one.source === 'Daily/Hostile.md')?.reason).toMatch(/trash/);
  });

  it('says in a dry run what a real one would do, and writes nothing', async () => {
    const path = await vault();
    const dry = await importFrom(path, { isDryRun: true });
    expect(await totals()).toEqual({ clients: 0, projects: 0, tasks: 0, notes: 0 });
    expect(dry.job.changeSetId).toBeNull();
    const real = await importFrom(path);
    expect(real.counts).toEqual(dry.counts);
    const plain = (list: readonly JobItem[]) =>
      list.map(({ source, outcome, reason, kind }) => ({ source, outcome, reason, kind }));
    expect(plain(await items(real.jobId))).toEqual(plain(await items(dry.jobId)));
  });

  it('reads an archive that was uploaded in parts, keeping nothing readable on the disk', async () => {
    const archive = zipSync({
      'v/One.md': strToU8(`CANARY-7f3a to [[Two]] ${'x'.repeat(10)}`),
      'v/Two.md': strToU8('two'),
    });
    const { uploadId } = await test.api.imports.beginUpload({ name: 'v.zip' });
    const half = Math.floor(archive.length / 2);
    for (const [index, data] of [archive.subarray(0, half), archive.subarray(half)].entries()) {
      await test.api.imports.appendUpload({
        uploadId,
        path: 'v.zip',
        index,
        data: Buffer.from(data).toString('base64'),
      });
    }
    const inspection = await test.api.imports.inspect({ source: { uploadId } });
    expect(inspection).toMatchObject({ kind: 'markdown', fileCount: 2 });
    const { jobId } = await test.api.imports.start({ source: { uploadId }, isDryRun: false });
    const job = await test.api.jobs.wait({ id: jobId });
    expect((job.result as { counts: Counts }).counts.created).toBe(2);
    for (const entry of await readdir(test.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect((await readFile(join(entry.parentPath, entry.name))).includes('CANARY-7f3a')).toBe(false);
    }
    await expect(
      test.api.imports.appendUpload({ uploadId, path: '../x', index: 0, data: '' }),
    ).rejects.toThrow(/no longer under way/);
  });

  it('reads uploaded folders by their relative paths', async () => {
    const { uploadId } = await test.api.imports.beginUpload({ name: 'vault' });
    const put = (path: string, text: string) =>
      test.api.imports.appendUpload({ uploadId, path, index: 0, data: Buffer.from(text).toString('base64') });
    await put('vault/A.md', 'to [[B]]');
    await put('vault/sub/B.md', 'b');
    await expect(put('vault/../evil.md', 'x')).rejects.toMatchObject({
      message: expect.stringContaining('path') as string,
    });
    const { jobId } = await test.api.imports.start({ source: { uploadId }, isDryRun: false });
    await test.api.jobs.wait({ id: jobId });
    expect((await items(jobId)).map((item) => item.source)).toEqual(['A.md', 'sub/B.md']);
    expect((await findNote('B')).tags).toEqual(['sub']);
  });
});

describe('tables and other programs', () => {
  it('makes the projects and clients that tasks mention, once, and links to those that are here', async () => {
    const { item: acme } = await test.api.clients.create({ name: 'ACME' });
    const { counts, jobId } = await importFrom(join(FIXTURES, 'tasks.csv'));
    // Five tasks, the project Website and the client Globex; ACME is here already.
    expect(counts).toEqual({ created: 7, updated: 0, unchanged: 0, skipped: 1, failed: 0 });
    const { items: tasks } = await test.api.tasks.list({ limit: 50 });
    const draft = tasks.find((task) => task.title === 'Draft "hero" copy');
    expect(draft).toMatchObject({ projectName: 'Website', effectiveClientId: acme.id });
    expect(tasks.find((task) => task.title === 'Collect references')?.parentId).toBe(draft?.id);
    expect((await items(jobId)).find((item) => item.outcome === 'skipped')).toMatchObject({
      source: 'row 6',
      reason: 'The row has no title.',
    });
    expect((await importFrom(join(FIXTURES, 'tasks.csv'))).counts).toMatchObject({
      created: 0,
      unchanged: 5,
    });
  });

  it('fills in a client that was only mentioned before, and leaves one that the person made', async () => {
    const mentions = join(folder, 'tasks.csv');
    await writeFile(mentions, 'Title,Client\nCall,Globex\n');
    await importFrom(mentions);
    await test.api.clients.create({ name: 'Initech' });
    const clients = join(folder, 'clients.csv');
    await writeFile(
      clients,
      'Client name,Email,City\nGlobex,info@globex.test,Rome\nInitech,info@initech.test,Turin\n',
    );
    const { counts } = await importFrom(clients);
    expect(counts).toEqual({ created: 0, updated: 1, unchanged: 0, skipped: 1, failed: 0 });
    const { items: all } = await test.api.clients.list({ limit: 10 });
    expect(all.map((client) => [client.name, client.email])).toEqual([
      ['Globex', 'info@globex.test'],
      ['Initech', ''],
    ]);
  });

  it('inspects a table, follows a mapping, and keeps it as a preset', async () => {
    const path = join(folder, 'list.csv');
    await writeFile(path, 'Cosa;Quando;Quanto\nChiamare;13/12/2026;2h\nScrivere;14/12/2026;30m\n');
    const { csv, kind } = await test.api.imports.inspect({ source: { path }, kind: 'tasks-csv' });
    expect(kind).toBe('tasks-csv');
    expect(csv?.header).toEqual(['Cosa', 'Quando', 'Quanto']);
    expect(csv?.proposed.columns).toEqual({ Cosa: 'title' });
    expect(csv?.fields).toContain('estimateMinutes');
    const mapping = {
      columns: { Cosa: 'title', Quando: 'dueDate', Quanto: 'estimateMinutes' },
      dateOrder: 'dmy' as const,
      values: {},
    };
    await test.api.imports.savePreset({ name: 'Lista', kind: 'tasks-csv', mapping });
    expect(await test.api.imports.presets()).toEqual([{ name: 'Lista', kind: 'tasks-csv', mapping }]);
    await importFrom(path, { kind: 'tasks-csv', mapping });
    const { items: tasks } = await test.api.tasks.list({ limit: 10, sort: 'title' });
    expect(tasks.map((task) => [task.title, task.dueDate, task.estimateMinutes])).toEqual([
      ['Chiamare', '2026-12-13', 120],
      ['Scrivere', '2026-12-14', 30],
    ]);
    await test.api.imports.removePreset({ name: 'Lista' });
    expect(await test.api.imports.presets()).toEqual([]);
  });

  const SOURCES: readonly [string, ImportKind, number][] = [
    ['clienti.csv', 'clients-csv', 2],
    ['projects.csv', 'projects-csv', 4],
    ['Website relaunch [2203306141].csv', 'todoist', 4],
    ['todoist.json', 'todoist', 5],
    ['trello.json', 'trello', 3],
    ['calendar.ics', 'ics', 6],
  ];
  it.each(SOURCES)(
    'brings in %s, twice without doubling anything, and takes it back',
    async (name, kind, created) => {
      const first = await importFrom(join(FIXTURES, name));
      expect(first.job.result).toMatchObject({ kind, counts: { created } });
      const before = await totals();
      const second = await importFrom(join(FIXTURES, name));
      expect(second.counts.created).toBe(0);
      expect(second.counts.updated).toBe(0);
      expect(await totals()).toEqual(before);
      await test.api.imports.undo({ jobId: first.jobId });
      expect(await totals()).toEqual({ clients: 0, projects: 0, tasks: 0, notes: 0 });
    },
  );

  it('adds comments that are new in the source', async () => {
    const path = join(folder, 'board.json');
    await cp(join(FIXTURES, 'trello.json'), path);
    await importFrom(path);
    const board = JSON.parse(await readFile(path, 'utf8')) as { actions: unknown[] };
    board.actions.unshift({
      type: 'commentCard',
      date: '2026-11-03T10:00:00.000Z',
      data: { text: 'Newest', card: { id: '650000000000000000000001' } },
    });
    await writeFile(path, JSON.stringify(board));
    expect((await importFrom(path)).counts.updated).toBe(1);
    const { items: tasks } = await test.api.tasks.list({ limit: 10, text: 'Prepare' });
    const detail = await test.api.tasks.get({ id: tasks[0]?.id as never });
    expect(detail.comments.map((comment) => comment.body)).toEqual(['Older', 'Newer', 'Newest']);
  });

  it('refuses at once what cannot be imported', async () => {
    const start = (source: string, kind?: ImportKind) =>
      test.api.imports.start({ source: { path: source }, isDryRun: false, ...(kind ? { kind } : {}) });
    await expect(start(join(folder, 'missing'))).rejects.toThrow(/could not be read/);
    await writeFile(join(folder, 'x.bin'), 'nothing');
    await expect(start(join(folder, 'x.bin'))).rejects.toThrow(/what kind/);
    await mkdir(join(folder, 'empty'));
    await expect(start(join(folder, 'empty'))).rejects.toThrow(/nothing here/);
    await writeFile(join(folder, 'bad.json'), '{"cards": 1, "lists": 2}');
    const { jobId } = await start(join(folder, 'bad.json'), 'trello');
    expect(await test.api.jobs.wait({ id: jobId })).toMatchObject({
      status: 'failed',
      error: { code: 'import_unreadable' },
    });
    await expect(test.api.imports.undo({ jobId })).rejects.toThrow(/changed nothing/);
  });
});

describe('a long import', () => {
  it('brings in 5,000 notes as one change that is taken back in one step', async () => {
    const path = join(folder, 'many');
    await mkdir(path);
    const words =
      'the client wants a calmer page with fewer words and a clear price in the second section'.split(' ');
    for (let number = 0; number < 5000; number += 1) {
      const text = Array.from({ length: 120 }, (_, word) => words[(word * 7 + number) % words.length]).join(
        ' ',
      );
      await writeFile(
        join(path, `Note ${number}.md`),
        `---\ntags: [t${number % 40}]\n---\n# Note ${number}\n\n${text}\n\nSee [[Note ${(number * 31) % 5000}]].\n`,
      );
    }
    const started = performance.now();
    const { counts, jobId } = await importFrom(path);
    const seconds = (performance.now() - started) / 1000;
    expect(counts).toEqual({ created: 5000, updated: 0, unchanged: 0, skipped: 0, failed: 0 });
    // A floor against a slip by an order of size; the benchmark holds the target of 1,000 a second.
    expect(seconds).toBeLessThan(15);
    const state = await test.api.changes.state();
    expect(state.undo?.params).toMatchObject({ kind: 'markdown', title: 'many' });
    await test.api.imports.undo({ jobId });
    expect((await totals()).notes).toBe(0);
  });

  it('goes on after the app was closed in the middle, and ends like one that was not', async () => {
    const path = join(folder, 'many');
    await mkdir(path);
    for (let number = 0; number < 1500; number += 1)
      await writeFile(join(path, `Note ${number}.md`), `See [[Note ${number + 1}]]. #tag${number % 9}`);
    const { jobId } = await test.api.imports.start({ source: { path }, isDryRun: false });
    for (;;) {
      const { total } = await test.api.notes.list({ limit: 1 });
      if (total > 0) break;
    }
    test = await test.reopen();
    const job = await test.api.jobs.wait({ id: jobId });
    expect(job).toMatchObject({
      status: 'done',
      result: { counts: { created: 1500, unchanged: 0, failed: 0 } },
    });
    expect((await totals()).notes).toBe(1500);
    const report = await test.api.jobs.items({ id: jobId, limit: 1 });
    expect(report.total).toBe(1500);
    await test.api.imports.undo({ jobId });
    expect((await totals()).notes).toBe(0);
  });

  it('goes on after the process was killed in the middle of it, and doubles nothing', async () => {
    const path = join(folder, 'many');
    await mkdir(path);
    for (let number = 0; number < 2000; number += 1)
      await writeFile(join(path, `Note ${number}.md`), `See [[Note ${number + 1}]].`);
    await test.app.close();
    const target = new URL('../support/import-kill-target.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [target, test.dataDir, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    let jobId = '';
    for await (const line of createInterface({ input: child.stdout })) {
      if (jobId === '') jobId = line;
      else if (Number(line) > 200) break;
    }
    child.kill('SIGKILL');
    await gone;
    test = await test.reopen();
    const job = await test.api.jobs.wait({ id: jobId });
    expect(job).toMatchObject({
      status: 'done',
      result: { counts: { created: 2000, unchanged: 0, failed: 0 } },
    });
    expect((await totals()).notes).toBe(2000);
    expect((await test.api.jobs.items({ id: jobId, limit: 1 })).total).toBe(2000);
    await test.api.imports.undo({ jobId });
    expect((await totals()).notes).toBe(0);
  });

  it('can be cancelled, keeps what it had finished, and can be taken back', async () => {
    const path = join(folder, 'many');
    await mkdir(path);
    for (let number = 0; number < 3000; number += 1)
      await writeFile(join(path, `Note ${number}.md`), `Text ${number}`);
    const { jobId } = await test.api.imports.start({ source: { path }, isDryRun: false });
    while ((await test.api.notes.list({ limit: 1 })).total === 0) await test.api.jobs.get({ id: jobId });
    await test.api.jobs.cancel({ id: jobId });
    expect((await test.api.jobs.wait({ id: jobId })).status).toBe('cancelled');
    const { notes } = await totals();
    expect(notes).toBeGreaterThan(0);
    expect(notes).toBeLessThan(3000);
    await test.api.imports.undo({ jobId });
    expect((await totals()).notes).toBe(0);
  });
});
