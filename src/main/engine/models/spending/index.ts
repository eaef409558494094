/**
 * Spending: what models cost, the caps on it and the ledger of it. Caps are looked at and held in one step before
 * anything is sent; a call that was under way when the app ended counts with what it could have cost.
 */
import type { Budget, BudgetState } from '#shared/contracts/usage.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import type { SpendingPort } from '../model-port.ts';
import { Budgets } from './budgets.ts';
import { spentOf, type GrantCap } from './caps.ts';
import { closeLost, sumSpent } from './ledger.store.ts';
import { costOf, Prices } from './prices.ts';
import { Spending } from './spending.ts';
import { Tallies } from './tallies.ts';

export type { GrantCap } from './caps.ts';
export type { Budgets } from './budgets.ts';
export type { Prices } from './prices.ts';

export type SpendingParts = {
  readonly port: SpendingPort;
  readonly prices: Prices;
  readonly budgets: Budgets;
  readonly preview: Spending['preview'];
  /** What a call could cost at most; null where no price is known. */
  priceOf(wanted: {
    readonly providerId: string;
    readonly modelId: string;
    readonly inputTokens: number;
    readonly maxOutputTokens: number;
  }): number | null;
  /** The caps that the person set, and how far they are used up. */
  budgetStates(): Promise<readonly BudgetState[]>;
  /** Reads prices and budgets and closes what the last run left under way: before the first call. */
  start(): Promise<void>;
};

export function createSpending(deps: {
  readonly store: Store;
  readonly rows: Gathering;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  /** The person's calendar day. */
  readonly today: () => string;
  /** Caps of the rights by which someone may use a provider. */
  readonly grantCaps: (principal: string, providerId: string) => Promise<readonly GrantCap[]>;
}): SpendingParts {
  const { store, rows } = deps;
  const prices = new Prices(deps);
  const budgets = new Budgets(deps);
  const tallies = new Tallies({
    flush: () => rows.flush(),
    sum: (asked, exceptIds) => sumSpent(store.reader, asked, exceptIds),
  });
  const spending = new Spending({ ...deps, prices, budgets, tallies });
  const stateOf = async (budget: Budget): Promise<BudgetState> => {
    const spent = spentOf(budget, { runId: null, today: deps.today() });
    if (spent === null) return { ...budget, spentMicros: null, heldMicros: null };
    const spentMicros = await sumSpent(store.reader, spent);
    return { ...budget, spentMicros, heldMicros: tallies.held(spent) };
  };
  return {
    port: spending,
    prices,
    budgets,
    preview: (planned) => spending.preview(planned),
    priceOf({ providerId, modelId, inputTokens, maxOutputTokens: outputTokens }) {
      const price = prices.find(providerId, modelId);
      return price === null ? null : costOf(price, { inputTokens, outputTokens, cachedInputTokens: 0 });
    },
    async budgetStates() {
      await rows.flush();
      return Promise.all(budgets.list().map(stateOf));
    },
    async start() {
      await closeLost(store);
      await Promise.all([prices.load(), budgets.load()]);
    },
  };
}
