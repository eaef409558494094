import { setTimeout as delay } from 'node:timers/promises';
import { RunHalt } from './run-halt.ts';

export type PaceOptions = {
  /** Monotonic. */
  readonly nowMs: () => number;
  /** How long nobody may answer before the run pauses. */
  readonly patienceMs: number;
};

/** Calls in a row that were refused for what they are before the run takes it for a fault of its own. */
const MOST_REFUSALS = 8;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * How fast a run may ask. When a provider wants patience the whole run slows down instead of each of its records
 * failing; when nobody answers for too long it stops.
 */
export class RunPace {
  readonly #options: PaceOptions;
  #untilMs = 0;
  #reason: string | null = null;
  #faultySinceMs: number | null = null;
  #refusals = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /** Why it waits, or null. */
  note(): string | null {
    const leftMs = this.#untilMs - this.#options.nowMs();
    if (leftMs <= 0 || this.#reason === null) return null;
    return `${this.#reason} It goes on in ${Math.ceil(leftMs / 1000)} s.`;
  }

  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const leftMs = this.#untilMs - this.#options.nowMs();
      if (leftMs <= 0) return;
      await delay(leftMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }

  slow(ms: number, reason: string): void {
    const untilMs = this.#options.nowMs() + Math.min(ms, LONGEST_WAIT_MS);
    if (untilMs <= this.#untilMs) return;
    this.#untilMs = untilMs;
    this.#reason = reason;
  }

  answered(): void {
    this.#faultySinceMs = null;
    this.#refusals = 0;
  }

  /** Nobody answered, or with a fault of the server. Throws `RunHalt` where that has gone on for too long. */
  fault(message: string): void {
    const now = this.#options.nowMs();
    this.#faultySinceMs ??= now;
    if (now - this.#faultySinceMs < this.#options.patienceMs) return;
    throw new RunHalt(`${message} What is finished is kept; resume the run when the provider is back.`);
  }

  /** The call was refused for what it is. Throws `RunHalt` where every call is. */
  refused(message: string): void {
    this.#refusals += 1;
    if (this.#refusals < MOST_REFUSALS) return;
    throw new RunHalt(
      `${message} Every call was refused, so the run stopped asking; what is finished is kept.`,
    );
  }
}
