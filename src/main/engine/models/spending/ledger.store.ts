import type { LedgerEntry } from '#shared/contracts/usage.ts';
import type { Reader, Store } from '#main/db/store.ts';
import type { GatheredRow } from '#main/engine/gathering/index.ts';

const UPSERT_SQL = `INSERT INTO model_costs
  (id, started_at, ended_at, day, feature, principal, run_id, provider_id, model_id, is_local, input_tokens,
   output_tokens, cached_input_tokens, cost_micros, is_estimated, is_priced, outcome, trace_id, span_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cached_input_tokens = excluded.cached_input_tokens,
    cost_micros = excluded.cost_micros, is_estimated = excluded.is_estimated, outcome = excluded.outcome,
    trace_id = excluded.trace_id, span_id = excluded.span_id`;

export function ledgerRow(entry: LedgerEntry): GatheredRow {
  return {
    sql: UPSERT_SQL,
    params: [
      entry.id,
      entry.startedAt,
      entry.endedAt,
      entry.day,
      entry.feature,
      entry.principal,
      entry.runId,
      entry.providerId,
      entry.modelId,
      Number(entry.isLocal),
      entry.inputTokens,
      entry.outputTokens,
      entry.cachedInputTokens,
      entry.costMicros,
      Number(entry.isEstimated),
      Number(entry.isPriced),
      entry.outcome,
      entry.traceId,
      entry.spanId,
    ],
    topic: 'usage',
  };
}

/** A call that was never sent leaves nothing behind. */
export function removedRow(id: string): GatheredRow {
  return { sql: 'DELETE FROM model_costs WHERE id = ?', params: [id], topic: 'usage' };
}

/** Calls that were under way when the app ended count with what they could have cost, and say so. */
export async function closeLost(store: Store): Promise<void> {
  const [row] = await store.reader.rows(`SELECT EXISTS (SELECT 1 FROM model_costs WHERE outcome = 'begun')`);
  if (row?.[0] !== 1) return;
  await store.write({ command: 'usage.recover', principal: 'models' }, (tx) => {
    tx.run({
      sql: `UPDATE model_costs SET outcome = 'lost', is_estimated = 1, ended_at = started_at WHERE outcome = 'begun'`,
    });
    tx.touchAll('usage');
  });
}

export type SpentSince = {
  /** Day or month by its beginning, a run, or an instant in ms. */
  readonly where: 'day' | 'month' | 'run' | 'since';
  readonly value: string | number;
  /** With its parts; empty for everyone. */
  readonly principal: string;
  /** `*` for any. */
  readonly providerId: string;
};

/** What the ledger holds against a cap, calls under way with their estimate. */
export async function sumSpent(
  reader: Reader,
  asked: SpentSince,
  exceptIds: readonly string[] = [],
): Promise<number> {
  const { where, value, principal, providerId } = asked;
  const range = { day: 'day = ?', month: 'day BETWEEN ? AND ?', run: 'run_id = ?', since: 'started_at >= ?' };
  const values = where === 'month' ? [`${value}-01`, `${value}-31`] : [value];
  const conditions = [range[where]];
  if (principal !== '') {
    // `;` comes right after `:`, so this is the principal itself and all of its parts, read from an index.
    conditions.push("(principal = ? OR (principal > ? || ':' AND principal < ? || ';'))");
    values.push(principal, principal, principal);
  }
  if (providerId !== '*') {
    conditions.push('provider_id = ?');
    values.push(providerId);
  }
  if (exceptIds.length > 0) {
    conditions.push('id NOT IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(exceptIds));
  }
  const sql = `SELECT coalesce(sum(cost_micros), 0) FROM model_costs WHERE ${conditions.join(' AND ')}`;
  const [row] = await reader.rows(sql, values);
  return Number(row?.[0] ?? 0);
}
