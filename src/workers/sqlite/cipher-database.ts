import Database from 'better-sqlite3-multiple-ciphers';
import type { PreparedStatement } from 'better-sqlite3-multiple-ciphers';
import { CONNECTION_PRAGMAS, STATEMENT_CACHE_SIZE } from '#main/db/driver/connection-pragmas.ts';
import type { SqlRow, SqlValue, Statement, StatementResult } from '#main/db/driver/driver.ts';
import { CANCELLED } from '#main/db/driver/worker-protocol.ts';
import type { WorkerOpen } from '#main/db/driver/worker-protocol.ts';

type Prepared = {
  readonly statement: PreparedStatement;
  readonly reader: boolean;
  /** INSERT … RETURNING and its kin: every row returned is a row changed. */
  readonly changesByRow: boolean;
};

export type CipherDatabase = {
  readonly sqliteVersion: string;
  readonly cipherVersion: string;
  batch(id: number, statements: readonly Statement[]): readonly StatementResult[];
  exec(sql: string): void;
  close(): void;
};

const NO_ROWS: readonly SqlRow[] = [];

/** Opens the file in SQLCipher 4 format and proves the key by a read; a wrong key throws SQLITE_NOTADB. */
export function openCipherDatabase(options: WorkerOpen): CipherDatabase {
  const connection = new Database(options.path, {
    readonly: options.mode === 'read',
    fileMustExist: options.mode !== 'create',
    timeout: options.busyTimeoutMs,
  });
  try {
    if (options.key) setKey(connection, options.key);
    return prepareConnection(connection, options);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function setKey(connection: Database, key: Uint8Array): void {
  connection.pragma("cipher = 'sqlcipher'");
  connection.pragma('legacy = 4');
  // Through the API, not a pragma: key text in a statement would be kept with the statement.
  const literal = Buffer.from(`x'${Buffer.from(key).toString('hex')}'`);
  connection.key(literal);
  literal.fill(0);
  key.fill(0);
}

function prepareConnection(connection: Database, options: WorkerOpen): CipherDatabase {
  // The first read of the file, and so the one that shows a wrong key.
  connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  if (options.mode !== 'read') connection.pragma('journal_mode = WAL');
  for (const pragma of CONNECTION_PRAGMAS) connection.exec(pragma);
  const [sqliteVersion, cipherVersion] = connection
    .prepare('SELECT sqlite_version(), sqlite3mc_version()')
    .raw(true)
    .get() as [string, string]; // both functions return text
  const cache = new Map<string, Prepared>();
  const { cancelled } = options;

  function stopIfCancelled(id: number): void {
    if (Atomics.load(cancelled, id % cancelled.length) !== id) return;
    throw Object.assign(new Error('cancelled'), { code: CANCELLED });
  }

  return {
    sqliteVersion,
    cipherVersion,
    batch: (id, statements) =>
      statements.map((statement) => {
        stopIfCancelled(id);
        const prepared = prepare(connection, cache, statement.sql);
        const { paramsList } = statement;
        const wantsRows = prepared.reader && statement.returns !== 'none';
        if (!paramsList) return run(prepared, statement.params, wantsRows);
        return runMany(prepared, paramsList, { wantsRows, check: () => stopIfCancelled(id) });
      }),
    exec: (sql) => {
      connection.exec(sql);
    },
    close: () => {
      cache.clear();
      connection.close();
    },
  };
}

function prepare(connection: Database, cache: Map<string, Prepared>, sql: string): Prepared {
  const known = cache.get(sql);
  if (known) {
    cache.delete(sql);
    cache.set(sql, known);
    return known;
  }
  const statement = connection.prepare(sql);
  const { reader } = statement;
  if (reader) statement.raw(true);
  const prepared = { statement, reader, changesByRow: reader && !statement.readonly };
  cache.set(sql, prepared);
  if (cache.size > STATEMENT_CACHE_SIZE) {
    const oldest = cache.keys().next();
    if (!oldest.done) cache.delete(oldest.value);
  }
  return prepared;
}

function run(
  prepared: Prepared,
  params: readonly SqlValue[] | undefined,
  wantsRows: boolean,
): StatementResult {
  const bound = params ? bindable(params) : [];
  if (!prepared.reader) return { rows: NO_ROWS, changes: prepared.statement.run(...bound).changes };
  const rows = prepared.statement.all(...bound);
  return { rows: wantsRows ? rows : NO_ROWS, changes: prepared.changesByRow ? rows.length : 0 };
}

function runMany(
  prepared: Prepared,
  paramsList: readonly (readonly SqlValue[])[],
  options: { wantsRows: boolean; check: () => void },
): StatementResult {
  const rows: SqlRow[] = [];
  let changes = 0;
  for (const params of paramsList) {
    options.check();
    const result = run(prepared, params, options.wantsRows);
    for (const row of result.rows) rows.push(row);
    changes += result.changes;
  }
  return { rows, changes };
}

/** Whole numbers bind as integers: left as numbers the library binds all of them as REAL. */
function bindable(params: readonly SqlValue[]): SqlValue[] {
  return params.map((value) =>
    typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value,
  );
}
