import type { SqlcipherDatabase } from '@journeyapps/sqlcipher';
import { AppError } from '#shared/errors.ts';
import { BUSY_TIMEOUT_MS, CONNECTION_PRAGMAS } from './connection-pragmas.ts';
import type { OpenOptions, SqliteConnection, SqliteDriver } from './driver.ts';
import { JourneyappsConnection } from './journeyapps-connection.ts';
import { requirePath, requireSafeSqlite, sqliteError, wrongKeyError } from './sqlite-errors.ts';

type Library = typeof import('@journeyapps/sqlcipher').default;

export type JourneyappsOptions = { readonly busyTimeoutMs?: number };

/** `@journeyapps/sqlcipher`, an optional package; `driver_missing` where it could not be installed. */
export function createJourneyappsDriver(options: JourneyappsOptions = {}): SqliteDriver {
  const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;

  return {
    name: 'journeyapps',
    async versions() {
      const database = await openDatabase(await loadLibrary(), { path: ':memory:', mode: 'create' });
      const connection = new JourneyappsConnection(database);
      try {
        return await readVersions(connection);
      } finally {
        await connection.close();
      }
    },
    async open(open: OpenOptions): Promise<SqliteConnection> {
      const library = await loadLibrary();
      requirePath(open);
      const database = await openDatabase(library, open);
      database.configure('busyTimeout', busyTimeoutMs);
      const connection = new JourneyappsConnection(database);
      try {
        await prepareConnection(connection, open);
        return connection;
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
  };
}

async function loadLibrary(): Promise<Library> {
  try {
    const loaded = await import('@journeyapps/sqlcipher');
    return loaded.default;
  } catch (cause) {
    throw new AppError(
      'driver_missing',
      'The journeyapps SQLite driver is not installed here (it needs a compiler and OpenSSL headers). Your data is untouched; unset ADIUVA_SQLITE_DRIVER to use the built-in driver, which reads the same files.',
      { cause },
    );
  }
}

function openDatabase(
  library: Library,
  open: Pick<OpenOptions, 'path' | 'mode'>,
): Promise<SqlcipherDatabase> {
  const flags = {
    create: library.OPEN_READWRITE | library.OPEN_CREATE,
    write: library.OPEN_READWRITE,
    read: library.OPEN_READONLY,
  }[open.mode];
  return new Promise((resolve, reject) => {
    const database = new library.Database(open.path, flags, (error) => {
      if (error) reject(sqliteError(error.code ?? 'SQLITE_ERROR', error.message));
      else resolve(database);
    });
  });
}

async function prepareConnection(connection: JourneyappsConnection, open: OpenOptions): Promise<void> {
  if (open.key) {
    // Otherwise the library writes its own lines to stderr for every page it refuses.
    await connection.exec('PRAGMA cipher_log_level = NONE');
    await connection.exec(`PRAGMA key = "x'${Buffer.from(open.key).toString('hex')}'"`);
  }
  await proveKey(connection);
  requireSafeSqlite((await readVersions(connection)).sqlite);
  if (open.mode !== 'read') await connection.exec('PRAGMA journal_mode = WAL');
  for (const pragma of CONNECTION_PRAGMAS) await connection.exec(pragma);
}

/** The first read of the file, and so the one that shows a wrong key. */
async function proveKey(connection: JourneyappsConnection): Promise<void> {
  try {
    await connection.batch([{ sql: 'SELECT count(*) FROM sqlite_schema' }]);
  } catch (error) {
    if (error instanceof AppError && error.details['sqlite'] === 'SQLITE_NOTADB') throw wrongKeyError(error);
    throw error;
  }
}

async function readVersions(connection: JourneyappsConnection): Promise<{ sqlite: string; cipher: string }> {
  const [sqlite, cipher] = await connection.batch([
    { sql: 'SELECT sqlite_version()' },
    { sql: 'PRAGMA cipher_version' },
  ]);
  return {
    sqlite: String(sqlite?.rows[0]?.[0]),
    cipher: `SQLCipher ${String(cipher?.rows[0]?.[0] ?? 'unknown')}`,
  };
}
