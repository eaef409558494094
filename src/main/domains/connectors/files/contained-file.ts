import { constants, type Stats } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Refusal } from '#shared/contracts/extract.ts';

/** Thrown where a path is not what was granted; the other files go on. */
export class FileRefused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

export type ContainedFile = { readonly handle: FileHandle; readonly stats: Stats };

/** How the real path of an open file is found; `path` is the name that it was opened by. */
export type DescriptorPath = (handle: FileHandle, path: string) => Promise<string>;

// Without O_NONBLOCK a pipe in a file's place would hold the opening up for ever.
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file below a granted folder. No link is followed on the last step, and what was opened is asked
 * where it lies: a folder on the way that was swapped for a link between two looks leads out of the granted folder,
 * and that is seen on the descriptor, which nobody can swap.
 */
export async function openContained(
  folder: string,
  path: string,
  descriptorPath: DescriptorPath = defaultDescriptorPath,
): Promise<ContainedFile> {
  requirePlainPath(path);
  const fullPath = join(folder, ...path.split('/'));
  const handle = await open(fullPath, FLAGS).catch((error: unknown) => {
    throw new FileRefused(refusalOf(error));
  });
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new FileRefused('not_a_file');
    const real = await descriptorPath(handle, fullPath);
    if (!isInside(folder, real)) throw new FileRefused('outside_folder');
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Relative, with `/` between its parts, and never upwards. */
function requirePlainPath(path: string): void {
  const parts = path.split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  // On Windows a backslash parts folders too, and a colon names a hidden stream of a file.
  const isForeign = sep === '\\' && /[\\:]/.test(path);
  if (!isPlain || isForeign || path.length > 4096) throw new FileRefused('outside_folder');
}

export function isInside(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** Linux tells where a descriptor lies. */
async function procDescriptorPath(handle: FileHandle): Promise<string> {
  const path = await readlink(`/proc/self/fd/${handle.fd}`);
  if (path.endsWith(' (deleted)')) throw new FileRefused('not_found');
  return path;
}

/** How often names are looked at anew where a descriptor cannot say where it lies. */
const LOOKS = 8;

/**
 * Elsewhere: the real path of the name, which must be the very file that is open. Two calls can be deceived by a
 * swap between them, so they are repeated: to go unseen, a swap would have to fall right between them each time.
 */
export async function comparedDescriptorPath(handle: FileHandle, path: string): Promise<string> {
  const opened = await handle.stat({ bigint: true });
  const first = await realpath(path).catch(gone);
  for (let look = 0; look < LOOKS; look += 1) {
    const named = await stat(first, { bigint: true }).catch(gone);
    const real = await realpath(first).catch(gone);
    if (named.ino !== opened.ino || named.dev !== opened.dev || real !== first) {
      throw new FileRefused('outside_folder');
    }
  }
  return first;
}

function gone(): never {
  throw new FileRefused('not_found');
}

const defaultDescriptorPath: DescriptorPath =
  process.platform === 'linux' ? procDescriptorPath : comparedDescriptorPath;

function refusalOf(error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ELOOP' || code === 'EMLINK') return 'outside_folder';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'not_found';
  if (code === 'EISDIR' || code === 'ENXIO') return 'not_a_file';
  return 'unreadable';
}
