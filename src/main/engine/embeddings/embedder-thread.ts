import { Worker } from 'node:worker_threads';
import type {
  EmbedAnswerMessage,
  EmbedderFacts,
  EmbedderFailure,
  EmbedderSpec,
  EmbedderThreadData,
  EmbedRequestMessage,
} from '#shared/contracts/embedder-worker.ts';
import { AppError } from '#shared/errors.ts';
import { ThreadQueue, type Turn } from './thread-queue.ts';

export type EmbedderThreadOptions = {
  /** Entry file of the embedder's worker. */
  readonly workerUrl: URL;
  readonly spec: EmbedderSpec;
  /** Texts in one message: as many as keep a question waiting for no longer than a person would notice. */
  readonly batchSize: number;
  /** A thread that had nothing to do for so long is ended, and with it the model's memory. */
  readonly idleMs: number;
};

/**
 * A thread with one embedder in it, started when first asked and again after it ended. Batches of questions go before
 * those of passages, so that a search does not wait for the indexing of a whole store.
 */
export type EmbedderThread = {
  describe(signal: AbortSignal): Promise<EmbedderFacts>;
  embed(
    texts: readonly string[],
    kind: 'passage' | 'query',
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
};

type Request = EmbedRequestMessage extends infer One
  ? One extends { readonly id: number }
    ? Omit<One, 'id'>
    : never
  : never;
type Waiting = { readonly id: number; settle(answer: EmbedAnswerMessage): void };

export function createEmbedderThread(options: EmbedderThreadOptions): EmbedderThread {
  return new OneThread(options);
}

class OneThread implements EmbedderThread {
  readonly #options: EmbedderThreadOptions;
  readonly #queue = new ThreadQueue();
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(options: EmbedderThreadOptions) {
    this.#options = options;
  }

  async describe(signal: AbortSignal): Promise<EmbedderFacts> {
    const answer = await this.#inTurn({ op: 'describe' }, 'query', signal);
    if ('facts' in answer) return answer.facts;
    throw failed();
  }

  async embed(
    texts: readonly string[],
    kind: 'passage' | 'query',
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += this.#options.batchSize) {
      const batch = texts.slice(start, start + this.#options.batchSize);
      const answer = await this.#inTurn({ op: 'embed', texts: batch, kind }, kind, signal);
      if (!('vectors' in answer)) throw failed();
      for (let index = 0; index < batch.length; index += 1) {
        vectors.push(answer.vectors.subarray(index * answer.dimension, (index + 1) * answer.dimension));
      }
    }
    return vectors;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#end();
  }

  async #inTurn(request: Request, turn: Turn, signal: AbortSignal): Promise<EmbedAnswerMessage> {
    const release = await this.#queue.enter(turn, signal);
    try {
      const answer = await this.#ask(request);
      if (signal.aborted) throw cancelled();
      if (!('failure' in answer)) return answer;
      throw this.#isClosed ? cancelled() : errorOf(answer.failure);
    } finally {
      release();
      this.#endWhenIdle();
    }
  }

  #ask(request: Request): Promise<EmbedAnswerMessage> {
    if (this.#isClosed) throw cancelled();
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((settle) => {
      this.#waiting = { id, settle };
      worker.postMessage({ ...request, id } satisfies EmbedRequestMessage);
    });
  }

  #start(): Worker {
    const { workerUrl, spec } = this.#options;
    const started = new Worker(workerUrl, {
      name: 'embedder',
      workerData: { spec } satisfies EmbedderThreadData,
      execArgv: [],
      // Nothing of the app's environment is any business of a model.
      env: {},
      stderr: true,
      stdout: true,
    });
    // What a runtime prints may quote the files' place.
    started.stdout.resume();
    started.stderr.resume();
    started.unref();
    started.on('message', (answer: EmbedAnswerMessage) => {
      if (this.#waiting?.id === answer.id) this.#settle(answer);
    });
    const stopped = () => this.#worker === started && this.#lose();
    started.on('error', stopped);
    started.on('exit', stopped);
    return started;
  }

  #settle(answer: EmbedAnswerMessage): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.settle(answer);
  }

  /** The thread is gone; whoever waits is told, and the next question starts another one. */
  #lose(): void {
    this.#worker = null;
    const id = this.#waiting?.id ?? 0;
    this.#settle({ id, failure: { reason: 'failed', message: 'The thread ended.' } });
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isClosed) return;
    this.#idle = setTimeout(() => void this.#end(), this.#options.idleMs);
    this.#idle.unref();
  }

  async #end(): Promise<void> {
    const ended = this.#worker;
    this.#lose();
    await ended?.terminate();
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Reading for the search by meaning was stopped. Nothing was changed.');
}

function errorOf(failure: EmbedderFailure): AppError {
  return failure.reason === 'unusable' ? new AppError('invalid_input', failure.message) : failed();
}

function failed(): AppError {
  return new AppError(
    'model_failed',
    'The model for the search by meaning stopped while it was at work. Your data is untouched; it is started again with the next search.',
  );
}
