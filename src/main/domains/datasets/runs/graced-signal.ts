/** How long calls that are under way may still take: they are paid for. */
const GRACE_MS = { closing: 3_000, letGo: 500 } as const;

/**
 * Aborted some time after a job is to end: what is asked by it may come home. A job that is paused or cancelled is let
 * go by the engine sooner than one whose app is closed.
 */
export function gracedSignal(signal: AbortSignal): AbortSignal {
  const calls = new AbortController();
  const end = (): void => {
    const why: unknown = Reflect.get(Object(signal.reason), 'reason');
    const graceMs = why === 'pause' || why === 'cancel' ? GRACE_MS.letGo : GRACE_MS.closing;
    setTimeout(() => calls.abort(signal.reason), graceMs).unref();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return calls.signal;
}
