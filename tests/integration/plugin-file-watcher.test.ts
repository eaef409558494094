/** The file watcher in the sandbox, through the gate, on real folders: what is in the search afterwards. */
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDocx, makePdf } from '../support/document-files.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { openShippedPlugin } from '../support/run-plugin.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-watch-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** The plugin with its rights for the folder. */
async function open(made: TestApp, folders: readonly string[] = [folder]) {
  const watcher = await openShippedPlugin(made, 'file-watcher');
  await watcher.grant(
    { type: 'read_workspace', resource: 'kind:project' },
    { type: 'read_workspace', resource: 'kind:client' },
    { type: 'write_workspace', resource: 'kind:file' },
  );
  const ids = await watcher.grant(...folders.map((resource) => ({ type: 'read_folder', resource }) as const));
  return { watcher, folderGrants: ids };
}

/** Files whose events have not come yet are looked for again. */
async function until(look: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not happen.');
}

async function found(made: TestApp, query: string) {
  const { hits } = await made.api.search.query({ query });
  return hits.filter(({ kind }) => kind === 'file');
}

test('files are found by their text, linked to clients and projects by folders and rules', async () => {
  await using made = await makeApp();
  const client = await made.api.clients.create({ name: 'Caffè Marchetti' });
  const project = await made.api.projects.create({ name: 'Logo', clientId: client.item.id });
  const other = await made.api.projects.create({ name: 'Own desk' });
  await write({
    'caffe-marchetti/Logo/brief.md': '# Brief\n\nThe zephyr brief.',
    'caffe-marchetti/offer.docx': makeDocx(['The zephyr offer.']),
    'misc/contract.pdf': makePdf(['The zephyr contract.']),
    'misc/picture.png': new Uint8Array([1, 2, 3]),
    'misc/broken.pdf': 'no pdf at all',
    'misc/notes.bak': 'zephyr',
  });
  const { watcher } = await open(made);
  await using _ = watcher;
  const ended = await watcher.run({ rules: ['misc/*.pdf = own desk', '* = Nobody'] });
  expect(ended).toMatchObject({
    status: 'ok',
    value: {
      summary:
        '5 files added. 1 without readable text, see the log. 1 of your links names no project or client.',
      leftOut: 1,
    },
  });
  expect(ended.lines).toMatchObject([
    { level: 'warn', fields: { file: 'misc/broken.pdf', reason: 'damaged' } },
    { level: 'info' },
  ]);
  const { items } = await made.api.externalItems.list({ kind: 'file' });
  const links = Object.fromEntries(items.map((item) => [item.title, [item.projectId, item.clientId]]));
  expect(links).toEqual({
    'brief.md': [project.item.id, null],
    'offer.docx': [null, client.item.id],
    'contract.pdf': [other.item.id, null],
    'broken.pdf': [other.item.id, null],
    'picture.png': [null, null],
  });
  expect((await found(made, 'zephyr')).map(({ title }) => title.text).toSorted()).toEqual([
    'brief.md',
    'contract.pdf',
    'offer.docx',
  ]);
  expect(await found(made, 'picture')).toHaveLength(1);
  // Nothing has changed: nothing is read, and what could not be read is not told again.
  const again = await watcher.run({ rules: ['misc/*.pdf = own desk', '* = Nobody'] });
  expect(again.lines.map(({ level }) => level)).toEqual(['info']);
  expect(again).toMatchObject({
    value: { summary: 'Nothing has changed. 1 of your links names no project or client.' },
  });
});

