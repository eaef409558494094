import type { LiveRun } from './live-run.ts';
import type { RecordMaker } from './record-maker.ts';
import type { RecordWriter } from './record-writer.ts';
import type { RunNumbers } from './run-numbers.ts';

export type LanesDeps = {
  readonly maker: Pick<RecordMaker, 'make'>;
  readonly numbers: RunNumbers;
  readonly writer: Pick<RecordWriter, 'put'>;
  readonly live: LiveRun;
  readonly concurrency: number;
};

/**
 * So many records at once. A lane goes on as soon as its record is made; how many may be made and not yet on disk is
 * bounded by the lanes, so that what a crash can cost is too.
 */
export class RunLanes {
  readonly #deps: LanesDeps;
  readonly #calls = new AbortController();
  #isStopped = false;
  #unwritten = 0;
  #error: Error | undefined;

  constructor(deps: LanesDeps) {
    this.#deps = deps;
  }

  /** Resolves when every lane has ended. Throws what ended them, if it was not `stop`. */
  async run(): Promise<void> {
    const { concurrency } = this.#deps;
    await Promise.all(Array.from({ length: concurrency }, () => this.#lane()));
    if (this.#error !== undefined) throw this.#error;
  }

  /** Begins nothing more; what is under way gets so long to end, because it is paid for. */
  stop(graceMs: number): void {
    this.#isStopped = true;
    setTimeout(() => this.#calls.abort(), graceMs).unref();
  }

  async #lane(): Promise<void> {
    const { numbers, live } = this.#deps;
    while (!this.#isStopped) {
      const number = await numbers.next();
      if (number === null || this.#isStopped) return;
      try {
        await this.#one(number);
      } catch (error) {
        this.#ended(error);
        return;
      } finally {
        live.end(number);
      }
    }
  }

  async #one(number: number): Promise<void> {
    const { maker, writer, live, concurrency } = this.#deps;
    live.begin(number, 0);
    const record = await maker.make(number, this.#calls.signal);
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
