import { dirname } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { requireRoom } from './backup-copy.ts';
import type { SqliteConnection, SqliteDriver } from './driver/driver.ts';
import { fileKind, removeUnfinished } from './open-store-files.ts';
import { checkIntegrity } from './open-store-integrity.ts';
import { query, quoted } from './open-store-query.ts';
import { readSchemaVersion } from './migrate.ts';

export type PlaintextImport = {
  readonly driver: SqliteDriver;
  /** The unencrypted database of an earlier Adiuva. */
  readonly source: string;
  /** Where the encrypted one is made; must not exist. */
  readonly target: string;
  readonly key: Uint8Array;
  /** The schema this app knows; a newer database is refused before anything is written. */
  readonly appSchema: number;
};

/**
 * Makes an encrypted copy of an unencrypted database and proves it: it opens with the key, passes the
 * integrity check and has as many rows in every table. Only then does it return; otherwise nothing is left behind.
 * The source keeps its content; its log is folded into it so that it can be kept as one file.
 */
export async function importPlaintext(order: PlaintextImport): Promise<void> {
  const { driver, source, target, key } = order;
  try {
    const before = await exportEncrypted(order);
    if ((await fileKind(target)) !== 'encrypted') throw failedImport('the copy is not encrypted');
    await using copy = await driver.open({ path: target, key, mode: 'write' });
    await requireWhole(copy);
    if (JSON.stringify(await countRows(copy)) !== before) throw failedImport('rows are missing in the copy');
  } catch (error) {
    await removeUnfinished(target);
    throw error;
  }
  // Closing the last connection has folded its log in; a reader could have kept it.
  if ((await fileKind(source)) !== 'plaintext') throw failedImport('the source is no longer there');
}

/** Writes the copy and returns what it must hold. */
async function exportEncrypted(order: PlaintextImport): Promise<string> {
  const { driver, source, target, key } = order;
  // `create`, although it is there: what one driver may attach it opens with the same rights.
  await using plain = await driver.open({ path: source, key: null, mode: 'create' });
  requireKnownSchema(await readSchemaVersion(plain), order.appSchema);
  await requireWhole(plain);
  await requireRoom(plain, dirname(target));
  const before = JSON.stringify(await countRows(plain));
  if (driver.name === 'journeyapps') await exportThroughSqlcipher(plain, target, key);
  else await plain.batch([{ sql: 'VACUUM INTO ?', params: [target] }]);
  await plain.exec('PRAGMA journal_mode = DELETE');
  await plain.close();
  if (driver.name === 'multiple-ciphers') await encryptInPlace(driver, target, key);
  return before;
}

function requireKnownSchema(storeSchema: number, appSchema: number): void {
  if (storeSchema === 0) {
    throw new AppError(
      'import_unknown_kind',
      'The unencrypted database in this folder was not made by Adiuva. It was not changed; move it elsewhere to start here.',
    );
  }
  if (storeSchema > appSchema) {
    throw new AppError(
      'store_too_new',
      'The unencrypted database was last opened by a newer Adiuva. It was not changed; update Adiuva to bring it in.',
      { details: { storeSchema, appSchema } },
    );
  }
}

/** https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export */
async function exportThroughSqlcipher(
  plain: SqliteConnection,
  target: string,
  key: Uint8Array,
): Promise<void> {
  const [version] = await query(plain, 'PRAGMA user_version');
  await plain.exec(`ATTACH DATABASE '${target.replaceAll("'", "''")}' AS encrypted KEY "${keyLiteral(key)}"`);
  await query(plain, "SELECT sqlcipher_export('encrypted')");
  await plain.exec(`PRAGMA encrypted.user_version = ${Number(version?.[0])}; DETACH DATABASE encrypted`);
}

/** The other library has no export, but a copy can be given a key; it asks for a rollback journal meanwhile. */
async function encryptInPlace(driver: SqliteDriver, target: string, key: Uint8Array): Promise<void> {
  await using copy = await driver.open({ path: target, key: null, mode: 'write' });
  await copy.exec('PRAGMA journal_mode = DELETE');
  await copy.exec(`PRAGMA cipher = 'sqlcipher'; PRAGMA legacy = 4; PRAGMA rekey = "${keyLiteral(key)}"`);
}

function keyLiteral(key: Uint8Array): string {
  return `x'${Buffer.from(key).toString('hex')}'`;
}

async function requireWhole(connection: SqliteConnection): Promise<void> {
  const report = await checkIntegrity((sql) => query(connection, sql));
  if (report.ok) return;
  throw new AppError(
    'store_corrupt',
    `The unencrypted database is damaged (${report.problems.length} findings), so it was not brought in. It was not changed; repair it first.`,
    { details: { problems: report.problems.length } },
  );
}

async function countRows(connection: SqliteConnection): Promise<readonly (readonly [string, number])[]> {
  const tables = await query(
    connection,
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
  );
  const counts: [string, number][] = [];
  for (const [name] of tables) {
    const [row] = await query(connection, `SELECT count(*) FROM ${quoted(String(name))}`);
    counts.push([String(name), Number(row?.[0])]);
  }
  return counts;
}

function failedImport(reason: string): AppError {
  return new AppError(
    'internal',
    `The unencrypted database could not be brought in: ${reason}. It is still there as it was; try again.`,
  );
}
