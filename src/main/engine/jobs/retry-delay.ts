import type { ErrorClass } from './error-class.ts';

type Backoff = { readonly baseMs: number; readonly mostMs: number };

const MINUTE_MS = 60_000;

const BACKOFFS: Readonly<Record<Extract<ErrorClass, `transient_${string}` | 'unknown'>, Backoff>> = {
  transient_network: { baseMs: 500, mostMs: 5 * MINUTE_MS },
  transient_server: { baseMs: 2_000, mostMs: 10 * MINUTE_MS },
  transient_rate_limit: { baseMs: 5_000, mostMs: 30 * MINUTE_MS },
  transient_db_lock: { baseMs: 100, mostMs: 5_000 },
  unknown: { baseMs: 500, mostMs: 5 * MINUTE_MS },
};

/** Longest that a server may put us off. */
const MOST_RETRY_AFTER_MS = 24 * 60 * MINUTE_MS;

export type RetryOptions = {
  readonly errorClass: ErrorClass;
  /** 1 after the first failure. */
  readonly failures: number;
  /** What the other side asked for. */
  readonly retryAfterMs: number | null;
  readonly baseMs?: number | undefined;
  /** 0 to 1. */
  readonly random: number;
};

/** Exponential with half of it left to chance, so that what failed together does not come back together. */
export function retryDelayMs(options: RetryOptions): number {
  const { errorClass, failures, retryAfterMs, random } = options;
  const known: Readonly<Record<string, Backoff>> = BACKOFFS;
  const backoff = known[errorClass] ?? BACKOFFS.unknown;
  const wholeMs = Math.min((options.baseMs ?? backoff.baseMs) * 2 ** (failures - 1), backoff.mostMs);
  const delayMs = Math.round(wholeMs * (0.5 + random / 2));
  return Math.max(delayMs, Math.min(retryAfterMs ?? 0, MOST_RETRY_AFTER_MS));
}
