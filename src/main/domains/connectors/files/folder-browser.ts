import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FolderListing } from '#shared/contracts/files.ts';
import { AppError } from '#shared/errors.ts';

const MAX_SHOWN = 1_000;

/** The folders inside a folder, for a person who chooses one. Hidden ones, files and links are left out. */
export async function browseFolder(path: string): Promise<FolderListing> {
  const real = await realFolder(path);
  const entries = await readdir(real, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('file_unreadable', 'This folder cannot be opened by this user. Choose another one.', {
      cause,
    });
  });
  const shown = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => ({ name, path: join(real, name) }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  const parent = dirname(real);
  return {
    path: real,
    name: basename(real) || real,
    parent: parent === real ? null : parent,
    folders: shown.slice(0, MAX_SHOWN),
    isTruncated: shown.length > MAX_SHOWN,
  };
}

/** What a right names: the real path, whatever links led to it. */
export async function realFolder(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  const isFolder = real !== null && (await stat(real).catch(() => null))?.isDirectory() === true;
  if (real === null || !isFolder)
    throw new AppError('file_unreadable', `There is no folder at ${path}. Check the path, or choose it.`);
  return real;
}
