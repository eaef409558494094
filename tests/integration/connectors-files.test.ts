/** Granted folders on a real disk: what changed is told across restarts, and nothing beyond them is ever read. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { comparedDescriptorPath, openContained } from '#main/domains/connectors/files/contained-file.ts';
import { createFiles } from '#main/domains/connectors/files/files.ts';
import type { FilesService } from '#main/domains/connectors/files/files.service.ts';
import { SCAN_LIMITS, type ScanLimits } from '#main/domains/connectors/files/folder-scan.ts';
import { createExtractWorker, type ExtractWorker } from '#main/domains/connectors/reading/extract-worker.ts';
import { workerUrl } from '#main/workers-url.ts';
import { createIdSource } from '#shared/kernel/ids.ts';
import { randomBytes } from 'node:crypto';
import { openBenchStore, type BenchStore } from '../bench/bench-store.ts';
import { makeDocx, makePdf } from '../support/document-files.ts';

const READER = 'plugin:file-watcher';
const ids = createIdSource(Date.now, (size) => randomBytes(size));

let root: string;
let folder: string;
let opened: BenchStore;
let extract: ExtractWorker;
let files: FilesService;

function start(limits: Partial<ScanLimits> = {}, onChanged?: (path: string) => void): FilesService {
  return createFiles({
    store: opened.store,
    ids,
    extract,
    limits: { ...SCAN_LIMITS, ...limits },
    onChanged,
    onError: (error) => {
      throw error;
    },
  });
}

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-files-')));
  folder = join(root, 'granted');
  await mkdir(folder);
  opened = await openBenchStore('multiple-ciphers');
  extract = createExtractWorker(workerUrl('extract'));
  files = start();
});
afterEach(async () => {
  await files.stop();
  await extract.close();
  await opened[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** What this reader has not acknowledged, as short lines; acknowledges it. */
async function changes(service = files): Promise<string[]> {
  const lines: string[] = [];
  for (let hasMore = true; hasMore;) {
    const page = await service.listChanged(READER, { folder, limit: 2 });
    for (const { change, path, previousPath, isContentChanged } of page.changes) {
      const from = previousPath === null ? '' : ` from ${previousPath}`;
      lines.push(`${change} ${path}${from}${change === 'moved' && isContentChanged ? ' rewritten' : ''}`);
    }
    await service.acknowledge(READER, { folder, cursor: page.cursor });
    ({ hasMore } = page);
  }
  return lines.sort();
}

/** The watcher tells of a change within moments. */
async function changesSoon(): Promise<string[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await changes();
    if (found.length > 0) return found;
    await sleep(50);
  }
  return [];
}

test('what is added, changed, moved and removed is told once', async () => {
  await put('a.txt', 'first');
  await put('clients/acme/offer.md', '# Offer');
  await put('clients/old.csv', 'a,b');
  expect(await changes()).toEqual(['added a.txt', 'added clients/acme/offer.md', 'added clients/old.csv']);
  expect(await changes()).toEqual([]);
  await put('a.txt', 'second, longer');
  expect(await changesSoon()).toEqual(['changed a.txt']);
  await rename(join(folder, 'clients'), join(folder, 'customers'));
  expect(await changesSoon()).toEqual([
    'moved customers/acme/offer.md from clients/acme/offer.md',
    'moved customers/old.csv from clients/old.csv',
  ]);
  await unlink(join(folder, 'a.txt'));
  expect(await changesSoon()).toEqual(['removed a.txt']);
});

test('what happens while the app is closed is found at the next start, and a file keeps its id when it moves', async () => {
  await put('stays.txt', 'stays');
  await put('moves.txt', 'moves');
  await put('goes.txt', 'goes');
  const first = await files.listChanged(READER, { folder, limit: 100 });
  await files.acknowledge(READER, { folder, cursor: first.cursor });
  const idOf = (path: string, list = first) => list.changes.find((one) => one.path === path)?.id;
  await files.stop();
  await rename(join(folder, 'moves.txt'), join(folder, 'moved.txt'));
  await unlink(join(folder, 'goes.txt'));
  await put('new.txt', 'new');
  await put('stays.txt', 'stays');
  files = start();
  const second = await files.listChanged(READER, { folder, limit: 100 });
  expect(second.changes.map(({ change, path }) => `${change} ${path}`).sort()).toEqual([
    'added new.txt',
    'moved moved.txt',
    'removed goes.txt',
  ]);
  expect(idOf('moved.txt', second)).toBe(idOf('moves.txt'));
  expect(idOf('goes.txt', second)).toBe(idOf('goes.txt'));
});

