import { randomBytes } from 'node:crypto';
import { lstat, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { fileError } from './file-errors.ts';

/**
 * Replaces a file so that a power cut leaves the old content or the new, never a mixture: a temporary file
 * beside it is synced, renamed over it, and the folder is synced so that the rename itself lasts.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(error);
  }
}

/** The file's text, or `null` where there is none. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw fileError(error);
  }
}

/**
 * Moves a file out of the way under a name that is still free: `wanted`, else with `-2`, `-3`, … before its
 * ending. Returns the new path, or `null` where there was no file.
 */
export async function renameAside(path: string, wanted: string): Promise<string | null> {
  try {
    const free = await freeName(wanted);
    await rename(path, free);
    await syncFolder(dirname(free));
    return free;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw fileError(error);
  }
}

/** A name nothing has yet: `wanted`, else numbered. */
export async function freeName(wanted: string): Promise<string> {
  const ending = extname(wanted);
  const stem = wanted.slice(0, wanted.length - ending.length);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${stem}-${number}${ending}`;
    // Not existsSync: a dangling link is a name in use as well.
    if (!(await lstat(name).catch(() => null))) return name;
  }
}

/** Makes renames, links and removals in the folder last; Windows has no such call and needs none. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
