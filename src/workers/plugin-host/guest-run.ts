import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import {
  actionIdSchema,
  GUEST_EXPORTS,
  LOG_LEVELS,
  type FromPluginHost,
  type SandboxFailure,
  type SandboxLimits,
} from '#shared/contracts/plugin-protocol.ts';
import { createCallGate, type CallGate } from './call-gate.ts';
import { bootScript } from './guest-boot.ts';
import type { GuestClock } from './guest-clock.ts';
import { createGuestContext } from './guest-context.ts';
import { openGuestEngine, type EngineModule, type GuestEngine } from './guest-engine.ts';
import { failureOfGuestError, failureOfHostError, type Failure } from './guest-failure.ts';

export type GuestRun = {
  /** Evaluates the code and calls the plugin. */
  begin(): void;
  answer(id: number, isOk: boolean, value: string): void;
  cancel(): void;
};

export type GuestRunInput = {
  readonly run: number;
  readonly code: string;
  readonly facts: string;
  readonly limits: SandboxLimits;
  readonly module: EngineModule;
  readonly clock: GuestClock;
  post(message: FromPluginHost): void;
};

const JOBS_A_TURN = 1_000;

/** Reads an argument of the guest: text within its length, or nothing. No code of the guest runs for it. */
function textArgument(context: QuickJSContext, handle: QuickJSHandle | undefined, max: number) {
  if (handle === undefined || context.typeof(handle) !== 'string') return undefined;
  const length = context.getProp(handle, 'length').consume((it) => context.getNumber(it));
  return length <= max ? context.getString(handle) : undefined;
}

export async function openGuestRun(input: GuestRunInput): Promise<GuestRun> {
  const stop: StopTest = {
    isDue: () => input.clock.isCancelled() || input.clock.usedMs() > input.limits.cpuMs,
  };
  const engine = await openGuestEngine(input.module, input.limits, () => stop.isDue());
  return new GuestRunner(input, engine, stop);
}

/** Asked by the engine every few thousand steps of the guest. */
type StopTest = { isDue: () => boolean };

class GuestRunner implements GuestRun {
  readonly #input: GuestRunInput;
  readonly #engine: GuestEngine;
  readonly #gate: CallGate;
  #settle: QuickJSHandle | undefined;
  #promise: QuickJSHandle | undefined;
  #hasEnded = false;
  #ending: FromPluginHost | undefined;
  #logLines = 0;