test('a new file that takes the inode of a removed one is not taken for it', async () => {
  await put('old.txt', 'the old text');
  await changes();
  await files.stop();
  await unlink(join(folder, 'old.txt'));
  await put('fresh.txt', 'other text!!');
  files = start();
  expect(await changes()).toEqual(['added fresh.txt', 'removed old.txt']);
});

test('each reader has its own place, and what is gone is kept until all were told', async () => {
  await put('a.txt', 'a');
  const cursorOf = async (reader: string) => {
    const { cursor } = await files.listChanged(reader, { folder, limit: 10 });
    await files.acknowledge(reader, { folder, cursor });
  };
  await cursorOf('plugin:one');
  await cursorOf('plugin:two');
  await files.stop();
  await unlink(join(folder, 'a.txt'));
  files = start();
  await cursorOf('plugin:one');
  expect((await files.listChanged('plugin:one', { folder, limit: 10 })).changes).toEqual([]);
  expect((await files.listChanged('plugin:two', { folder, limit: 10 })).changes).toMatchObject([
    { change: 'removed', path: 'a.txt' },
  ]);
  await cursorOf('plugin:two');
  expect(await opened.store.reader.rows('SELECT count(*) FROM file_entries')).toEqual([[0]]);
});

test('links, pipes, hidden files and packages are no files of a folder', async () => {
  await put('.ssh/id_ed25519', 'key');
  await put('node_modules/x/readme.md', 'package');
  await writeFile(join(root, 'secret.txt'), 'secret');
  await symlink(join(root, 'secret.txt'), join(folder, 'link.txt'));
  await symlink(root, join(folder, 'up'));
  execFileSync('mkfifo', [join(folder, 'pipe.txt')]);
  await put('real.txt', 'real');
  expect(await changes()).toEqual(['added real.txt']);
  const paths = [
    'link.txt',
    'up/secret.txt',
    '../secret.txt',
    '.ssh/id_ed25519',
    'pipe.txt',
    '/etc/hosts.txt',
  ];
  const answers = await files.readText({ folder, paths, maxChars: 100 });
  expect(answers.map((one) => (one.status === 'ok' ? one.text : one.reason))).toEqual([
    'outside_folder',
    'outside_folder',
    'unsupported',
    'unsupported',
    'not_a_file',
    'outside_folder',
  ]);
});

test('a folder that is not the real path that was granted is refused', async () => {
  await symlink(folder, join(root, 'alias'));
  const listed = (path: string) => files.listChanged(READER, { folder: path, limit: 10 });
  await expect(listed(join(root, 'alias'))).rejects.toMatchObject({ code: 'path_not_allowed' });
  await expect(listed(`${folder}/.`)).rejects.toMatchObject({ code: 'path_not_allowed' });
  await expect(listed(join(root, 'nowhere'))).rejects.toMatchObject({ code: 'file_unreadable' });
  await put('a.txt', 'a');
  await changes();
  await rename(folder, join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), folder);
  await expect(listed(folder)).rejects.toMatchObject({ code: 'path_not_allowed' });
});

test('a folder that is away for a while loses nothing', async () => {
  await put('a.txt', 'a');
  await changes();
  await files.stop();
  await rename(folder, join(root, 'away'));
  files = start();
  await expect(files.listChanged(READER, { folder, limit: 10 })).rejects.toMatchObject({
    code: 'file_unreadable',
  });
  await rename(join(root, 'away'), folder);
  expect(await changes()).toEqual([]);
});

test('beyond the count nothing is said to be gone, and depth and size have their ends', async () => {
  for (const name of ['a', 'b', 'c', 'd']) await put(`${name}.txt`, name);
  expect(await changes()).toHaveLength(4);
  await files.stop();
  files = start({ maxFiles: 2 });
  const page = await files.listChanged(READER, { folder, limit: 10 });
  expect(page).toMatchObject({ changes: [], isTruncated: true });
  await files.stop();
  await put('deep/er/still/x.txt', 'x');
  await put('large.txt', 'y'.repeat(2_000));
  files = start({ maxDepth: 2, maxReadBytes: 1_000 });
  const { changes: found } = await files.listChanged(READER, { folder, limit: 10 });
  expect(found).toMatchObject([{ path: 'large.txt', hash: null, hasText: false }]);
  expect(await files.readText({ folder, paths: ['large.txt'], maxChars: 10 })).toEqual([
    { path: 'large.txt', status: 'refused', reason: 'too_large' },
  ]);
});

