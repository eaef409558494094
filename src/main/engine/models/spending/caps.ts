import type { Budget, BudgetPeriod, BudgetRefusal } from '#shared/contracts/usage.ts';
import type { SpentSince } from './ledger.store.ts';
import { isSpenderOf } from './spender.ts';

/** A spending cap that the person set with a right, counted since it was given. */
export type GrantCap = {
  readonly limitMicros: number;
  /** `*` for any. */
  readonly providerId: string;
  readonly sinceMs: number;
};

export type Cap = {
  readonly period: BudgetPeriod;
  readonly source: BudgetRefusal['source'];
  readonly principal: string;
  readonly limitMicros: number;
  /** What of the ledger counts against it; null for one call, where nothing does. */
  readonly spent: SpentSince | null;
};

export type Asking = {
  readonly principal: string;
  readonly runId: string | null;
  readonly today: string;
  readonly maxCostMicros?:
    | { readonly call?: number | undefined; readonly run?: number | undefined }
    | undefined;
};

/** Every cap that a call is under, the narrowest first. */
export function capsOf(
  asking: Asking,
  budgets: readonly Budget[],
  grants: readonly GrantCap[],
): readonly Cap[] {
  const { maxCostMicros = {}, principal } = asking;
  const asked = (['call', 'run'] as const).flatMap((period) => {
    const limitMicros = maxCostMicros[period];
    return limitMicros === undefined ? [] : [{ period, principal: '', limitMicros }];
  });
  const own = budgets.filter((one) => isSpenderOf(one.principal, principal));
  return [
    ...asked.flatMap((one) => capOf(one, 'request', asking)),
    ...grants.map(({ limitMicros, providerId, sinceMs }): Cap => ({
      period: 'total',
      source: 'grant',
      principal,
      limitMicros,
      spent: { where: 'since', value: sinceMs, principal, providerId },
    })),
    ...own.flatMap((one) => capOf(one, 'budget', asking)),
  ];
}

function capOf(budget: Budget, source: Cap['source'], asking: Asking): readonly Cap[] {
  return [{ ...budget, source, spent: spentOf(budget, asking) }];
}

/** What of the ledger counts against a budget now. */
export function spentOf(
  { period, principal }: Pick<Budget, 'period' | 'principal'>,
  { runId, today }: Pick<Asking, 'runId' | 'today'>,
): SpentSince | null {
  const counted = { principal, providerId: '*' };
  switch (period) {
    case 'call':
      return null;
    case 'run':
      // What belongs to no run is a run of its own.
      return runId === null ? null : { where: 'run', value: runId, ...counted };
    case 'day':
      return { where: 'day', value: today, ...counted };
    case 'month':
      return { where: 'month', value: today.slice(0, 7), ...counted };
    case 'total':
      return { where: 'since', value: 0, ...counted };
  }
}
