import { AppError } from '#shared/errors.ts';

/** The person's word that nothing may leave. Ours to keep at once: it is asked before each look-up of a name. */
export type OfflineSwitch = {
  isOn(): boolean;
  /** Turning it on ends every connection that is open. */
  set(isOn: boolean): void;
  /** Throws `offline` while it is on. */
  assertOff(): void;
  /** Calls back each time that it is turned off. */
  onOff(listener: () => void): () => void;
  /** Aborted, with `offline` as its reason, the moment that it goes on. */
  signal(): AbortSignal;
};

export function createOfflineSwitch(isOnAtFirst = false): OfflineSwitch {
  let controller = new AbortController();
  const listeners = new Set<() => void>();
  const set = (isOn: boolean) => {
    if (isOn === controller.signal.aborted) return;
    if (isOn) return controller.abort(offlineError());
    controller = new AbortController();
    for (const listener of listeners) listener();
  };
  set(isOnAtFirst);
  return {
    set,
    isOn: () => controller.signal.aborted,
    signal: () => controller.signal,
    onOff(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    assertOff() {
      if (controller.signal.aborted) throw offlineError();
    },
  };
}

function offlineError(): AppError {
  return new AppError(
    'offline',
    'Offline is switched on, so nothing was sent. What is here stays usable; switch it off to connect again.',
  );
}