test('a moved file keeps its entry and is linked anew, a removed one leaves the search', async () => {
  await using made = await makeApp();
  await made.api.clients.create({ name: 'Acme' });
  await write({ 'inbox/a.txt': 'walrus one', 'inbox/b.txt': 'walrus two' });
  const { watcher } = await open(made);
  await using _ = watcher;
  await watcher.result();
  const before = await found(made, 'walrus one');
  await mkdir(join(folder, 'ACME'));
  await rename(join(folder, 'inbox/a.txt'), join(folder, 'ACME/a.txt'));
  await rm(join(folder, 'inbox/b.txt'));
  const seen: Record<string, number> = { moved: 0, removed: 0 };
  await until(async () => {
    const { moved, removed } = await watcher.result();
    seen['moved'] = (seen['moved'] ?? 0) + Number(moved);
    seen['removed'] = (seen['removed'] ?? 0) + Number(removed);
    return seen['moved'] === 1 && seen['removed'] === 1;
  });
  const after = await found(made, 'walrus');
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after[0]?.link).toContain('/ACME/a.txt');
  const [client] = (await made.api.clients.list({})).items;
  expect((await made.api.externalItems.list({ kind: 'file' })).items).toMatchObject([
    { clientId: client?.id },
  ]);
});

test('new names, rules and settings reach the files that have not changed', async () => {
  await using made = await makeApp();
  await write({ 'Acme/a.txt': 'walrus one', 'Other/b.txt': 'walrus two' });
  const { watcher } = await open(made);
  await using _ = watcher;
  await watcher.result();
  const { item: client } = await made.api.clients.create({ name: 'Acme' });
  expect(await watcher.result()).toMatchObject({ summary: '1 file linked anew.' });
  const linked = await made.api.externalItems.list({ clientId: client.id });
  expect(linked.items.map(({ title }) => title)).toEqual(['a.txt']);
  expect(await watcher.result({ exclude: ['Other/**'] })).toMatchObject({ leftOut: 1, linkedAnew: 0 });
  expect(await found(made, 'walrus')).toHaveLength(1);
  expect(await watcher.result({})).toMatchObject({ linkedAnew: 1 });
  expect(await found(made, 'walrus')).toHaveLength(2);
  expect(await watcher.result({})).toMatchObject({ summary: 'Nothing has changed.' });
});

test('a folder that is taken away leaves the search, and comes back when it is granted again', async () => {
  await using made = await makeApp();
  await write({ 'one/a.txt': 'walrus one', 'two/b.txt': 'walrus two', 'two/in/c.txt': 'walrus three' });
  const [one, two, inner] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'two/in')];
  const { watcher, folderGrants } = await open(made, [one, two, inner]);
  await using _ = watcher;
  expect(await watcher.result()).toMatchObject({ folders: 2, added: 3 });
  await made.api.permissions.revoke({ id: folderGrants[1] ?? '' });
  await made.api.permissions.revoke({ id: folderGrants[2] ?? '' });
  expect(await watcher.result()).toMatchObject({ folders: 1, removed: 2 });
  expect(await found(made, 'walrus')).toHaveLength(1);
  await watcher.grant({ type: 'read_folder', resource: two });
  expect(await watcher.result()).toMatchObject({ folders: 2, linkedAnew: 2 });
  expect(await found(made, 'walrus')).toHaveLength(3);
});

test('a folder that is not there does not keep the others waiting', async () => {
  await using made = await makeApp();
  await write({ 'one/a.txt': 'walrus', 'two/b.txt': 'walrus' });
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const { watcher } = await open(made, [one, two]);
  await using _ = watcher;
  await rename(one, `${one}-gone`);
  const ended = await watcher.run();
  expect(ended).toMatchObject({ status: 'ok', value: { added: 1, unreachable: 1 } });
  expect(ended.lines[0]).toMatchObject({ level: 'warn', fields: { folder: one } });
});

test('thousands of files are taken in by one run within its limits', async () => {
  await using made = await makeApp();
  const text = 'Lorem ipsum dolor sit amet, "consectetur" adipiscing.\n'.repeat(80);
  const files = Array.from(
    { length: 5_000 },
    (_, index) => [`d${index % 50}/f${index}.txt`, `${index} ${text}`] as const,
  );
  await write({ ...Object.fromEntries(files), 'large.txt': 'é"\n\u0001'.repeat(300_000) });
  const { watcher } = await open(made);
  await using _ = watcher;
  const ended = await watcher.run();
  expect(ended).toMatchObject({ status: 'ok', value: { added: 5_001, isUnfinished: false } });
  expect(ended.used.calls).toBeLessThan(400);
  expect((await made.api.externalItems.list({ kind: 'file', limit: 1 })).total).toBe(5_001);
});
