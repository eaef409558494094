import { setTimeout as delay } from 'node:timers/promises';
import { isAppError, type AppError } from '#shared/errors.ts';
import type { ModelRequest, ModelResult, Models } from '#main/engine/models/model-port.ts';
import { RecordFailed, RunHalt } from './run-halt.ts';
import type { RunPace } from './run-pace.ts';

type Result = ModelResult;

export type AskingDeps = {
  readonly models: Pick<Models, 'complete'>;
  readonly pace: RunPace;
  /** What is the same for each call. */
  readonly request: Omit<ModelRequest, 'messages' | 'signal'>;
};

export type Asked = Pick<ModelRequest, 'messages' | 'responseSchema' | 'seed'>;

/** Faults of others before one record is given up; a refusal counts for two. */
const MOST_FAULTS = 6;
const DEFAULT_PATIENCE_MS = 5_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;
const RESERVED_MS = 50;

/** What stands in the way of every record alike. */
const HALTING: ReadonlySet<string> = new Set(['offline', 'no_model', 'model_auth']);

/**
 * The calls of one run. What is no fault of a record does not count against it: a rate limit slows the run, an outage
 * and a full budget pause it.
 */
export class RunAsking {
  readonly #deps: AskingDeps;
  #calling = 0;

  constructor(deps: AskingDeps) {
    this.#deps = deps;
  }

  /** Throws `RunHalt` where the run cannot go on, `RecordFailed` where this record cannot be had. */
  async ask(asked: Asked, signal: AbortSignal): Promise<Result> {
    const { models, pace, request } = this.#deps;
    let faults = 0;
    for (;;) {
      await pace.wait(signal);
      this.#calling += 1;
      let error: unknown;
      try {
        const result = await models.complete({ ...request, ...asked, signal });
        pace.answered();
        return result;
      } catch (caught) {
        error = caught;
      } finally {
        this.#calling -= 1;
      }
      signal.throwIfAborted();
      faults += await this.#weigh(error, faults, signal);
    }
  }

  /** How much a failed call counts against the record that it was for. */
  async #weigh(error: unknown, faults: number, signal: AbortSignal): Promise<number> {
    if (!isAppError(error)) throw error;
    if (HALTING.has(error.code)) throw new RunHalt(error.message);
    if (error.code === 'budget_exceeded') {
      // What others of this run have reserved may come back: an estimate is an upper bound.
      if (this.#calling === 0) throw new RunHalt(error.message);
      await pause(RESERVED_MS, signal);
      return 0;
    }
    const { pace } = this.#deps;
    const afterMs = retryAfterOf(error);
    if (error.code === 'rate_limited') {
      pace.slow(afterMs ?? DEFAULT_PATIENCE_MS, 'The provider asked for patience.');
      return 0;
    }
    if (error.code !== 'model_failed') throw error;
    return this.#weighFailure(error, faults, signal);
  }

  async #weighFailure(error: AppError, faults: number, signal: AbortSignal): Promise<number> {
    const { pace } = this.#deps;
    const isRefusal = String(error.details['errorClass']).startsWith('permanent');
    if (isRefusal) pace.refused(error.message);
    else pace.fault(error.message);
    const weight = isRefusal ? 2 : 1;
    const afterMs = retryAfterOf(error);
    if (afterMs !== null && !isRefusal) {
      // The gateway passes over a provider that fails again and again: nobody is asked until then.
      pace.slow(afterMs, 'The provider does not answer.');
      return 0;
    }
    if (faults + weight >= MOST_FAULTS) throw new RecordFailed(error.message);
    await pause(Math.min(FIRST_DELAY_MS * 2 ** faults, LONGEST_DELAY_MS), signal);
    return weight;
  }
}

function retryAfterOf(error: AppError): number | null {
  const afterMs = error.details['retryAfterMs'];
  return typeof afterMs === 'number' ? afterMs : null;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
