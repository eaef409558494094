import type { ProviderHealth, ProviderState } from '#shared/contracts/models.ts';
import type { ErrorClass } from '../jobs/error-class.ts';
import type { ProviderFailure } from './provider-port.ts';

const FAILURES_TO_OPEN = 4;
const FIRST_PAUSE_MS = 15_000;
const MOST_PAUSE_MS = 5 * 60_000;
/** A refused key is refused again: asked anew only now and then, or once the provider was changed. */
const AUTH_PAUSE_MS = 60_000;
const MOST_PROBE_MS = 2 * 60_000;
const DEFAULT_RATE_PAUSE_MS = 5_000;

const CLASSES: Partial<Record<ProviderState, ErrorClass>> = {
  sign_in_refused: 'permanent_auth',
  slowed: 'transient_rate_limit',
};

type Entry = {
  state: ProviderState;
  message: string;
  lastAnsweredAt: number | null;
  pausedUntil: number | null;
  /** One after the other, of a kind that says something about the provider. */
  failures: number;
  pauses: number;
  /** One call is under way to see whether it is back; waited for until then at most, or null. */
  probeUntil: number | null;
};

/** How the providers are doing, and the circuit breaker that passes over those that are not. */
export type HealthBoard = {
  /** Null where it may be asked now; else why not. A call that is let through must end in `success` or `failure`. */
  refusal(
    providerId: string,
    name: string,
    /** The caller has waited for as long as the provider asked. */
    hasWaited?: boolean,
  ): { readonly message: string; readonly untilMs: number; readonly errorClass: ErrorClass } | null;
  success(providerId: string): void;
  failure(providerId: string, failure: ProviderFailure): void;
  /** Ended by the caller: says nothing about the provider. */
  cancelled(providerId: string): void;
  /** Its settings were changed: what was seen of it no longer counts. */
  forget(providerId: string): void;
  list(): readonly ProviderHealth[];
  onChange(listener: (providerId: string) => void): () => void;
};

export function createHealthBoard(nowMs: () => number): HealthBoard {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(providerId: string) => void>();
  const entryOf = (id: string): Entry => {
    const known = entries.get(id);
    if (known !== undefined) return known;
    const entry = newEntry();
    entries.set(id, entry);
    return entry;
  };
  const change = (id: string, patch: Partial<Entry>) => {
    const entry = entryOf(id);
    const isSeen = entry.state !== (patch.state ?? entry.state) || 'pausedUntil' in patch;
    Object.assign(entry, patch);
    if (isSeen) for (const listener of listeners) listener(id);
  };
  return {
    refusal(id, name, hasWaited = false) {
      const entry = entryOf(id);
      if (hasWaited && entry.state === 'slowed') return null;
      const untilMs = entry.pausedUntil ?? 0;
      const isPaused = untilMs > nowMs();
      if (isPaused || (entry.probeUntil ?? 0) > nowMs()) {
        const message = `${name} was passed over: ${entry.message || 'it is being tried again'}`;
        return { message, untilMs, errorClass: CLASSES[entry.state] ?? 'transient_server' };
      }
      if (entry.pausedUntil !== null && entry.failures >= FAILURES_TO_OPEN) {
        entry.probeUntil = nowMs() + MOST_PROBE_MS;
      }
      return null;
    },
    success(id) {
      const entry = entryOf(id);
      entry.lastAnsweredAt = nowMs();
      const isWell = entry.state === 'ready' && entry.failures === 0;
      if (isWell) return;
      change(id, { ...newEntry(), state: 'ready', lastAnsweredAt: entry.lastAnsweredAt });
    },
    failure: (id, failure) =>
      change(id, { ...afterFailure(entryOf(id), failure, nowMs()), probeUntil: null }),
    cancelled(id) {
      entryOf(id).probeUntil = null;
    },
    forget(id) {
      if (!entries.delete(id)) return;
      for (const listener of listeners) listener(id);
    },
    list: () => [...entries].map(([providerId, entry]) => healthOf(providerId, entry)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function newEntry(): Entry {
  const calm = { failures: 0, pauses: 0, probeUntil: null };
  return { state: 'untried', message: '', lastAnsweredAt: null, pausedUntil: null, ...calm };
}

function afterFailure(
  entry: Entry,
  { errorClass, message, retryAfterMs }: ProviderFailure,
  now: number,
): Partial<Entry> {
  if (errorClass === 'transient_rate_limit') {
    return { state: 'slowed', message, pausedUntil: now + (retryAfterMs ?? DEFAULT_RATE_PAUSE_MS) };
  }
  if (errorClass === 'permanent_auth') {
    return { state: 'sign_in_refused', message, pausedUntil: now + AUTH_PAUSE_MS };
  }
  // A request that was refused for what it is says nothing about the next one.
  if (errorClass === 'permanent_validation' || errorClass === 'permanent_security') return {};
  const failures = entry.failures + 1;
  if (failures < FAILURES_TO_OPEN) return { state: 'failing', message, failures };
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** entry.pauses, MOST_PAUSE_MS);
  return { state: 'failing', message, failures, pauses: entry.pauses + 1, pausedUntil: now + pauseMs };
}

function healthOf(
  providerId: string,
  { state, message, lastAnsweredAt, pausedUntil }: Entry,
): ProviderHealth {
  return { providerId, state, message, lastAnsweredAt, pausedUntil };
}
