import { copyFile, link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { freeName, isErrno, syncFolder } from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError } from '#shared/errors.ts';

/** What lies in a data folder, beside the key files of `engine/secrets`. */
export type StoreFiles = {
  readonly folder: string;
  readonly store: string;
  readonly lock: string;
  readonly sequence: string;
};

export function storeFiles(folder: string): StoreFiles {
  return {
    folder,
    store: join(folder, 'adiuva.db'),
    lock: join(folder, 'adiuva.lock'),
    sequence: join(folder, 'adiuva.seq.json'),
  };
}

const PLAINTEXT_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** What the first bytes say: an encrypted file starts with its random salt. */
export async function fileKind(path: string): Promise<'absent' | 'empty' | 'plaintext' | 'encrypted'> {
  try {
    const handle = await open(path, 'r');
    try {
      const header = Buffer.alloc(PLAINTEXT_HEADER.length);
      const { bytesRead } = await handle.read(header, 0, header.length, 0);
      if (bytesRead === 0) return 'empty';
      return header.equals(PLAINTEXT_HEADER) ? 'plaintext' : 'encrypted';
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 'absent';
    throw fileError(error);
  }
}

/** `adiuva.before-v3-2026-11-21.db`: what a former file is called once it is kept aside. */
export function asideName(path: string, label: string, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return path.replace(/\.db$/, `.${label}-${day}.db`);
}

/** The names of files kept aside under a label, oldest first. */
export async function keptFiles(store: string, label: string): Promise<readonly string[]> {
  const prefix = basename(store).replace(/\.db$/, `.${label}-`);
  const names = await readdir(dirname(store)).catch(() => []);
  return names.filter((name) => name.startsWith(prefix) && name.endsWith('.db')).toSorted();
}

/**
 * Puts a finished, closed database in the place of the store and keeps the former one as `aside` (numbered
 * where that name is taken). The store's name always holds a whole file: the former gets its second name
 * before the new one is renamed over it. Returns where the former one is.
 */
export async function swapStore(store: string, replacement: string, aside: string): Promise<string> {
  try {
    await requireClosed(replacement);
    const kept = await freeName(aside);
    await linkOrCopy(store, kept);
    // A log left beside the new file would be played into it, so it goes with the file it belongs to.
    await moveIfFilled(`${store}-wal`, `${kept}-wal`);
    await rm(`${store}-shm`, { force: true });
    await syncFile(replacement);
    await rename(replacement, store);
    await syncFolder(dirname(store));
    return kept;
  } catch (error) {
    throw fileError(error);
  }
}

/** Removes a database that was being made, with its log; nothing refers to it yet. */
export async function removeUnfinished(path: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(`${path}${ending}`, { force: true });
}

export async function syncFile(path: string): Promise<void> {
  // Windows flushes only what was opened for writing.
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 0;
    throw fileError(error);
  }
}

async function requireClosed(path: string): Promise<void> {
  if ((await sizeOf(`${path}-wal`)) === 0 && (await sizeOf(`${path}-journal`)) === 0) return;
  throw new AppError(
    'store_busy',
    'The new store still has unsaved pages beside it. The present store is untouched; try again.',
  );
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // File systems without hard links (exFAT, some network drives): nothing has the file open here.
    if (isErrno(error, 'ENOSPC') || isErrno(error, 'EROFS')) throw error;
    await copyFile(from, to);
    await syncFile(to);
  }
}

async function moveIfFilled(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => null);
  if (!found) return;
  if (found.size > 0) await rename(from, to);
  else await rm(from, { force: true });
}
