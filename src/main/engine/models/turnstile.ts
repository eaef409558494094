import { AppError } from '#shared/errors.ts';

/** Lets so many calls to one provider run at one time; the others wait in the order in which they came. */
export type Turnstile = {
  /** Answers how to leave again. Throws `cancelled` while waiting. */
  enter(providerId: string, most: number, signal: AbortSignal): Promise<() => void>;
};

type Waiting = { readonly start: () => void };
type Queue = { running: number; readonly waiting: Waiting[] };

export function createTurnstile(): Turnstile {
  const queues = new Map<string, Queue>();
  return {
    async enter(providerId, most, signal) {
      const queue = queues.get(providerId) ?? { running: 0, waiting: [] };
      queues.set(providerId, queue);
      if (queue.running >= most) await turnIn(queue, signal);
      else queue.running += 1;
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        const next = queue.waiting.shift();
        // A place is handed on, not freed: nobody overtakes those who wait.
        if (next === undefined) queue.running -= 1;
        else next.start();
      };
    },
  };
}

function turnIn(queue: Queue, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      const place = queue.waiting.indexOf(waiting);
      if (place >= 0) queue.waiting.splice(place, 1);
      reject(
        new AppError('cancelled', 'The answer was cancelled before it was asked for. Nothing was sent.'),
      );
    };
    const waiting: Waiting = {
      start() {
        signal.removeEventListener('abort', leave);
        resolve();
      },
    };
    queue.waiting.push(waiting);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
}
