import { lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '#main/engine/secrets/atomic-file.ts';
import { AppError } from '#shared/errors.ts';
import { errnoOf } from './folder-error.ts';

/** Names with a dot in front are the target's own: no piece of a backup can be called so. */
export const PARTIAL_FOLDER = '.partial';
export const LOCK_FOLDER = '.locks';

/** Folders of some file systems (network shares, FAT) cannot be synced; what they promise without it is all there is. */
const UNSYNCABLE = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EACCES', 'EISDIR', 'EBADF']);

export async function syncQuietly(folder: string): Promise<void> {
  await syncFolder(folder).catch((error: unknown) => {
    if (!UNSYNCABLE.has(errnoOf(error))) throw error;
  });
}

/**
 * Makes the folders below `root` one by one, each made to last. Never `root` itself: where that is gone, the drive
 * is, and a folder in its place would take the backup.
 */
export async function createFolders(root: string, below: string): Promise<void> {
  let path = root;
  for (const part of below.split('/').filter((one) => one !== '' && one !== '.')) {
    path = join(path, part);
    const isNew = await mkdir(path, { mode: 0o700 }).then(
      () => true,
      (error: unknown) => {
        if (errnoOf(error) === 'EEXIST') return false;
        throw error;
      },
    );
    if (isNew) await syncQuietly(dirname(path));
    else await assertFolder(path);
  }
}

async function assertFolder(path: string): Promise<void> {
  if ((await lstat(path)).isDirectory()) return;
  throw new AppError(
    'forbidden',
    'In the folder of the backup there is a link or a file where a folder of it should be. Nothing was written; look at the folder, or choose another.',
  );
}
