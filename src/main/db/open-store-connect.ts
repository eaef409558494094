import type { SystemWarning } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import { copyStore } from './backup-copy.ts';
import type { StoreConnections } from './client.ts';
import type { SqliteConnection, SqliteDriver } from './driver/driver.ts';
import { migrate, readSchemaVersion } from './migrate.ts';
import type { Migration } from './migrate.ts';
import { asideName, removeUnfinished, sizeOf, swapStore } from './open-store-files.ts';
import type { StoreFiles } from './open-store-files.ts';
import { countDangling, findDamage } from './open-store-integrity.ts';
import { query } from './open-store-query.ts';
import { createStorePages } from './pages/index.ts';
import { createSpareReader } from './spare-reader.ts';
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
  const { driver, files, storeId } = options;
  const recordedSeq = await readSequence(files.sequence, storeId);
  if (mode === 'write') await requireContent(files, recordedSeq);
  const open = async (as: Mode): Promise<SqliteConnection> =>
    driver.open({ path: files.store, key, mode: as }).catch(damageNotKey);
  const readers = Array.from({ length: options.readers }, () => 'read' as const);
  // All at once, as each starts a thread; a new file has nothing to read before its schema is there.
  let connections = await openAll(open, mode === 'write' ? ['write', ...readers] : ['create']);
  try {
    const version = await readSchemaVersion(connections.writer);
    if (recordedSeq > 0 && version === 0) throw emptiedError();
    let keptFile: string | null = null;
    if (version < options.migrations.length) {
      await closeAll(connections.readers);
      keptFile = await bringUpToDate(connections.writer, key, version, options);
      await connections.writer.close();
      connections = await openAll(open, ['write', ...readers]);
    } else {
      await migrate(connections.writer, options.migrations, options.nowMs());
    }
    const foundSeq = await lastChange(connections.writer);
    const sequence = createSequenceKeeper(files.sequence, storeId, recordedSeq);
    const warnings: SystemWarning[] = [];
    if (foundSeq < recordedSeq) warnings.push({ kind: 'rolled_back', expectedSeq: recordedSeq, foundSeq });
    else sequence.note(foundSeq);
    const spare = createSpareReader(driver, files.store, key);
    const pages = createStorePages(driver, files.store, key);
    return { connections: { ...connections, spare, pages }, sequence, warnings, keptFile };
  } catch (error) {
    await closeAll([...connections.readers, connections.writer]);
    throw error;
  }
}

type Mode = 'create' | 'write' | 'read';

/** Opens every connection or none: those that opened beside one that failed are closed again. */
async function openAll(
  open: (mode: Mode) => Promise<SqliteConnection>,
  modes: readonly Mode[],
): Promise<StoreConnections> {
  const results = await Promise.allSettled(modes.map((mode) => open(mode)));
  const [writer, ...readers] = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (writer && !failed) return { writer, readers };
  await closeAll(writer ? [...readers, writer] : readers);
  throw failed?.reason;
}

async function closeAll(connections: readonly SqliteConnection[]): Promise<void> {
  for (const connection of connections) await connection.close();
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
  version: number,
  options: ConnectOptions,
): Promise<string | null> {
  const { driver, files, migrations, nowMs } = options;
  if (version === 0) {
    await migrate(writer, migrations, nowMs());
    return null;
  }
  const copyPath = `${files.store}.migrating`;
  await removeUnfinished(copyPath);
  await copyStore(writer, copyPath);
  const danglingBefore = await countDangling((sql) => query(writer, sql));
  try {
    await using copy = await driver.open({ path: copyPath, key, mode: 'write' });
    await migrate(copy, migrations, nowMs());
    const damage = await findDamage((sql) => query(copy, sql));
    // A repaired store may lack rows that others refer to; being brought up to date must not add any.
    const added = (await countDangling((sql) => query(copy, sql))) - danglingBefore;
    if (damage.length > 0 || added > 0) throw migrationError(damage.length + Math.max(0, added));
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
