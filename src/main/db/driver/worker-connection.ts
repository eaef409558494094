import type { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { OpenOptions, SqlRow, SqliteConnection, Statement, StatementResult } from './driver.ts';
import { cancelledError, closedError, sqliteError, wrongKeyError } from './sqlite-errors.ts';
import { CANCELLED } from './worker-protocol.ts';
import type { WorkerAnswer, WorkerFailure, WorkerOrder, WorkerRequest } from './worker-protocol.ts';

export type WorkerConnection = SqliteConnection & {
  readonly versions: { readonly sqlite: string; readonly cipher: string };
};

type Reply = readonly StatementResult[] | readonly SqlRow[];

type Waiting = {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: AppError) => void;
};

/** Requests that can be marked as cancelled at one time; a clash only means that one runs to its end. */
const CANCEL_SLOTS = 64;
const ID_MASK = 0x7fffffff;

/** The main thread's end of one database worker: numbers the requests and matches the answers. */
class WorkerClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private readonly cancelled = new Int32Array(new SharedArrayBuffer(CANCEL_SLOTS * 4));
  private lastId = 0;
  private isOpen = false;
  private closing: Promise<void> | null = null;

  constructor(worker: Worker) {
    this.worker = worker;
    worker.on('message', (answer: WorkerAnswer) => this.settle(answer));
    worker.on('error', (cause) => this.fail(this.isOpen ? stoppedError(cause) : notStartedError(cause)));
    worker.on('exit', () => this.fail(closedError()));
    // An idle connection must not keep the process alive; a request in flight does.
    worker.unref();
  }

  async open(options: OpenOptions & { busyTimeoutMs: number }): Promise<readonly SqlRow[]> {
    // A copy of its own: a small Buffer lies in a pool, and cloning it would send the whole pool along.
    const key = options.key ? Uint8Array.from(options.key) : null;
    const answer = this.request({ open: { ...options, key, cancelled: this.cancelled } });
    // The message holds a clone by now, which the worker wipes after use.
    key?.fill(0);
    const rows = (await answer) as readonly SqlRow[]; // the protocol answers `open` with rows
    this.isOpen = true;
    return rows;
  }

  async batch(statements: readonly Statement[], signal?: AbortSignal): Promise<readonly StatementResult[]> {
    if (signal?.aborted) throw cancelledError();
    const pending = this.request({ batch: statements });
    if (!signal) return pending as Promise<readonly StatementResult[]>; // answered with results
    const id = this.lastId;
    const cancel = (): void => void Atomics.store(this.cancelled, id % CANCEL_SLOTS, id);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return (await pending) as readonly StatementResult[]; // answered with results
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async exec(sql: string): Promise<void> {
    await this.request({ exec: sql });
  }

  close(): Promise<void> {
    this.closing ??= this.shutDown();
    return this.closing;
  }

  private async shutDown(): Promise<void> {
    try {
      await this.send({ id: this.nextId(), close: true });
    } finally {
      await this.worker.terminate();
    }
  }

  private request(order: WorkerOrder): Promise<Reply> {
    if (this.closing) return Promise.reject(closedError());
    return this.send({ id: this.nextId(), ...order });
  }

  private nextId(): number {
    this.lastId = (this.lastId + 1) & ID_MASK || 1;
    return this.lastId;
  }

  private send(request: WorkerRequest): Promise<Reply> {
    return new Promise((resolve, reject) => {
      try {
        this.worker.postMessage(request);
      } catch (cause) {
        reject(new AppError('internal', 'A value could not be handed to the database.', { cause }));
        return;
      }
      if (this.waiting.size === 0) this.worker.ref();
      this.waiting.set(request.id, { resolve, reject });
    });
  }

  private settle(answer: WorkerAnswer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('results' in answer) waiting.resolve(answer.results);
    else if ('rows' in answer) waiting.resolve(answer.rows);
    else waiting.reject(errorOf(answer.failure));
  }

  private fail(error: AppError): void {
    this.closing ??= Promise.resolve();
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

/** Opens the database in the worker; on failure the worker is gone when this rejects. */
export async function connectWorker(
  worker: Worker,
  options: OpenOptions & { busyTimeoutMs: number },
): Promise<WorkerConnection> {
  const client = new WorkerClient(worker);
  try {
    const [versions] = await client.open(options);
    const close = (): Promise<void> => client.close();
    return {
      versions: { sqlite: String(versions?.[0]), cipher: String(versions?.[1]) },
      batch: (statements, signal) => client.batch(statements, signal),
      exec: (sql) => client.exec(sql),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await worker.terminate();
    if (error instanceof AppError && error.details['sqlite'] === 'SQLITE_NOTADB') throw wrongKeyError(error);
    throw error;
  }
}

function errorOf(failure: WorkerFailure): AppError {
  return failure.code === CANCELLED ? cancelledError() : sqliteError(failure.code, failure.message);
}

function notStartedError(cause: unknown): AppError {
  return new AppError(
    'driver_missing',
    'The built-in SQLite driver could not be started on this system. Your data is untouched; reinstall Adiuva, or set ADIUVA_SQLITE_DRIVER=journeyapps where that package is installed.',
    { cause },
  );
}

function stoppedError(cause: unknown): AppError {
  return new AppError(
    'internal',
    'The database thread stopped unexpectedly. What was saved is safe; open the store again.',
    { cause },
  );
}
