import { AppError } from '#shared/errors.ts';

export type Turn = 'query' | 'passage';

type Waiting = { readonly enter: () => void };

/** Lets one in at a time, questions before passages, each in the order in which they came. */
export class ThreadQueue {
  readonly #waiting: Record<Turn, Waiting[]> = { query: [], passage: [] };
  #isTaken = false;

  /** Resolves to what gives the turn back. Rejects with `cancelled` when the signal came first. */
  enter(turn: Turn, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) return Promise.reject(cancelled());
    if (!this.#isTaken) {
      this.#isTaken = true;
      return Promise.resolve(() => this.#next());
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        enter: () => {
          signal.removeEventListener('abort', leave);
          resolve(() => this.#next());
        },
      };
      const leave = () => {
        const line = this.#waiting[turn];
        line.splice(line.indexOf(waiting), 1);
        reject(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting[turn].push(waiting);
    });
  }

  #next(): void {
    const next = this.#waiting.query.shift() ?? this.#waiting.passage.shift();
    this.#isTaken = next !== undefined;
    next?.enter();
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Reading for the search by meaning was stopped. Nothing was changed.');
}
