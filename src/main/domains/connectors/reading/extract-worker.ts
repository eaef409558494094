import { Worker } from 'node:worker_threads';
import type {
  ExtractAnswer,
  ExtractJob,
  ExtractRequest,
  ExtractResults,
  Refusal,
} from '#shared/contracts/extract.ts';

export type Extracted<Op extends ExtractJob['op']> =
  | { readonly result: ExtractResults[Op] }
  | { readonly refusal: Refusal };

/** The thread in which files and databases of others are read, one job at a time. */
export type ExtractWorker = {
  /** Answers a reason instead of throwing: one bad file stops nothing. `bytes` of a text job are handed over. */
  run<Job extends ExtractJob>(job: Job, signal?: AbortSignal): Promise<Extracted<Job['op']>>;
  close(): Promise<void>;
};

export type ExtractLimits = {
  /** For one job. */
  readonly timeoutMs: number;
  /** Of the JavaScript heap and what hangs on it. */
  readonly memoryMb: number;
  /** A thread that had nothing to do for so long is ended. */
  readonly idleMs: number;
};

export const EXTRACT_LIMITS: ExtractLimits = { timeoutMs: 20_000, memoryMb: 512, idleMs: 30_000 };

const LOOK_EVERY_MS = 100;
const MEBIBYTE = 2 ** 20;

type Running = { readonly id: number; settle(answer: ExtractAnswer): void };

export function createExtractWorker(url: URL, limits: ExtractLimits = EXTRACT_LIMITS): ExtractWorker {
  return new ExtractThread(url, limits);
}

class ExtractThread implements ExtractWorker {
  readonly #url: URL;
  readonly #limits: ExtractLimits;
  #worker: Worker | null = null;
  #running: Running | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(url: URL, limits: ExtractLimits) {
    this.#url = url;
    this.#limits = limits;
  }

  run<Job extends ExtractJob>(job: Job, signal?: AbortSignal): Promise<Extracted<Job['op']>> {
    const turn = this.#queue.then(async () => {
      signal?.throwIfAborted();
      if (this.#isClosed) return { refusal: 'crashed' as const };
      clearTimeout(this.#idle);
      const answer = await this.#perform(job, signal);
      signal?.throwIfAborted();
      this.#idle = setTimeout(() => void this.#end(), this.#limits.idleMs);
      this.#idle.unref();
      return 'result' in answer ? { result: answer.result } : { refusal: answer.refusal };
    });
    this.#queue = turn.catch(() => undefined);
    // The worker answers a job with what belongs to its `op`.
    return turn as Promise<Extracted<Job['op']>>;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#running?.settle({ id: this.#running.id, refusal: 'crashed' });
    clearTimeout(this.#idle);
    await this.#end();
    await this.#queue;
    clearTimeout(this.#idle);
  }

  #perform(job: ExtractJob, signal: AbortSignal | undefined): Promise<ExtractAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const thread = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      const stop = (refusal: Refusal) => {
        void this.#end();
        settle({ id, refusal });
      };
      const timer = setTimeout(() => stop('took_too_long'), this.#limits.timeoutMs);
      const watch = setInterval(() => void this.#watchMemory(thread, stop), LOOK_EVERY_MS);
      const onAbort = () => stop('took_too_long');
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = (answer: ExtractAnswer): void => {
        if (this.#running?.id !== id) return;
        this.#running = null;
        clearTimeout(timer);
        clearInterval(watch);
        signal?.removeEventListener('abort', onAbort);
        resolve(answer);
      };
      this.#running = { id, settle };
      const request: ExtractRequest = { id, job };
      thread.postMessage(request, transferOf(job));
    });
  }

  /** Buffers lie outside of the heap that `resourceLimits` bounds. */
  async #watchMemory(thread: Worker, stop: (refusal: Refusal) => void): Promise<void> {
    // It may have just ended.
    const heap = await thread.getHeapStatistics().catch(() => null);
    if (heap === null || this.#worker !== thread) return;
    const usedMb = (heap.total_heap_size + heap.external_memory) / MEBIBYTE;
    if (usedMb > this.#limits.memoryMb) stop('too_much_memory');
  }

  #start(): Worker {
    const started = new Worker(this.#url, {
      // Nothing of the app's environment is any business of a parser.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb, stackSizeMb: 4 },
      stderr: true,
      stdout: true,
    });
    // What parsers print may quote the file.
    started.stdout.resume();
    started.stderr.resume();
    started.unref();
    started.on('message', (answer: ExtractAnswer) => {
      if (this.#running?.id === answer.id) this.#running.settle(answer);
    });
    const fail = (refusal: Refusal) => {
      if (this.#worker !== started) return;
      this.#worker = null;
      this.#running?.settle({ id: this.#running.id, refusal });
    };
    started.on('error', (error: Error & { code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_much_memory' : 'crashed'),
    );
    started.on('exit', () => fail('crashed'));
    return started;
  }

  async #end(): Promise<void> {
    const ended = this.#worker;
    this.#worker = null;
    await ended?.terminate();
  }
}

function transferOf(job: ExtractJob): ArrayBuffer[] {
  if (job.op !== 'text' || !(job.bytes.buffer instanceof ArrayBuffer)) return [];
  // A small read may lie in Node's shared pool, which cannot be given away.
  return job.bytes.byteLength === job.bytes.buffer.byteLength ? [job.bytes.buffer] : [];
}
