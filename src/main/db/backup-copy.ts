import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError } from '#shared/errors.ts';
import type { SqliteConnection } from './driver/driver.ts';
import { fileKind, removeUnfinished, sizeOf, syncFile } from './open-store-files.ts';

/** Left free beside the copy, for the log of the store itself while it is written. */
const SPARE_BYTES = 16 * 1024 * 1024;

/**
 * Writes a whole, compacted copy of an open store under the same key, while others go on reading and writing
 * (`VACUUM INTO`; copying the file by hand would miss its log, and the backup call of one driver writes an
 * empty file). Refuses before writing where the disk has no room. Returns the size in bytes.
 */
export async function copyStore(
  connection: Pick<SqliteConnection, 'batch'>,
  target: string,
): Promise<{ readonly sizeBytes: number }> {
  await requireRoom(connection, dirname(target));
  if ((await fileKind(target)) !== 'absent') {
    throw new AppError(
      'conflict',
      'A file of that name is already there. It was not changed; choose another name.',
    );
  }
  try {
    await connection.batch([{ sql: 'VACUUM INTO ?', params: [target] }]);
    if ((await fileKind(target)) !== 'encrypted') {
      throw new AppError(
        'internal',
        'The copy of the store came out unusable and was removed. The store is untouched.',
      );
    }
    await syncFile(target);
    return { sizeBytes: await sizeOf(target) };
  } catch (error) {
    await removeUnfinished(target);
    throw fileError(error);
  }
}

/** Refuses with `disk_full` where a copy of the store would not fit. */
export async function requireRoom(
  connection: Pick<SqliteConnection, 'batch'>,
  folder: string,
): Promise<void> {
  const [pages, size] = await connection.batch([{ sql: 'PRAGMA page_count' }, { sql: 'PRAGMA page_size' }]);
  const neededBytes = Number(pages?.rows[0]?.[0]) * Number(size?.rows[0]?.[0]) + SPARE_BYTES;
  const freeBytes = await freeBytesIn(folder);
  if (freeBytes >= neededBytes) return;
  throw new AppError(
    'disk_full',
    'There is not enough room on the disk for a copy of the store. Nothing was changed; free some space and try again.',
    { details: { neededBytes, freeBytes } },
  );
}

export async function freeBytesIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder).catch((error: unknown) => {
    throw fileError(error);
  });
  return bavail * bsize;
}
