import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { BudgetPeriod, CallOutcome } from '#shared/contracts/usage.ts';
import { flag, id, instant } from './columns.ts';

/** Every call that was sent to a model and what it cost. `begun` stands before anything is sent. */
export const modelCosts = sqliteTable(
  'model_costs',
  {
    id: id(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    day: text('day').notNull(),
    feature: text('feature').notNull(),
    principal: text('principal').notNull(),
    runId: text('run_id'),
    providerId: text('provider_id').notNull(),
    modelId: text('model_id').notNull(),
    isLocal: flag('is_local').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    cachedInputTokens: integer('cached_input_tokens').notNull(),
    costMicros: integer('cost_micros').notNull(),
    isEstimated: flag('is_estimated').notNull(),
    isPriced: flag('is_priced').notNull(),
    outcome: text('outcome').$type<CallOutcome>().notNull(),
    traceId: text('trace_id'),
    spanId: text('span_id'),
  },
  (table) => [
    index('model_costs_by_day').on(table.day, table.principal, table.costMicros),
    index('model_costs_by_run').on(table.runId),
    index('model_costs_by_trace').on(table.traceId),
    // What the last run left under way: none or a handful.
    index('model_costs_under_way')
      .on(table.id)
      .where(sql`outcome = 'begun'`),
  ],
);

/** Caps on spending: of everyone together where `principal` is empty. */
export const modelBudgets = sqliteTable(
  'model_budgets',
  {
    id: id(),
    period: text('period').$type<BudgetPeriod>().notNull(),
    principal: text('principal').notNull(),
    limitMicros: integer('limit_micros').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('model_budgets_once').on(table.period, table.principal)],
);

/** Prices that the person gave, from a day on; they come before those that the app knows. */
export const modelPrices = sqliteTable(
  'model_prices',
  {
    id: id(),
    providerId: text('provider_id').notNull(),
    modelId: text('model_id').notNull(),
    validFrom: text('valid_from').notNull(),
    inputMicros: integer('input_micros').notNull(),
    cachedInputMicros: integer('cached_input_micros').notNull(),
    outputMicros: integer('output_micros').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('model_prices_once').on(table.providerId, table.modelId, table.validFrom)],
);

/** Answers by the hash of all that decides them. */
export const modelAnswers = sqliteTable(
  'model_answers',
  {
    key: text('key').primaryKey(),
    modelId: text('model_id').notNull(),
    answer: text('answer').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    hitCount: integer('hit_count').notNull(),
    createdAt: instant('created_at').notNull(),
    usedAt: instant('used_at').notNull(),
  },
  (table) => [index('model_answers_by_use').on(table.usedAt, table.sizeBytes)],
);
