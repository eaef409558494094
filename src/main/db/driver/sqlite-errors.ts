import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { ErrorCode } from '#shared/errors.ts';
import type { OpenOptions } from './driver.ts';

type Meaning = { readonly code: ErrorCode; readonly message: string };

const MEANINGS: readonly (readonly [prefix: string, meaning: Meaning])[] = [
  [
    'SQLITE_NOTADB',
    {
      code: 'store_corrupt',
      message:
        'A page of the store could not be verified. Nothing was changed; run the integrity check, then repair or restore a backup.',
    },
  ],
  [
    'SQLITE_CORRUPT',
    {
      code: 'store_corrupt',
      message:
        'Part of the store is damaged. Nothing was changed; run the integrity check, then repair or restore a backup.',
    },
  ],
  [
    'SQLITE_FULL',
    {
      code: 'disk_full',
      message:
        'The disk is full. The last change was not saved; everything before it is safe. Free some space and try again.',
    },
  ],
  [
    'SQLITE_READONLY',
    {
      code: 'store_read_only',
      message:
        'The store can only be read: its folder or file is write-protected. Nothing was changed; allow writing or choose another folder.',
    },
  ],
  [
    'SQLITE_BUSY',
    {
      code: 'store_busy',
      message: 'Another program is using the store. Nothing was changed; try again in a moment.',
    },
  ],
  [
    'SQLITE_LOCKED',
    { code: 'store_busy', message: 'The store is busy. Nothing was changed; try again in a moment.' },
  ],
  [
    'SQLITE_CANTOPEN',
    {
      code: 'file_unreadable',
      message:
        'The store could not be opened: the file is missing or access is denied. Check the folder and its permissions.',
    },
  ],
  [
    'SQLITE_PERM',
    {
      code: 'file_unreadable',
      message: 'Access to the store was denied. Check the permissions of the data folder.',
    },
  ],
  [
    'SQLITE_IOERR',
    {
      code: 'file_unreadable',
      message:
        'The disk reported an error. What was saved before is untouched; check the disk, then open the store again.',
    },
  ],
  [
    'SQLITE_CONSTRAINT',
    { code: 'conflict', message: 'The change contradicts data that is already there. Nothing was changed.' },
  ],
];

/**
 * An SQLite failure as the error a user can meet. SQLite's own text goes into `cause` only: it names
 * tables and columns, never bound values.
 */
export function sqliteError(sqliteCode: string, sqliteMessage: string): AppError {
  const cause = new Error(`${sqliteCode}: ${sqliteMessage}`);
  const details = { sqlite: sqliteCode };
  const known = MEANINGS.find(([prefix]) => sqliteCode.startsWith(prefix));
  if (known) return new AppError(known[1].code, known[1].message, { cause, details });
  return new AppError('internal', 'The database refused a statement. Nothing was changed by it.', {
    cause,
    details,
  });
}

export function wrongKeyError(cause?: unknown): AppError {
  return new AppError(
    'store_wrong_key',
    'This key does not open the store. Nothing was changed; unlock with the right passphrase, keychain or recovery phrase.',
    { cause },
  );
}

export function cancelledError(): AppError {
  return new AppError('cancelled', 'The request was cancelled before it finished.');
}

export function closedError(): AppError {
  return new AppError(
    'store_locked',
    'The store is closed. What was saved is safe; unlock it and try again.',
  );
}

/** Refuses a path that cannot be opened, in the same words whichever library would have noticed. */
export function requirePath(open: Pick<OpenOptions, 'path' | 'mode'>): void {
  if (open.mode !== 'create' && !existsSync(open.path)) {
    throw new AppError(
      'store_absent',
      'There is no store in this folder yet. Create one, or choose the folder that holds yours.',
    );
  }
  if (!existsSync(dirname(open.path))) throw sqliteError('SQLITE_CANTOPEN', 'the folder does not exist');
}

/** The first version without the WAL-reset bug, which could lose commits when two connections checkpoint. */
export const OLDEST_SQLITE = '3.51.3';

/** Refuses a bundled SQLite with known data-loss bugs. */
export function requireSafeSqlite(version: string): void {
  const found = version.split('.').map(Number);
  const least = OLDEST_SQLITE.split('.').map(Number);
  for (const [index, minimum] of least.entries()) {
    const part = found[index] ?? 0;
    if (part > minimum) return;
    if (part < minimum || Number.isNaN(part)) {
      throw new AppError(
        'driver_missing',
        `The bundled SQLite ${version} is older than ${OLDEST_SQLITE} and could lose data, so the store was not opened. Update Adiuva.`,
        { details: { sqlite: version } },
      );
    }
  }
}
