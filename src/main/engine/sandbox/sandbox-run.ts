import type {
  FromPluginHost,
  SandboxFailure,
  SandboxLimits,
  ToPluginHost,
} from '#shared/contracts/plugin-protocol.ts';
import { callPayloadSchema, sandboxLimitsSchema } from '#shared/contracts/plugin-protocol.ts';
import { isAppError } from '#shared/errors.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { HostClock } from './host-clock.ts';
import type { SandboxResult, SandboxRunInput } from './sandbox-types.ts';

type Ended = { readonly result: SandboxResult; readonly mustEnd: boolean };
type Deps = {
  readonly input: SandboxRunInput;
  readonly number: number;
  readonly clock: HostClock;
  post(message: ToPluginHost): void;
};
type Answer = { readonly isOk: boolean; readonly value: string };

/** The guest stops itself at its deadline; what cannot stop itself is ended before twice the deadline is over. */
const WATCHDOG_FACTOR = 1.5;
/** How long a guest that was told to stop may take to do so. */
const CANCEL_GRACE_MS = 400;
const WATCH_EVERY_MS = 20;
/** After these the worker goes as well: its engine was stopped by force, or cannot be trusted. */
const ENDS_WORKER = new Set<SandboxFailure>(['timeout', 'out_of_memory', 'stack', 'crash', 'security']);

