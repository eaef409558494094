import { budgetSetInputSchema, type Budget, type BudgetSetInput } from '#shared/contracts/usage.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { deleteBudget, listBudgets, writeBudget } from './budgets.store.ts';

/** The caps that the person set. They are few, and every call looks at them: held in memory. */
export class Budgets {
  readonly #deps: { readonly store: Store; readonly ids: IdSource };
  #all: readonly Budget[] = [];

  constructor(deps: { readonly store: Store; readonly ids: IdSource }) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    this.#all = await listBudgets(this.#deps.store.reader);
  }

  list(): readonly Budget[] {
    return this.#all;
  }

  async set(input: BudgetSetInput): Promise<readonly Budget[]> {
    const { period, principal, limitMicros } = budgetSetInputSchema.parse(input);
    const { store, ids } = this.#deps;
    await store.write({ command: 'budgets.set', principal: 'models' }, (tx) => {
      if (limitMicros === null) deleteBudget(tx, { period, principal });
      else writeBudget(tx, ids.next(), { period, principal, limitMicros });
    });
    await this.load();
    return this.#all;
  }
}
