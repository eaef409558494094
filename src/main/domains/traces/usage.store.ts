import { and, asc, count, desc, eq, gt, gte, inArray, lte, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type {
  LedgerEntry,
  UsageDimension,
  UsageFilter,
  UsageListInput,
  UsageRow,
  UsageTotals,
} from '#shared/contracts/usage.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { modelCosts } from '#main/db/tables/model-costs.ts';

export type UsageStore = {
  list(input: UsageListInput): Promise<Page<LedgerEntry>>;
  /** In the order of their time, after the one named. */
  readAfter(lastId: string, limit: number, filter: UsageFilter): Promise<readonly LedgerEntry[]>;
  totals(filter: UsageFilter): Promise<UsageTotals>;
  summarise(filter: UsageFilter, by: readonly UsageDimension[], limit: number): Promise<readonly UsageRow[]>;
  listUnpriced(
    filter: UsageFilter,
  ): Promise<readonly { readonly providerId: string; readonly modelId: string }[]>;
};

/** Ids are made in the order of time. */
const LATEST: readonly SortColumn[] = [{ by: modelCosts.id, direction: 'desc' }];

const DIMENSIONS: Record<UsageDimension, SQL<string>> = {
  day: sql`${modelCosts.day}`,
  month: sql`substr(${modelCosts.day}, 1, 7)`,
  feature: sql`${modelCosts.feature}`,
  model: sql`${modelCosts.modelId}`,
  provider: sql`${modelCosts.providerId}`,
  principal: sql`${modelCosts.principal}`,
};

const sum = (what: SQL | typeof modelCosts.costMicros) => sql<number>`coalesce(sum(${what}), 0)`;

const TOTALS = {
  callCount: count(),
  failedCount: sum(sql`${modelCosts.outcome} in ('failed', 'cancelled', 'lost')`),
  inputTokens: sum(sql`${modelCosts.inputTokens}`),
  outputTokens: sum(sql`${modelCosts.outputTokens}`),
  cachedInputTokens: sum(sql`${modelCosts.cachedInputTokens}`),
  costMicros: sum(modelCosts.costMicros),
  estimatedCount: sum(sql`${modelCosts.isEstimated}`),
  unpricedCount: sum(sql`not ${modelCosts.isPriced}`),
  localCount: sum(sql`${modelCosts.isLocal}`),
};

const NOTHING: UsageTotals = {
  callCount: 0,
  failedCount: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  costMicros: 0,
  estimatedCount: 0,
  unpricedCount: 0,
  localCount: 0,
};

export function createUsageStore(reader: Reader): UsageStore {
  return {
    async list(input) {
      const filter = filterOf(input);
      const rows = await reader
        .select({ entry: modelCosts, sortValues: sortValues(LATEST) })
        .from(modelCosts)
        .where(and(filter, afterCursor(LATEST, input.cursor)))
        .orderBy(...orderOf(LATEST))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(modelCosts).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, (row) => row.entry);
    },
    readAfter: (lastId, limit, filter) =>
      reader
        .select()
        .from(modelCosts)
        .where(and(gt(modelCosts.id, lastId), filterOf(filter)))
        .orderBy(asc(modelCosts.id))
        .limit(limit),
    async totals(filter) {
      const [row] = await reader.select(TOTALS).from(modelCosts).where(filterOf(filter));
      return row ?? NOTHING;
    },
    async summarise(filter, by, limit) {
      const keys = by.map((dimension) => DIMENSIONS[dimension]);
      const rows = await reader
        .select({ ...TOTALS, keys: sql<string>`json_array(${sql.join(keys, sql`, `)})` })
        .from(modelCosts)
        .where(filterOf(filter))
        .groupBy(...keys)
        .orderBy(...keys.flatMap((key, at) => orderBy(by[at], key)), desc(TOTALS.costMicros), desc(count()))
        .limit(limit);
      return rows.map((row) => ({ ...row, keys: JSON.parse(row.keys) }));
    },
    listUnpriced: (filter) =>
      reader
        .selectDistinct({ providerId: modelCosts.providerId, modelId: modelCosts.modelId })
        .from(modelCosts)
        .where(and(filterOf(filter), eq(modelCosts.isPriced, false)))
        .orderBy(asc(modelCosts.modelId), asc(modelCosts.providerId))
        .limit(100),
  };
}

/** Time goes first and forward; everything else stands by what it cost. */
function orderBy(dimension: UsageDimension | undefined, key: SQL): readonly SQL[] {
  return dimension === 'day' || dimension === 'month' ? [asc(key)] : [];
}

function filterOf(filter: UsageFilter): SQL | undefined {
  const { from, to, features, principals, providerIds, modelIds, runId, outcomes } = filter;
  return and(
    from === undefined ? undefined : gte(modelCosts.day, from),
    to === undefined ? undefined : lte(modelCosts.day, to),
    features && inArray(modelCosts.feature, features),
    principals && inArray(modelCosts.principal, principals),
    providerIds && inArray(modelCosts.providerId, providerIds),
    modelIds && inArray(modelCosts.modelId, modelIds),
    runId === undefined ? undefined : eq(modelCosts.runId, runId),
    outcomes && inArray(modelCosts.outcome, outcomes),
  );
}