/** Main's side of one run: answers its calls, watches its limits and decides how it ended. */
export class SandboxRun {
  readonly result: Promise<Ended>;
  readonly #deps: Deps;
  readonly #limits: SandboxLimits;
  readonly #ended = new AbortController();
  readonly #startedMs = performance.now();
  readonly #resolve: (ended: Ended) => void;
  readonly #watchdog: NodeJS.Timeout;
  #stopping: { readonly reason: SandboxFailure; readonly message: string; readonly atMs: number } | undefined;
  #calls = 0;
  #open = 0;
  #logLines = 0;
  #isOver = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { input, number: run } = deps;
    this.#limits = sandboxLimitsSchema.parse(input.limits ?? {});
    const { promise, resolve } = Promise.withResolvers<Ended>();
    this.result = promise;
    this.#resolve = resolve;
    this.#watchdog = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    input.signal?.addEventListener('abort', this.#onAbort, { once: true });
    deps.post({
      t: 'start',
      run,
      code: input.code,
      facts: JSON.stringify(input.facts ?? {}),
      limits: this.#limits,
    });
    if (input.signal?.aborted === true) this.#onAbort();
  }

  /** Answers whether the message was one that a worker may send now. */
  take(message: FromPluginHost): boolean {
    if (this.#isOver) return true;
    if (message.t === 'ready' || message.run !== this.#deps.number) return false;
    switch (message.t) {
      case 'call':
        return this.#call(message);
      case 'log':
        return this.#log(message);
      case 'done':
        return this.#done(message);
      case 'failed':
        this.#end(message.reason, message.message, message.droppedLogLines);
        return true;
    }
  }

  fail(reason: SandboxFailure, message: string): void {
    this.#end(reason, message, 0);
  }

  #call({ id, action, payload }: Extract<FromPluginHost, { t: 'call' }>): boolean {
    const { callLength, calls, callsInFlight } = this.#limits;
    this.#calls += 1;
    this.#open += 1;
    // The worker holds to these limits itself: one that does not is no longer ours.
    if (id !== this.#calls || this.#calls > calls || this.#open > callsInFlight) return false;
    if (payload.length > callLength) return false;
    this.#answer(action, payload).then(
      (answer) => this.#post(id, answer),
      () => this.#post(id, refusal('internal', 'The call failed.')),
    );
    return true;
  }

  async #answer(action: string, text: string): Promise<Answer> {
    const json = parseBoundedJson(text);
    if (!json.isOk) return refusal('invalid_input', `The input of ${action} ${json.why}.`);
    const payload = callPayloadSchema.safeParse(json.value);
    if (!payload.success) return refusal('invalid_input', `The call of ${action} is not one of the SDK.`);
    try {
      const value = await this.#deps.input.onCall({ action, ...payload.data }, this.#ended.signal);
      const answer = JSON.stringify(value ?? null);
      if (answer.length <= this.#limits.answerLength) return { isOk: true, value: answer };
      return refusal('payload_too_large', `The answer of ${action} is too large: ask for less at a time.`);
    } catch (error) {
      if (isAppError(error)) return refusal(error.code, error.message);
      return refusal('internal', 'The call failed. Nothing was changed by it.');
    }
  }

  #post(id: number, answer: Answer): void {
    this.#open -= 1;
    if (!this.#isOver) this.#deps.post({ t: 'answer', run: this.#deps.number, id, ...answer });
  }

  #log({ level, message, fields }: Extract<FromPluginHost, { t: 'log' }>): boolean {
    this.#logLines += 1;
    const { logLength, logLines } = this.#limits;
    if (this.#logLines > logLines || message.length > logLength || (fields?.length ?? 0) > logLength)
      return false;
    const json = fields === null ? undefined : parseBoundedJson(fields);
    this.#deps.input.onLog?.({ level, message, fields: json?.isOk === true ? json.value : null });
    return true;
  }

  #done({ value, droppedLogLines }: Extract<FromPluginHost, { t: 'done' }>): boolean {
    if (value.length > this.#limits.resultLength) return false;
    const json = parseBoundedJson(value);
    if (!json.isOk) {
      this.#end('error', `The result of the plugin ${json.why}.`, droppedLogLines);
      return true;
    }
    if (!this.#close()) return true;
    const used = this.#use(droppedLogLines);
    this.#resolve({ result: { status: 'ok', value: json.value, used }, mustEnd: false });
    return true;
  }

  readonly #onAbort = (): void => this.#stop('cancelled', 'The run was cancelled.');

  #stop(reason: SandboxFailure, message: string): void {
    if (this.#isOver || this.#stopping !== undefined) return;
    this.#stopping = { reason, message, atMs: performance.now() };
    this.#deps.clock.cancel();
    this.#deps.post({ t: 'cancel', run: this.#deps.number });
  }

  #watch(): void {
    const nowMs = performance.now();
    const { cpuMs, wallMs } = this.#limits;
    if (this.#stopping !== undefined && nowMs - this.#stopping.atMs > CANCEL_GRACE_MS) {
      return this.#end(this.#stopping.reason, this.#stopping.message, 0, true);
    }
    if (this.#deps.clock.usedMs() > cpuMs * WATCHDOG_FACTOR) {
      return this.#end(
        'timeout',
        `The plugin computed for longer than ${cpuMs} ms and could not be stopped from inside.`,
        0,
      );
    }
    if (nowMs - this.#startedMs > wallMs) {
      this.#stop('timeout', `The run took longer than ${wallMs} ms, waiting included.`);
    }
  }

  #end(reason: SandboxFailure, message: string, droppedLogLines: number, isForced = false): void {
    if (!this.#close()) return;
    // A guest that was told to stop says that it was cancelled; why it was told so is known here.
    const cause =
      reason === 'cancelled' && this.#stopping !== undefined ? this.#stopping : { reason, message };
    const used = this.#use(droppedLogLines);
    const result = { status: 'failed', reason: cause.reason, message: cause.message, used } as const;
    this.#resolve({ result, mustEnd: isForced || ENDS_WORKER.has(reason) });
  }

  #close(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    clearInterval(this.#watchdog);
    this.#deps.input.signal?.removeEventListener('abort', this.#onAbort);
    this.#ended.abort();
    return true;
  }

  #use(droppedLogLines: number) {
    const wallMs = performance.now() - this.#startedMs;
    return { cpuMs: this.#deps.clock.usedMs(), wallMs, calls: this.#calls, droppedLogLines };
  }
}

function refusal(code: string, message: string): Answer {
  return { isOk: false, value: JSON.stringify({ code, message }) };
}