  constructor(input: GuestRunInput, engine: GuestEngine, stop: StopTest) {
    const isLate = stop.isDue;
    stop.isDue = () => this.#hasEnded || isLate();
    this.#input = input;
    this.#engine = engine;
    const { run, limits } = input;
    this.#gate = createCallGate(limits, ({ id, action, payload }) => {
      if (!this.#hasEnded) input.post({ t: 'call', run, id, action, payload });
    });
  }

  begin(): void {
    this.#during(() => {
      const { context } = this.#engine;
      const { code, facts, limits } = this.#input;
      const boot = this.#take(
        context.evalCode(bootScript(createGuestContext), 'adiuva.js', { type: 'global' }),
      );
      const door = context.newFunction('host', (...args) => this.#fromGuest(args));
      const guest = this.#take(
        context.callFunction(
          boot,
          context.undefined,
          door,
          context.newString(facts),
          context.newNumber(limits.callLength),
          context.newNumber(limits.logLength),
        ),
      );
      this.#settle = context.getProp(guest, 'settle');
      this.#take(context.evalCode(code, 'plugin.js', { type: 'global' }));
      const exports = context.getProp(context.global, GUEST_EXPORTS);
      const start = context.getProp(guest, 'start');
      this.#promise = this.#take(context.callFunction(start, context.undefined, exports));
    });
  }

  answer(id: number, isOk: boolean, value: string): void {
    if (this.#hasEnded) return;
    this.#gate.answered();
    this.#during(() => {
      const { context } = this.#engine;
      if (this.#settle === undefined) return;
      const args = [context.newNumber(id), isOk ? context.true : context.false, context.newString(value)];
      this.#take(context.callFunction(this.#settle, context.undefined, ...args));
      for (const arg of args) arg.dispose();
    });
  }

  cancel(): void {
    this.#fail({ reason: 'cancelled', message: 'The run was cancelled.' });
    this.#tellEnd();
  }

  /** Last, when the clock of this run stands still: main may begin the next run on it at once. */
  #tellEnd(): void {
    if (this.#ending !== undefined) this.#input.post(this.#ending);
    this.#ending = undefined;
  }

  /** Runs plugin code as such: timed, its promise jobs with it, and every way in which it can break off told. */
  #during(work: () => void): void {
    try {
      this.#input.clock.during(() => {
        work();
        this.#drain();
        if (!this.#hasEnded && this.#gate.waiting() === 0 && this.#stopped() === undefined)
          this.#failStalled();
      });
    } catch (error) {
      this.#fail(
        this.#stopped() ?? (error instanceof GuestError ? error.failure : failureOfHostError(error)),
      );
    }
    if (!this.#hasEnded && this.#stopped() !== undefined) this.#fail(this.#stopped());
    this.#tellEnd();
  }

  #drain(): void {
    const { runtime } = this.#engine;
    while (!this.#hasEnded && runtime.hasPendingJob() && this.#stopped() === undefined) {
      const result = runtime.executePendingJobs(JOBS_A_TURN);
      if (result.error) throw new GuestError(failureOfGuestError(result.error.context, result.error));
    }
  }

  /** Nothing is left that could wake the plugin up. */
  #failStalled(): void {
    const { context } = this.#engine;
    const state = this.#promise === undefined ? undefined : context.getPromiseState(this.#promise);
    if (state?.type === 'rejected') return this.#fail(failureOfGuestError(context, state.error));
    this.#fail({ reason: 'error', message: 'The plugin waits for something that will never come.' });
  }

  #stopped(): Failure | undefined {
    const { clock, limits } = this.#input;
    if (clock.isCancelled()) return { reason: 'cancelled', message: 'The run was cancelled.' };
    if (clock.usedMs() <= limits.cpuMs) return undefined;
    return { reason: 'timeout', message: `The plugin computed for longer than ${limits.cpuMs} ms.` };
  }

  #take(result: ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
    if (result.error) throw new GuestError(failureOfGuestError(this.#engine.context, result.error));
    return result.value;
  }

  #fromGuest([kind, first, second, third]: readonly QuickJSHandle[]): void {
    if (this.#hasEnded) return;
    // What an interrupted guest still says is the echo of the interruption.
    const stopped = this.#stopped();
    if (stopped !== undefined) return this.#fail(stopped);
    const { context } = this.#engine;
    const { limits, run } = this.#input;
    const name = textArgument(context, kind, 10);
    if (name === 'call') return this.#call(first, second, third);
    if (name === 'log') return this.#log(first, second, third);
    if (name === 'failed') {
      const text = textArgument(context, first, limits.memoryMb * 1024 * 1024);
      return this.#fail(failureOfGuestError(context, text));
    }
    const value = name === 'done' ? textArgument(context, first, limits.resultLength) : undefined;
    if (value === undefined) {
      return this.#fail({
        reason: 'result_too_large',
        message: 'The result is larger than a result may be.',
      });
    }
    this.#hasEnded = true;
    this.#ending = { t: 'done', run, value, droppedLogLines: this.#droppedLines() };
  }

  #call(idHandle?: QuickJSHandle, actionHandle?: QuickJSHandle, payloadHandle?: QuickJSHandle): void {
    const { context } = this.#engine;
    const { limits } = this.#input;
    const id = idHandle === undefined ? Number.NaN : context.getNumber(idHandle);
    const action = actionIdSchema.safeParse(textArgument(context, actionHandle, 100));
    const payload = textArgument(context, payloadHandle, limits.callLength);
    if (!action.success || payload === undefined) {
      return this.#fail({
        reason: 'error',
        message: 'The plugin called something that is not named like an action.',
      });
    }
    const refusal = this.#gate.ask({ id, action: action.data, payload });
    if (refusal !== undefined) this.#fail({ reason: 'call_limit', message: refusal });
  }

  #log(level?: QuickJSHandle, message?: QuickJSHandle, fields?: QuickJSHandle): void {
    const { context } = this.#engine;
    const { limits, run } = this.#input;
    this.#logLines += 1;
    if (this.#logLines > limits.logLines) return;
    const text = textArgument(context, message, limits.logLength);
    const levelText = textArgument(context, level, 10);
    const known = LOG_LEVELS.find((one) => one === levelText);
    if (text === undefined || known === undefined) return;
    const fieldsText = textArgument(context, fields, limits.logLength) ?? '';
    this.#input.post({
      t: 'log',
      run,
      level: known,
      message: text,
      fields: fieldsText === '' ? null : fieldsText,
    });
  }

  #droppedLines(): number {
    return Math.max(0, this.#logLines - this.#input.limits.logLines);
  }

  #fail(failure: Failure | undefined): void {
    if (this.#hasEnded || failure === undefined) return;
    this.#hasEnded = true;
    // A promise swallows the engine's interruption and the loop around it goes on; without memory no promise is made.
    this.#engine.runtime.setMemoryLimit(1);
    const { run } = this.#input;
    const message = failure.message.slice(0, 4_000);
    this.#ending = {
      t: 'failed',
      run,
      reason: failure.reason,
      message,
      droppedLogLines: this.#droppedLines(),
    };
  }
}

class GuestError extends Error {
  readonly failure: { readonly reason: SandboxFailure; readonly message: string };
  constructor(failure: { readonly reason: SandboxFailure; readonly message: string }) {
    super(failure.message);
    this.failure = failure;
  }
}
