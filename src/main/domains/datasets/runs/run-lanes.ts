import type { Turnstile } from '#main/engine/models/turnstile.ts';
import type { LiveRun } from './live-run.ts';
import type { RecordMaker } from './record-maker.ts';
import type { RecordWriter } from './record-writer.ts';
import type { RunNumbers } from './run-numbers.ts';

export type LanesDeps = {
  readonly maker: Pick<RecordMaker, 'make'>;
  readonly numbers: RunNumbers;
  readonly writer: Pick<RecordWriter, 'put'>;
  readonly live: LiveRun;
  readonly seats: RunSeats;
  readonly concurrency: number;
};

/** Calls that a run may have under way at once. */
export type RunSeats = { enter(signal: AbortSignal): Promise<() => void> };

export function createSeats(turnstile: Turnstile, concurrency: number): RunSeats {
  return { enter: (signal) => turnstile.enter('run', concurrency, signal) };
}

/** Lanes to a call: while the answer of one is read and checked, the next asks. */
const LANES_TO_A_CALL = 1.5;

/**
 * So many calls at once. A lane takes a number when it may ask, and goes on as soon as its record is made; how many may
 * be made and not yet on disk is bounded, so that what a crash can cost is too.
 */
export class RunLanes {
  readonly #deps: LanesDeps;
  readonly #calls = new AbortController();
  readonly #begin = new AbortController();
  #unwritten = 0;
  #error: Error | undefined;

  constructor(deps: LanesDeps) {
    this.#deps = deps;
  }

  /** Resolves when every lane has ended. Throws what ended them, if it was not `stop`. */
  async run(): Promise<void> {
    const { concurrency } = this.#deps;
    const length = Math.ceil(concurrency * LANES_TO_A_CALL);
    await Promise.all(Array.from({ length }, () => this.#lane()));
    if (this.#error !== undefined) throw this.#error;
  }

  /** Begins nothing more; what is under way gets so long to end, because it is paid for. */
  stop(graceMs: number): void {
    this.#begin.abort();
    setTimeout(() => this.#calls.abort(), graceMs).unref();
  }

  async #lane(): Promise<void> {
    const { numbers, live } = this.#deps;
    for (;;) {
      const leave = await this.#seat();
      const number = leave && (await numbers.next());
      if (leave === null || number === null || this.#begin.signal.aborted) {
        leave?.();
        return;
      }
      try {
        await this.#one(number, leave);
      } catch (error) {
        this.#ended(error);
        return;
      } finally {
        leave();
        live.end(number);
      }
    }
  }

  /** Null when nothing more is to begin. */
  async #seat(): Promise<(() => void) | null> {
    const { signal } = this.#begin;
    if (signal.aborted) return null;
    return this.#deps.seats.enter(signal).catch(() => null);
  }

  async #one(number: number, leave: () => void): Promise<void> {
    const { maker, writer, live, concurrency } = this.#deps;
    live.begin(number, 0);
    const record = await maker.make(number, { signal: this.#calls.signal, leave });
    live.end(number);
    this.#unwritten += 1;
    const written = writer.put(record).finally(() => {
      this.#unwritten -= 1;
    });
    if (this.#unwritten >= concurrency) await written;
    else written.catch((error: unknown) => this.#ended(error));
  }

  #ended(error: unknown): void {
    if (this.#calls.signal.aborted) return;
    this.#error ??= error instanceof Error ? error : new Error('A record was not made.', { cause: error });
    this.stop(HALT_GRACE_MS);
  }
}

const HALT_GRACE_MS = 10_000;
