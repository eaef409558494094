/** The sandbox: a pool of worker threads that run the code of plugins. See docs/decisions and docs/plugins/sdk.md. */
import type { SandboxFailure } from '#shared/contracts/plugin-protocol.ts';
import { AppError } from '#shared/errors.ts';
import { workerUrl } from '#main/workers-url.ts';
import { SandboxWorker } from './sandbox-worker.ts';
import type { Sandbox, SandboxResult, SandboxRunInput, SandboxStats } from './sandbox-types.ts';
import { compileEngine, type EngineModule } from './wasm-module.ts';

export type {
  Sandbox,
  SandboxCall,
  SandboxLogLine,
  SandboxResult,
  SandboxRunInput,
  SandboxStats,
  SandboxUse,
} from './sandbox-types.ts';

export type SandboxOptions = {
  /** Workers at one time. */
  readonly size?: number;
  /** A worker without work for this long is ended. */
  readonly idleMs?: number;
  readonly maxQueued?: number;
  /** The worker's program. */
  readonly workerUrl?: URL;
};

const DEFAULT_SIZE = 4;
const DEFAULT_IDLE_MS = 30_000;
const DEFAULT_MAX_QUEUED = 1_000;

/** Nothing is started before the first run. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new SandboxPool(options);
}

type Queued = { readonly input: SandboxRunInput; readonly begin: () => void };

class SandboxPool implements Sandbox {
  readonly #options: SandboxOptions;
  readonly #workers = new Set<SandboxWorker>();
  readonly #idleTimers = new Map<SandboxWorker, NodeJS.Timeout>();
  readonly #queue: Queued[] = [];
  readonly #closing = new AbortController();
  readonly #active = new Set<Promise<unknown>>();
  #module: Promise<EngineModule> | undefined;
  #size: number;
  #taken = 0;
  #runs = 0;
  #workersStarted = 0;
  #workersTerminated = 0;
  readonly #failures: Partial<Record<SandboxFailure, number>> = {};

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#size = options.size ?? DEFAULT_SIZE;
  }

  async run(input: SandboxRunInput): Promise<SandboxResult> {
    const startedMs = performance.now();
    const signal = AbortSignal.any([
      this.#closing.signal,
      ...(input.signal === undefined ? [] : [input.signal]),
    ]);
    const hasPlace = await this.#takePlace({ ...input, signal });
    const work = hasPlace ? this.#runNow({ ...input, signal }) : Promise.resolve(cancelled(startedMs));
    this.#active.add(work);
    try {
      const result = await work;
      this.#runs += 1;
      if (result.status === 'failed')
        this.#failures[result.reason] = (this.#failures[result.reason] ?? 0) + 1;
      return result;
    } finally {
      this.#active.delete(work);
      if (hasPlace) this.#givePlace();
    }
  }

  setSize(size: number): void {
    this.#size = Math.max(1, Math.floor(size));
    this.#startQueued();
    for (const worker of [...this.#workers].filter(({ isBusy }) => !isBusy)) {
      if (this.#workers.size > this.#size) void this.#drop(worker);
    }
  }

  stats(): SandboxStats {
    return {
      size: this.#size,
      workers: this.#workers.size,
      busy: this.#taken,
      queued: this.#queue.length,
      runs: this.#runs,
      failures: { ...this.#failures },
      workersStarted: this.#workersStarted,
      workersTerminated: this.#workersTerminated,
    };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#active);
    await Promise.all([...this.#workers].map((worker) => this.#drop(worker)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** Waits until fewer runs than workers are on; false when the run was cancelled meanwhile. */
  async #takePlace({ signal, ...input }: SandboxRunInput): Promise<boolean> {
    if (signal?.aborted === true) return false;
    if (this.#taken < this.#size) {
      this.#taken += 1;
      return true;
    }
    if (this.#queue.length >= (this.#options.maxQueued ?? DEFAULT_MAX_QUEUED)) {
      throw new AppError(
        'conflict',
        'Too many plugin runs are waiting already. Nothing was started; try again later.',
      );
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const queued: Queued = { input, begin: () => resolve(true) };
    this.#queue.push(queued);
    const leave = (): void => {
      const at = this.#queue.indexOf(queued);
      if (at >= 0) this.#queue.splice(at, 1);
      // Begun already: the run sees the signal itself.
      if (at >= 0) resolve(false);
    };
    signal?.addEventListener('abort', leave, { once: true });
    return promise.finally(() => signal?.removeEventListener('abort', leave));
  }

  #givePlace(): void {
    this.#taken -= 1;
    this.#startQueued();
  }

  #startQueued(): void {
    while (this.#taken < this.#size) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#taken += 1;
      next.begin();
    }
  }

  async #runNow(input: SandboxRunInput): Promise<SandboxResult> {
    this.#module ??= compileEngine();
    const module = await this.#module;
    const worker = this.#findIdle(input.pluginKey) ?? this.#startWorker(module);
    clearTimeout(this.#idleTimers.get(worker));
    const result = await worker.run(input);
    if (!worker.hasExited) this.#rest(worker);
    return result;
  }

  #findIdle(pluginKey: string): SandboxWorker | undefined {
    return [...this.#workers].find((worker) => !worker.isBusy && worker.pluginKey === pluginKey);
  }

  #startWorker(module: EngineModule): SandboxWorker {
    // An idle worker of another plugin makes room: it is never handed over.
    const idle = [...this.#workers].find(({ isBusy }) => !isBusy);
    if (this.#workers.size >= this.#size && idle !== undefined) void this.#drop(idle);
    const url = this.#options.workerUrl ?? workerUrl('plugin-host');
    const worker = new SandboxWorker(url, module, (gone) => this.#forget(gone));
    this.#workers.add(worker);
    this.#workersStarted += 1;
    return worker;
  }

  #rest(worker: SandboxWorker): void {
    if (this.#workers.size > this.#size) return void this.#drop(worker);
    const timer = setTimeout(() => void this.#drop(worker), this.#options.idleMs ?? DEFAULT_IDLE_MS);
    timer.unref();
    this.#idleTimers.set(worker, timer);
  }

  #drop(worker: SandboxWorker): Promise<void> {
    this.#workers.delete(worker);
    return worker.end();
  }

  #forget(worker: SandboxWorker): void {
    clearTimeout(this.#idleTimers.get(worker));
    this.#idleTimers.delete(worker);
    if (this.#workers.delete(worker)) this.#workersTerminated += 1;
  }
}

function cancelled(startedMs: number): SandboxResult {
  const wallMs = performance.now() - startedMs;
  const used = { cpuMs: 0, wallMs, calls: 0, droppedLogLines: 0 };
  return { status: 'failed', reason: 'cancelled', message: 'The run was cancelled before it began.', used };
}
