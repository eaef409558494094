import { isTrackedEnvelope } from '@trpc/server';
import { isObservable, observableToAsyncIterable } from '@trpc/server/observable';
import type { ServerFrame } from '#shared/contracts/ipc.ts';
import { refusal } from './error-frame.ts';

/** How many events may be on their way to a window that has not said that it took them. */
export type Credit = {
  /** Resolves when one more event may be sent; false once `signal` is aborted. */
  take(signal: AbortSignal): Promise<boolean>;
  give(count: number): void;
};

export function createCredit(window: number): Credit {
  let left = window;
  let wake: (() => void) | undefined;
  return {
    async take(signal) {
      while (left === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      if (signal.aborted) return false;
      left -= 1;
      return true;
    },
    give(count) {
      left = Math.min(window, left + count);
      wake?.();
    },
  };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

export function toAsyncIterable(result: unknown, signal: AbortSignal): AsyncIterable<unknown> {
  if (isObservable(result)) return observableToAsyncIterable(result, signal);
  if (isAsyncIterable(result)) return result;
  throw refusal('INTERNAL_SERVER_ERROR', 'internal', 'This subscription answered with something else.');
}

function toNextFrame(id: number, value: unknown): ServerFrame {
  if (!isTrackedEnvelope(value)) return { t: 'next', id, data: value };
  const [eventId, data] = value;
  return { t: 'next', id, eventId, data: { id: eventId, data } };
}

export type Pump = {
  readonly id: number;
  readonly signal: AbortSignal;
  readonly credit: Credit;
  readonly send: (frame: ServerFrame) => void;
};

/**
 * Sends what the iterable yields until it ends or the signal is aborted, and closes it in both cases. The
 * next value is asked for only when the window has room for it, so a slow window slows its producer.
 */
export async function pump(
  iterable: AsyncIterable<unknown>,
  { id, signal, credit, send }: Pump,
): Promise<void> {
  const iterator = iterable[Symbol.asyncIterator]();
  const aborted = new Promise<{ readonly done: true; readonly value: undefined }>((resolve) => {
    const end = (): void => resolve({ done: true, value: undefined });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  let isFinished = false;
  try {
    while (await credit.take(signal)) {
      const step = await Promise.race([iterator.next(), aborted]);
      if (step.done === true) {
        isFinished = !signal.aborted;
        return;
      }
      send(toNextFrame(id, step.value));
    }
  } finally {
    // Not awaited: a generator that ignores its signal and never yields again would hold up the close for ever.
    if (!isFinished) void iterator.return?.()?.catch(() => undefined);
  }
}
