import type { SandboxLimits } from '#shared/contracts/plugin-protocol.ts';

export type GuestCall = { readonly id: number; readonly action: string; readonly payload: string };

/** Counts calls, and holds those back that come faster than they may. */
export type CallGate = {
  /** Answers why the run has to end, if it has. */
  ask(call: GuestCall): string | undefined;
  answered(): void;
  /** Calls that have no answer yet. */
  waiting(): number;
};

const WINDOW_MS = 50;

export function createCallGate(limits: SandboxLimits, send: (call: GuestCall) => void): CallGate {
  const perWindow = Math.max(1, Math.ceil((limits.callsPerSecond * WINDOW_MS) / 1_000));
  const held: GuestCall[] = [];
  let [count, waiting, sentInWindow, windowStartedMs] = [0, 0, 0, 0];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const nowMs = performance.now();
    if (nowMs - windowStartedMs >= WINDOW_MS) [windowStartedMs, sentInWindow] = [nowMs, 0];
    while (sentInWindow < perWindow) {
      const call = held.shift();
      if (call === undefined) return;
      sentInWindow += 1;
      send(call);
    }
    if (held.length > 0) timer ??= setTimeout(flush, windowStartedMs + WINDOW_MS - nowMs);
  }

  return {
    ask(call) {
      count += 1;
      waiting += 1;
      if (count > limits.calls) return `The plugin made more than ${limits.calls} calls.`;
      if (waiting > limits.callsInFlight) {
        return `The plugin had more than ${limits.callsInFlight} calls open at one time. Send lists, or wait for answers.`;
      }
      held.push(call);
      if (timer === undefined) flush();
      return undefined;
    },
    answered() {
      waiting -= 1;
    },
    waiting: () => waiting,
  };
}
