import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { FileRefused, openContained } from './contained-file.ts';
import { formatOf, isLeftOut } from './file-kinds.ts';
import type { FileFacts } from './file-diff.ts';

export type ScanLimits = {
  readonly maxFiles: number;
  readonly maxDepth: number;
  /** Larger files are listed and not read. */
  readonly maxReadBytes: number;
};

export const SCAN_LIMITS: ScanLimits = { maxFiles: 50_000, maxDepth: 20, maxReadBytes: 30_000_000 };

export type Scan = {
  readonly files: readonly FileFacts[];
  /** Folders and files that could not be looked at: what is known of them stays. */
  readonly unseen: readonly string[];
  /** There is more than the limits let through, so what was not seen may still be there. */
  readonly isTruncated: boolean;
};

const CHUNK_BYTES = 262_144;
/** Looked at side by side. */
const AT_ONCE = 8;

type Walk = { readonly paths: string[]; readonly unseen: string[]; isTruncated: boolean };

/**
 * What lies below a granted folder: regular files by their real place, without links, hidden names and packages. A
 * file whose facts have not changed is not opened again.
 */
export async function scanFolder(
  folder: string,
  known: ReadonlyMap<string, FileFacts>,
  options: { readonly limits: ScanLimits; readonly signal?: AbortSignal },
): Promise<Scan> {
  const walk: Walk = { paths: [], unseen: [], isTruncated: false };
  await walkFolder(folder, walk, options);
  const files: FileFacts[] = [];
  const waiting = walk.paths.values();
  const look = async (): Promise<void> => {
    for (const path of waiting) {
      options.signal?.throwIfAborted();
      const facts = await lookAt(folder, path, known.get(path), options.limits);
      if (facts === 'unseen') walk.unseen.push(path);
      else if (facts) files.push(facts);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return { files, unseen: walk.unseen, isTruncated: walk.isTruncated };
}

async function walkFolder(
  folder: string,
  walk: Walk,
  { limits, signal }: { readonly limits: ScanLimits; readonly signal?: AbortSignal },
): Promise<void> {
  const waiting: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    signal?.throwIfAborted();
    const { path, depth } = next;
    const entries = await readEntries(folder, path);
    if (entries === undefined) walk.unseen.push(path);
    for (const entry of entries ?? []) {
      if (isLeftOut(entry.name)) continue;
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && depth < limits.maxDepth) waiting.push({ path: below, depth: depth + 1 });
      else if (entry.isDirectory()) walk.unseen.push(below);
      else if (entry.isFile()) walk.paths.push(below);
    }
    if (walk.paths.length <= limits.maxFiles) continue;
    walk.paths.length = limits.maxFiles;
    walk.isTruncated = true;
    return;
  }
}

/** `undefined` for a folder that is there and cannot be read. The first one must be readable. */
async function readEntries(folder: string, path: string): Promise<readonly Dirent[] | undefined> {
  try {
    return await readdir(join(folder, path), { withFileTypes: true });
  } catch (error) {
    if (path === '') throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'ENOENT' || code === 'ENOTDIR' ? [] : undefined;
  }
}

async function lookAt(
  folder: string,
  path: string,
  known: FileFacts | undefined,
  limits: ScanLimits,
): Promise<FileFacts | 'unseen' | undefined> {
  try {
    if (known && (await isSame(join(folder, path), known))) return known;
    const { handle, stats } = await openContained(folder, path);
    try {
      const isRead = formatOf(path) !== undefined && stats.size <= limits.maxReadBytes;
      const hash = isRead ? await hashOf(handle, limits.maxReadBytes) : null;
      return {
        path,
        inode: `${stats.dev}:${stats.ino}`,
        sizeBytes: stats.size,
        modifiedAt: Math.trunc(stats.mtimeMs),
        hash,
      };
    } finally {
      await handle.close();
    }
  } catch (error) {
    // A link, a pipe or a way out of the folder is no file of it.
    if (error instanceof FileRefused) return error.refusal === 'unreadable' ? 'unseen' : undefined;
    throw error;
  }
}

async function isSame(fullPath: string, known: FileFacts): Promise<boolean> {
  const stats = await lstat(fullPath).catch(() => null);
  return (
    stats !== null &&
    stats.isFile() &&
    `${stats.dev}:${stats.ino}` === known.inode &&
    stats.size === known.sizeBytes &&
    Math.trunc(stats.mtimeMs) === known.modifiedAt
  );
}

async function hashOf(handle: FileHandle, maxBytes: number): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  // A file that grows while it is read would be read for ever.
  for (let total = 0; total <= maxBytes;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, total);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return hash.digest('hex');
}
