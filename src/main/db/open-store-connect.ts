import type { SystemWarning } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import { copyStore } from './backup-copy.ts';
import type { StoreConnections } from './client.ts';
import type { SqliteConnection, SqliteDriver } from './driver/driver.ts';
import { migrate, readSchemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { asideName, removeUnfinished, sizeOf, swapStore } from './open-store-files.ts';
import type { StoreFiles } from './open-store-files.ts';
import { checkIntegrity } from './open-store-integrity.ts';
import { query } from './open-store-query.ts';
import { createSequenceKeeper, readSequence } from './open-store-sequence.ts';
import type { SequenceKeeper } from './open-store-sequence.ts';

export type ConnectOptions = {
  readonly driver: SqliteDriver;
  readonly files: StoreFiles;
  readonly storeId: string;
  readonly migrations: readonly Migration[];
  readonly readers: number;
  readonly nowMs: () => number;
};

/** An open, migrated store. The connections are the caller's to close, through the store made of them. */
export type OpenedStore = {
  readonly connections: StoreConnections;
  /** Told about every commit (`store.onCommit`), closed after the connections. */
  readonly sequence: SequenceKeeper;
  readonly warnings: readonly SystemWarning[];
  /** The former file, when the schema was brought up to date. */
  readonly keptFile: string | null;
};

/**
 * Opens the store with its key: refuses one that is damaged or newer, brings an older schema up to date on a
 * copy, and compares the last change with the number on record outside. `key` stays the caller's.
 */
export async function connectStore(
  key: Uint8Array,
  mode: 'create' | 'write',
  options: ConnectOptions,
): Promise<OpenedStore> {
  const { driver, files } = options;
  const recordedSeq = await readSequence(files.sequence, options.storeId);
  if (mode === 'write') await requireContent(files, recordedSeq);
  const opened: SqliteConnection[] = [];
  const open = async (as: 'create' | 'write' | 'read'): Promise<SqliteConnection> => {
    const connection = await driver.open({ path: files.store, key, mode: as }).catch(damageNotKey);
    opened.push(connection);
    return connection;
  };
  try {
    let writer = await open(mode);
    if (recordedSeq > 0 && (await readSchemaVersion(writer)) === 0) throw emptiedError();
    const keptFile = await bringUpToDate(writer, key, options);
    if (keptFile !== null) writer = await open('write');
    const foundSeq = await lastChange(writer);
    const readers = await Promise.all(Array.from({ length: options.readers }, () => open('read')));
    const sequence = createSequenceKeeper(files.sequence, options.storeId, recordedSeq);
    const warnings: SystemWarning[] = [];
    if (foundSeq < recordedSeq) warnings.push({ kind: 'rolled_back', expectedSeq: recordedSeq, foundSeq });
    else sequence.note(foundSeq);
    return { connections: { writer, readers }, sequence, warnings, keptFile };
  } catch (error) {
    for (const connection of opened) await connection.close();
    throw error;
  }
}

/**
 * The key was checked against its own check value before it came here, so a file that it does not open is a
 * damaged one.
 */
function damageNotKey(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'store_wrong_key') throw error;
  throw new AppError(
    'store_corrupt',
    'The first page of the store is damaged. Nothing was changed; restore a backup or a kept copy.',
    { cause: error, details: { page: 1 } },
  );
}

/** SQLite takes an empty file for a new database; here it would pass a lost store off as a fresh one. */
async function requireContent(files: StoreFiles, recordedSeq: number): Promise<void> {
  if (recordedSeq === 0 || (await sizeOf(files.store)) > 0) return;
  throw emptiedError();
}

function emptiedError(): AppError {
  return new AppError(
    'store_corrupt',
    'The store file is empty although it held data before. Nothing was changed; restore a backup or a kept copy.',
    { details: { page: 0 } },
  );
}

/**
 * Migrates a new store in place and an older one on a copy that then takes its place, so that a failure
 * half-way leaves the store as it was. Returns where the former file is kept, or `null` where none was needed.
 */
async function bringUpToDate(
  writer: SqliteConnection,
  key: Uint8Array,
  options: ConnectOptions,
): Promise<string | null> {
  const { driver, files, migrations, nowMs } = options;
  const version = await readSchemaVersion(writer);
  if (version === 0 || version >= migrations.length) {
    await migrate(writer, migrations, nowMs());
    return null;
  }
  const copyPath = `${files.store}.migrating`;
  await removeUnfinished(copyPath);
  await copyStore(writer, copyPath);
  try {
    await using copy = await driver.open({ path: copyPath, key, mode: 'write' });
    await migrate(copy, migrations, nowMs());
    const report = await checkIntegrity((sql) => query(copy, sql));
    if (!report.ok) throw migrationError(report.problems.length);
    await copy.close();
    await writer.close();
    return await swapStore(
      files.store,
      copyPath,
      asideName(files.store, `before-v${migrations.length}`, nowMs()),
    );
  } catch (error) {
    await removeUnfinished(copyPath);
    throw error;
  }
}

function migrationError(problems: number): AppError {
  return new AppError(
    'store_corrupt',
    'The store could not be brought up to date: the copy made for it failed its check. The store itself was not changed; run the integrity check.',
    { details: { problems } },
  );
}

async function lastChange(connection: SqliteConnection): Promise<number> {
  const [row] = await query(connection, 'SELECT coalesce(max(seq), 0) FROM change_log');
  return Number(row?.[0] ?? 0);
}
