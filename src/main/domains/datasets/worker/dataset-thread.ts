import { Worker } from 'node:worker_threads';
import {
  datasetAnswerSchema,
  DATASET_LIMITS,
  PROGRESS_BYTES,
  PROGRESS_CELLS,
  type DatasetOrder,
  type DatasetWorkerRequest,
} from '#shared/contracts/datasets-worker.ts';
import { AppError } from '#shared/errors.ts';

/** `stuck`: ended at this record and check, for it did not go on; `gone`: the thread broke down. */
export type ThreadReply =
  | { readonly t: 'done'; readonly result: unknown }
  | { readonly t: 'refused' | 'failed'; readonly message: string }
  | { readonly t: 'stuck'; readonly record: number; readonly check: number }
  | { readonly t: 'gone' };

/** One order after the other; what is asked inside a turn is not parted by orders of others. */
export type DatasetThread = {
  inTurn<T>(work: (thread: ThreadTurn) => Promise<T>): Promise<T>;
  /** Sessions that live in the thread keep it from being ended when idle. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
};

export type ThreadTurn = {
  /** Another number after each start: sessions of an earlier thread are no longer there. */
  readonly generation: number;
  /** `stuckMs`: how long it may stay at the same record and check; null where only code of ours runs. */
  ask(order: DatasetOrder, stuckMs: number | null): Promise<ThreadReply>;
};

const LOOK_MS = 200;

export type DatasetThreadOptions = {
  readonly name: string;
  readonly memoryMb: number;
  readonly workerUrl: URL;
};

export function createDatasetThread(options: DatasetThreadOptions): DatasetThread {
  return new OneThread(options);
}

class OneThread implements DatasetThread {
  readonly #options: DatasetThreadOptions;
  readonly #at = new Int32Array(new SharedArrayBuffer(PROGRESS_BYTES));
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #worker: Worker | null = null;
  #generation = 0;
  #lastId = 0;
  #held = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: DatasetThreadOptions) {
    this.#options = options;
  }

  async inTurn<T>(work: (thread: ThreadTurn) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    this.#waiting += 1;
    const done = this.#turn.then(() => {
      if (this.#isClosed) throw closed();
      this.#worker ??= this.#start();
      return work({
        generation: this.#generation,
        ask: (order, stuckMs) => this.#ask(order, stuckMs),
      });
    });
    this.#turn = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting -= 1;
      this.#endWhenIdle();
    }
  }

  hold(): void {
    this.#held += 1;
  }

  release(): void {
    this.#held -= 1;
    this.#endWhenIdle();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #ask(order: DatasetOrder, stuckMs: number | null): Promise<ThreadReply> {
    // Ended earlier in this turn: the one who asks sees by `gone` that what it had there is lost.
    const worker = this.#worker;
    if (worker === null) return Promise.resolve({ t: 'gone' });
    this.#lastId += 1;
    const id = this.#lastId;
    this.#at.fill(0);
    return new Promise((resolve) => {
      const settle = (reply: ThreadReply): void => {
        clearInterval(timer);
        worker.off('message', onAnswer);
        worker.off('exit', onExit);
        worker.unref();
        resolve(reply);
      };
      let stuck: ThreadReply | null = null;
      const onExit = (): void => {
        if (this.#worker === worker) this.#worker = null;
        settle(stuck ?? { t: 'gone' });
      };
      const onAnswer = (raw: unknown): void => {
        const answer = datasetAnswerSchema.parse(raw);
        if (answer.id === id) settle(answer);
      };
      const timer = this.#watch(stuckMs, (place) => {
        stuck = { t: 'stuck', ...place };
        void worker.terminate();
      });
      worker.on('message', onAnswer);
      worker.on('exit', onExit);
      worker.ref();
      worker.postMessage({ ...order, id, at: this.#at } satisfies DatasetWorkerRequest);
    });
  }

  #watch(
    stuckMs: number | null,
    onStuck: (place: { readonly record: number; readonly check: number }) => void,
  ): NodeJS.Timeout | undefined {
    if (stuckMs === null) return undefined;
    let last = { record: 0, check: 0, sinceMs: performance.now(), hasEnded: false };
    return setInterval(() => {
      const record = Atomics.load(this.#at, PROGRESS_CELLS.record);
      const check = Atomics.load(this.#at, PROGRESS_CELLS.check);
      if (record !== last.record || check !== last.check) {
        last = { record, check, sinceMs: performance.now(), hasEnded: false };
      } else if (!last.hasEnded && performance.now() - last.sinceMs > stuckMs) {
        last.hasEnded = true;
        onStuck({ record, check });
      }
    }, LOOK_MS);
  }

  #start(): Worker {
    this.#generation += 1;
    const { name, memoryMb, workerUrl } = this.#options;
    const worker = new Worker(workerUrl, {
      name,
      execArgv: [],
      // Nothing of the app's environment is any business of the person's code.
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.unref();
    // The exit that follows says what is to be said.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isClosed || this.#waiting > 0 || this.#held > 0) return;
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      this.#worker = null;
      void worker?.terminate();
    }, DATASET_LIMITS.idleMs);
    this.#idle.unref();
  }
}

function closed(): AppError {
  return new AppError(
    'cancelled',
    'The work on the dataset was stopped, for the app is closing. What was finished is kept.',
  );
}
