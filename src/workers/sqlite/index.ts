import { parentPort } from 'node:worker_threads';
import type { WorkerAnswer, WorkerRequest } from '#main/db/driver/worker-protocol.ts';
import { openCipherDatabase } from './cipher-database.ts';
import type { CipherDatabase } from './cipher-database.ts';

/** One connection to one encrypted SQLite file, driven by messages; see worker-protocol.ts. */
function serve(port: NonNullable<typeof parentPort>): void {
  let database: CipherDatabase | null = null;

  function answer(request: WorkerRequest): WorkerAnswer {
    if ('batch' in request) return { id: request.id, results: opened().batch(request.id, request.batch) };
    if ('exec' in request) {
      opened().exec(request.exec);
      return { id: request.id, rows: [] };
    }
    if ('open' in request) {
      database = openCipherDatabase(request.open);
      return { id: request.id, rows: [[database.sqliteVersion, database.cipherVersion]] };
    }
    database?.close();
    database = null;
    return { id: request.id, rows: [] };
  }

  function opened(): CipherDatabase {
    if (!database) throw new Error('no database is open in this worker');
    return database;
  }

  port.on('message', (request: WorkerRequest) => {
    let message: WorkerAnswer;
    try {
      message = answer(request);
    } catch (error) {
      message = { id: request.id, failure: failureOf(error) };
    }
    port.postMessage(message);
  });
}

function failureOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: 'SQLITE_ERROR', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'SQLITE_ERROR';
  return { code, message: error.message };
}

if (parentPort) serve(parentPort);
