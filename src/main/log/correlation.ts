import { AsyncLocalStorage } from 'node:async_hooks';

/** What ties the lines of one request together, from the call of a procedure to its SQL. */
export type Correlation = { readonly id: string; readonly procedure: string };

const current = new AsyncLocalStorage<Correlation>();

/** Everything that `run` starts, also later, is logged under this correlation. */
export function withCorrelation<T>(correlation: Correlation, run: () => T): T {
  return current.run(correlation, run);
}

export function currentCorrelation(): Correlation | undefined {
  return current.getStore();
}
