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
  let worker: Worker | null = null;
  let running: Running | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let isClosed = false;

  function start(): Worker {
    const started = new Worker(url, {
      // Nothing of the app's environment is any business of a parser.
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, stackSizeMb: 4 },
      stderr: true,
      stdout: true,
    });
    // What parsers print may quote the file.
    started.stdout.resume();
    started.stderr.resume();
    started.unref();
    started.on('message', (answer: ExtractAnswer) => {
      if (running?.id === answer.id) running.settle(answer);
    });
    const fail = (refusal: Refusal) => {
      if (worker === started) worker = null;
      running?.settle({ id: running.id, refusal });
    };
    started.on('error', (error: Error & { code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'too_much_memory' : 'crashed'),
    );
    started.on('exit', () => {
      if (worker === started) fail('crashed');
    });
    return started;
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  function perform(job: ExtractJob, signal: AbortSignal | undefined): Promise<ExtractAnswer> {
    lastId += 1;
    const id = lastId;
    const thread = (worker ??= start());
    return new Promise((resolve) => {
      const stop = (refusal: Refusal) => {
        void end();
        settle({ id, refusal });
      };
      const timer = setTimeout(() => stop('took_too_long'), limits.timeoutMs);
      const watch = setInterval(() => {
        // Buffers lie outside of the heap that `resourceLimits` bounds.
        thread.getHeapStatistics().then(
          (heap) => {
            const usedMb = (heap.total_heap_size + heap.external_memory) / MEBIBYTE;
            if (usedMb > limits.memoryMb) stop('too_much_memory');
          },
          () => undefined, // it has just ended
        );
      }, LOOK_EVERY_MS);
      const onAbort = () => stop('took_too_long');
      signal?.addEventListener('abort', onAbort, { once: true });
      function settle(answer: ExtractAnswer): void {
        if (running?.id !== id) return;
        running = null;
        clearTimeout(timer);
        clearInterval(watch);
        signal?.removeEventListener('abort', onAbort);
        resolve(answer);
      }
      running = { id, settle };
      const request: ExtractRequest = { id, job };
      thread.postMessage(request, transferOf(job));
    });
  }

  return {
    run<Job extends ExtractJob>(job: Job, signal?: AbortSignal) {
      const turn = queue.then(async () => {
        signal?.throwIfAborted();
        if (isClosed) return { refusal: 'crashed' as const };
        clearTimeout(idle);
        const answer = await perform(job, signal);
        signal?.throwIfAborted();
        idle = setTimeout(() => void end(), limits.idleMs);
        idle.unref();
        return 'result' in answer ? { result: answer.result } : { refusal: answer.refusal };
      });
      queue = turn.catch(() => undefined);
      // The worker answers a job with what belongs to its `op`.
      return turn as Promise<Extracted<Job['op']>>;
    },
    async close() {
      isClosed = true;
      clearTimeout(idle);
      await end();
      await queue;
    },
  };
}

function transferOf(job: ExtractJob): ArrayBuffer[] {
  if (job.op !== 'text' || !(job.bytes.buffer instanceof ArrayBuffer)) return [];
  // A small read may lie in Node's shared pool, which cannot be given away.
  return job.bytes.byteLength === job.bytes.buffer.byteLength ? [job.bytes.buffer] : [];
}