test('text of many kinds, a reason for the others, and the rest goes on', async () => {
  await put('offer.pdf', makePdf(['Offer for Acme']));
  await put('letter.docx', makeDocx(['Dear Acme']));
  await put('broken.pdf', 'no pdf');
  await put('picture.png', new Uint8Array([1, 2, 3]));
  await put('notes.md', '# Notes');
  const paths = ['offer.pdf', 'broken.pdf', 'picture.png', 'letter.docx', 'gone.txt', 'notes.md'];
  const answers = await files.readText({ folder, paths, maxChars: 1_000 });
  expect(answers.map((one) => (one.status === 'ok' ? one.text.trim() : one.reason))).toEqual([
    'Offer for Acme',
    'damaged',
    'unsupported',
    'Dear Acme',
    'not_found',
    '# Notes',
  ]);
});

/** Swaps `granted/box` between a folder and a link to one outside, as fast as it can, until it is told to stop. */
async function swapUntil(stop: AbortSignal): Promise<number> {
  const box = join(folder, 'box');
  const spare = join(root, 'spare');
  const link = join(root, 'link');
  let swaps = 0;
  await symlink(join(root, 'outside'), link);
  while (!stop.aborted) {
    await rename(box, spare);
    await rename(link, box);
    await rename(box, link);
    await rename(spare, box);
    swaps += 1;
    // Now and then it stands still for long enough that a file is read.
    if (swaps % 4 === 0) await sleep(2);
  }
  return swaps;
}

test.each([
  ['by its descriptor', undefined],
  ['by comparing names', comparedDescriptorPath],
])(
  'a folder swapped for a link while files are opened never leads outside: %s',
  async (_, descriptorPath) => {
    await mkdir(join(root, 'outside'));
    await writeFile(join(root, 'outside', 'note.txt'), 'SECRET');
    await put('box/note.txt', 'public');
    const stop = new AbortController();
    const swapping = swapUntil(stop.signal);
    const seen = new Map<string, number>();
    const until = performance.now() + 2_000;
    while (performance.now() < until) {
      const text = await openContained(folder, 'box/note.txt', descriptorPath).then(
        async ({ handle }) => {
          const content = await handle.readFile('utf8');
          await handle.close();
          return content;
        },
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      seen.set(text, (seen.get(text) ?? 0) + 1);
    }
    stop.abort();
    expect(await swapping).toBeGreaterThan(100);
    // The swap was really met: some were refused, some were read, and none was the one outside.
    expect(seen.get('outside_folder') ?? 0).toBeGreaterThan(0);
    expect(seen.get('public') ?? 0).toBeGreaterThan(0);
    expect(seen.has('SECRET')).toBe(false);
  },
);

test('a look at a folder under such swaps lists nothing from outside', async () => {
  await mkdir(join(root, 'outside'));
  await writeFile(join(root, 'outside', 'secret-name.txt'), 'SECRET');
  await put('box/note.txt', 'public');
  const stop = new AbortController();
  const swapping = swapUntil(stop.signal);
  for (let look = 0; look < 8; look += 1) {
    await put('tick.txt', String(look));
    await files.listChanged(READER, { folder, limit: 500 });
    await files.readText({ folder, paths: ['box/secret-name.txt'], maxChars: 100 }).then(([one]) => {
      expect(one?.status).toBe('refused');
    });
  }
  stop.abort();
  await swapping;
  const rows = await opened.store.reader.rows('SELECT DISTINCT path FROM file_entries');
  expect(rows.map(([path]) => String(path)).filter((path) => path.includes('secret'))).toEqual([]);
});

test('a hint comes after a change has settled', async () => {
  const told = Promise.withResolvers<string>();
  await files.stop();
  files = start({}, (path) => told.resolve(path));
  await files.listChanged(READER, { folder, limit: 10 });
  await put('new.txt', 'new');
  expect(await told.promise).toBe(folder);
});

test('three thousand files are taken in without holding up the app', async () => {
  for (let index = 0; index < 3_000; index += 1) await put(`d${index % 50}/f${index}.txt`, `file ${index}`);
  // Turns of the loop, not their length: how long one takes is a matter of what else the machine does.
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  const page = await files.listChanged(READER, { folder, limit: 500 });
  clearInterval(timer);
  expect(page).toMatchObject({ fileCount: 3_000, hasMore: true });
  expect(turns).toBeGreaterThan(100);
});
