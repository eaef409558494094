import type { Costing } from '#main/compose/costing.ts';
import type { Store } from '#main/db/store.ts';
import type { TestApp } from './make-app.ts';

/** What the gateway of an open app leaves its traces and costs with. */
export function costingOf(made: TestApp): Costing & { readonly store: Store } {
  const { modelling, store } = made.app.workspace() as unknown as {
    readonly modelling: { readonly costing: Costing };
    readonly store: Store;
  };
  return { ...modelling.costing, store };
}
