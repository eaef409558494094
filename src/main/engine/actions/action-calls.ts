import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import { AppError } from '#shared/errors.ts';
import type { RightsHolder } from './action-ports.ts';

type Call = { readonly principal: ActionPrincipal; readonly abort: AbortController };

/** The calls that are under way, so that taking a right away ends them at once. */
export class RunningCalls {
  readonly #calls = new Set<Call>();

  /** Runs `work` with a signal that follows `outer` and a revocation. */
  async run<T>(
    principal: ActionPrincipal,
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (outer?.aborted) throw cancelled();
    const call: Call = { principal, abort: new AbortController() };
    const follow = () => call.abort.abort(cancelled());
    outer?.addEventListener('abort', follow, { once: true });
    this.#calls.add(call);
    try {
      return await work(call.abort.signal);
    } finally {
      this.#calls.delete(call);
      outer?.removeEventListener('abort', follow);
    }
  }

  abortOf({ holder, contentHash }: RightsHolder): void {
    for (const { principal, abort } of this.#calls) {
      if (principal.kind === 'user') continue;
      if (principal.name === holder && principal.contentHash === contentHash) abort.abort(revoked(holder));
    }
  }
}

/** Ends with the signal even where the work does not look at it; what it answers later is dropped. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason as Error); // always an AppError of this file
    if (signal.aborted) {
      // Its own failure may still come, to nobody: an unheard rejection would end the process.
      work.catch(() => undefined);
      return stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    const clear = () => signal.removeEventListener('abort', stop);
    work.then(resolve, reject).finally(clear);
  });
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The call was stopped because its run was.');
}

function revoked(holder: string): AppError {
  return new AppError(
    'forbidden',
    `A right of ${holder} was revoked while it was used; the call was stopped.`,
    {
      details: { reason: 'revoked' },
    },
  );
}
