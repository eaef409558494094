import { Worker } from 'node:worker_threads';
import { BUSY_TIMEOUT_MS } from './connection-pragmas.ts';
import type { OpenOptions, SqliteConnection, SqliteDriver } from './driver.ts';
import { requirePath, requireSafeSqlite } from './sqlite-errors.ts';
import { connectWorker } from './worker-connection.ts';
import type { WorkerConnection } from './worker-connection.ts';

export type MultipleCiphersOptions = {
  /** The worker's entry file, `workerUrl('sqlite')`. */
  readonly workerUrl: URL;
  readonly busyTimeoutMs?: number;
};

/**
 * better-sqlite3-multiple-ciphers in its SQLCipher 4 mode. Each connection has a worker thread of its own:
 * the library is synchronous, and readers run beside the writer.
 */
export function createMultipleCiphersDriver(options: MultipleCiphersOptions): SqliteDriver {
  const busyTimeoutMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;

  async function start(open: OpenOptions): Promise<WorkerConnection> {
    // Flags of the process are not for the worker: some (`--input-type`, `--eval`) would even stop it.
    const worker = new Worker(options.workerUrl, { name: 'sqlite', execArgv: [] });
    return connectWorker(worker, { ...open, busyTimeoutMs });
  }

  return {
    name: 'multiple-ciphers',
    async versions() {
      const connection = await start({ path: ':memory:', key: null, mode: 'create' });
      await connection.close();
      return connection.versions;
    },
    async open(open: OpenOptions): Promise<SqliteConnection> {
      requirePath(open);
      const connection = await start(open);
      try {
        requireSafeSqlite(connection.versions.sqlite);
      } catch (error) {
        await connection.close();
        throw error;
      }
      return connection;
    },
  };
}
