import { opendir, realpath, stat } from 'node:fs/promises';
import type { Dirent, Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Refusal } from '../drafts.ts';
import { readAhead } from '../readers/read-ahead.ts';
import { readContained, streamContained, unreadable } from './contained-file.ts';
import { IMPORT_LIMITS } from './limits.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';

/** One after the other, the way to the disk and back is most of what listing a large folder costs. */
const STATS_AT_ONCE = 16;

type Walk = {
  readonly root: string;
  readonly files: SourceFile[];
  readonly refusals: Refusal[];
  readonly signal: AbortSignal | undefined;
};

/** Lists a folder without following a link; a hidden entry, a link or a device is named with its reason. */
export async function openFolderTree(path: string, signal?: AbortSignal): Promise<SourceTree> {
  const root = await realpath(path).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  const walk: Walk = { root, files: [], refusals: [], signal };
  await listFolder(walk, '', 0);
  walk.files.sort((a, b) => compareText(a.path, b.path));
  return {
    kind: 'folder',
    name: basename(root),
    files: walk.files,
    refusals: walk.refusals,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** A single file, granted by itself: its folder is not looked into. */
export async function openFileTree(path: string): Promise<SourceTree> {
  const root = await realpath(path).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  const file = sourceFile(root, root, basename(root), await stat(root));
  return {
    kind: 'file',
    name: file.path,
    files: [file],
    refusals: [],
    [Symbol.asyncDispose]: async () => {},
  };
}

async function listFolder(walk: Walk, folder: string, depth: number): Promise<void> {
  walk.signal?.throwIfAborted();
  const looked = readAhead(await namesIn(walk, folder), STATS_AT_ONCE, async (entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const refusal = refusalFor(entry, depth);
    const isFile = refusal === null && !entry.isDirectory();
    return { entry, path, refusal, stats: isFile ? await statOf(join(walk.root, path)) : null };
  });
  for await (const { entry, path, refusal, stats } of looked) {
    if (refusal !== null)
      walk.refusals.push({ source: path.normalize('NFC'), reason: refusal, outcome: 'skipped' });
    else if (entry.isDirectory()) await listFolder(walk, path, depth + 1);
    else addFile(walk, path, stats);
  }
}

/** What is wrong with one file is told of that file, in its turn. */
async function statOf(absolute: string): Promise<Stats | AppError> {
  return await stat(absolute).catch(unreadable);
}

function addFile(walk: Walk, path: string, stats: Stats | AppError | null): void {
  if (walk.files.length >= IMPORT_LIMITS.fileCount) {
    throw new AppError(
      'import_too_large',
      `The folder has more than ${IMPORT_LIMITS.fileCount} files. Nothing was imported; choose a smaller folder.`,
    );
  }
  if (stats === null) return;
  if (stats instanceof AppError)
    walk.refusals.push({ source: path, reason: stats.message, outcome: 'failed' });
  else walk.files.push(sourceFile(walk.root, join(walk.root, path), path, stats));
}

async function namesIn(walk: Walk, folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(join(walk.root, folder), { bufferSize: 256 }))
      entries.push(entry);
  } catch (cause) {
    if (folder === '') throw unreadable(cause);
    walk.refusals.push({ source: folder, reason: unreadable(cause).message, outcome: 'failed' });
  }
  return entries.sort((a, b) => compareText(a.name, b.name));
}

function refusalFor(entry: Dirent, depth: number): string | null {
  if (entry.name.startsWith('.')) return 'Hidden files and folders are not imported.';
  if (entry.isSymbolicLink()) return 'Links are not followed.';
  if (entry.isDirectory()) {
    return depth + 1 >= IMPORT_LIMITS.folderDepth
      ? `Folders deeper than ${IMPORT_LIMITS.folderDepth} levels are not read.`
      : null;
  }
  return entry.isFile() ? null : 'This is not a regular file.';
}

function sourceFile(root: string, absolute: string, path: string, stats: Stats): SourceFile {
  const born = stats.birthtimeMs > 0 ? Math.min(stats.birthtimeMs, stats.mtimeMs) : stats.mtimeMs;
  return {
    path: path.normalize('NFC'),
    sizeBytes: stats.size,
    createdAt: Math.round(born),
    modifiedAt: Math.round(stats.mtimeMs),
    read: (maxBytes) => readContained(root, absolute, maxBytes),
    stream: (maxBytes) => streamContained(root, absolute, maxBytes),
  };
}

/** By code units: the same order on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
