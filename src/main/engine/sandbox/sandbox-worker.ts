import { Worker } from 'node:worker_threads';
import { fromPluginHostSchema, type ToPluginHost } from '#shared/contracts/plugin-protocol.ts';
import { createHostClock, type HostClock } from './host-clock.ts';
import { SandboxRun } from './sandbox-run.ts';
import type { EngineModule } from './wasm-module.ts';
import type { SandboxResult, SandboxRunInput } from './sandbox-types.ts';

const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** One worker thread with the plugin host inside. It serves one plugin, one run at a time. */
export class SandboxWorker {
  readonly #worker: Worker;
  readonly #clock: HostClock;
  readonly #onExit: (worker: SandboxWorker) => void;
  #run: SandboxRun | undefined;
  #hasExited = false;
  #lastRun = 0;
  /** The plugin that it belongs to; undefined until the first run. */
  pluginKey: string | undefined;

  constructor(url: URL, module: EngineModule, onExit: (worker: SandboxWorker) => void) {
    this.#onExit = onExit;
    this.#clock = createHostClock();
    this.#worker = new Worker(url, {
      name: 'plugin-host',
      workerData: { module, clock: this.#clock.shared },
      // It gets nothing of ours: no environment, no arguments, and its words go nowhere.
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: RESOURCE_LIMITS,
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', (message: unknown) => this.#take(message));
    this.#worker.on('messageerror', () => this.#exited('security', 'sent what cannot be read'));
    this.#worker.on('error', (error: Error & { code?: string }) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#exited(isMemory ? 'out_of_memory' : 'crash', isMemory ? 'ran out of memory' : 'broke down');
    });
    this.#worker.on('exit', () => this.#exited('crash', 'ended'));
  }

  get isBusy(): boolean {
    return this.#run !== undefined;
  }

  /** Resolves when the run is over and, should the worker have to go with it, when it has gone. */
  async run(input: SandboxRunInput): Promise<SandboxResult> {
    this.pluginKey = input.pluginKey;
    this.#lastRun += 1;
    this.#clock.reset();
    this.#worker.ref();
    const run = new SandboxRun({
      input,
      number: this.#lastRun,
      clock: this.#clock,
      post: (message: ToPluginHost) => this.#worker.postMessage(message),
    });
    this.#run = run;
    const { result, mustEnd } = await run.result;
    if (mustEnd) await this.end();
    this.#run = undefined;
    // A worker that waits for work does not keep the program alive.
    if (!this.#hasExited) this.#worker.unref();
    return result;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  async end(): Promise<void> {
    this.#hasExited = true;
    await this.#worker.terminate();
    this.#onExit(this);
  }

  #take(raw: unknown): void {
    if (this.#hasExited) return;
    const message = fromPluginHostSchema.safeParse(raw);
    if (message.success && message.data.t === 'ready') return;
    if (message.success && this.#run?.take(message.data) === true) return;
    this.#exited('security', 'sent a message that is not of its protocol');
  }

  #exited(reason: 'crash' | 'out_of_memory' | 'security', what: string): void {
    if (this.#hasExited) return;
    this.#run?.fail(reason, `The worker of the plugin ${what}. The run was ended; nothing else is touched.`);
    if (this.#run === undefined) void this.end();
  }
}
