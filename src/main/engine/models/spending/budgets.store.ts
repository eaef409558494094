import { asc } from 'drizzle-orm';
import type { Budget } from '#shared/contracts/usage.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { modelBudgets } from '#main/db/tables/model-costs.ts';

export function listBudgets(reader: Reader): Promise<readonly Budget[]> {
  const { period, principal, limitMicros } = modelBudgets;
  return reader
    .select({ period, principal, limitMicros })
    .from(modelBudgets)
    .orderBy(asc(principal), asc(period));
}

export function writeBudget(tx: Writer, id: string, budget: Budget): void {
  tx.run({
    sql: `INSERT INTO model_budgets (id, period, principal, limit_micros, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (period, principal) DO UPDATE SET limit_micros = excluded.limit_micros,
        updated_at = excluded.updated_at`,
    params: [id, budget.period, budget.principal, budget.limitMicros, tx.nowMs],
  });
  tx.touchAll('usage');
}

export function deleteBudget(tx: Writer, { period, principal }: Omit<Budget, 'limitMicros'>): void {
  tx.run({
    sql: 'DELETE FROM model_budgets WHERE period = ? AND principal = ?',
    params: [period, principal],
  });
  tx.touchAll('usage');
}
