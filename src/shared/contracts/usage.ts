import { z } from 'zod';
import { localDateSchema, pageInput } from './common.ts';

/** All amounts are millionths of a US dollar, as the providers' price lists are in dollars. */
const microsSchema = z.number().int().min(0).max(1_000_000_000_000);

/**
 * What became of a call. `begun` is under way; `lost` was under way when the app ended, and counts with what it could
 * have cost at most.
 */
export const CALL_OUTCOMES = ['begun', 'done', 'failed', 'cancelled', 'lost'] as const;
export const callOutcomeSchema = z.enum(CALL_OUTCOMES);
export type CallOutcome = z.infer<typeof callOutcomeSchema>;

/** One row of the cost ledger: one call that was sent to a model. */
export type LedgerEntry = {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The person's calendar day at its start: caps of day and month count by it. */
  readonly day: string;
  readonly feature: string;
  readonly principal: string;
  readonly runId: string | null;
  readonly providerId: string;
  readonly modelId: string;
  readonly isLocal: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly costMicros: number;
  /** The cost is what was reserved, because what was used never became known. */
  readonly isEstimated: boolean;
  /** False where no price was known: it counts as 0, and was more. */
  readonly isPriced: boolean;
  readonly outcome: CallOutcome;
  readonly traceId: string | null;
  readonly spanId: string | null;
};

export const USAGE_DIMENSIONS = ['day', 'month', 'feature', 'model', 'provider', 'principal'] as const;
export const usageDimensionSchema = z.enum(USAGE_DIMENSIONS);
export type UsageDimension = z.infer<typeof usageDimensionSchema>;

const usageFilter = {
  /** Days of the person's calendar, both included. */
  from: localDateSchema.optional(),
  to: localDateSchema.optional(),
  features: z.array(z.string().max(200)).max(50).optional(),
  principals: z.array(z.string().max(300)).max(50).optional(),
  providerIds: z.array(z.string().max(200)).max(50).optional(),
  modelIds: z.array(z.string().max(300)).max(50).optional(),
  runId: z.string().max(100).optional(),
  outcomes: z.array(callOutcomeSchema).max(5).optional(),
};
export const usageFilterSchema = z.object(usageFilter);
export type UsageFilter = z.infer<typeof usageFilterSchema>;

export const usageSummaryInputSchema = z.object({
  ...usageFilter,
  /** One for a table, two for a stacked chart, e.g. `['day', 'model']`. */
  by: z.array(usageDimensionSchema).min(1).max(2),
});
export type UsageSummaryInput = z.infer<typeof usageSummaryInputSchema>;

export type UsageTotals = {
  readonly callCount: number;
  readonly failedCount: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly costMicros: number;
  /** Of these the cost is an upper bound, or under way. */
  readonly estimatedCount: number;
  /** Of these no price was known. */
  readonly unpricedCount: number;
  readonly localCount: number;
};

/** `keys` as `by` asked. Days come in order, everything else by cost and then by calls, most first. */
export type UsageRow = UsageTotals & { readonly keys: readonly string[] };
export type UsageSummary = { readonly rows: readonly UsageRow[]; readonly total: UsageTotals };

export const usageListInputSchema = z.object({ ...pageInput, ...usageFilter });
export type UsageListInput = z.infer<typeof usageListInputSchema>;

export const BUDGET_PERIODS = ['call', 'run', 'day', 'month', 'total'] as const;
export const budgetPeriodSchema = z.enum(BUDGET_PERIODS);
export type BudgetPeriod = z.infer<typeof budgetPeriodSchema>;

const principalSchema = z.string().max(300).default('');

export const budgetSetInputSchema = z.object({
  period: budgetPeriodSchema,
  /** As `plugin:email-scanner`, or `assistant` with all of its parts; empty for everyone together. */
  principal: principalSchema,
  /** Null takes the cap away; 0 lets only calls through that cost nothing. */
  limitMicros: microsSchema.nullable(),
});
export type BudgetSetInput = z.input<typeof budgetSetInputSchema>;

export type Budget = {
  readonly period: BudgetPeriod;
  readonly principal: string;
  readonly limitMicros: number;
};

/** A cap and how far it is used up now. For `call` and `run` nothing is counted. */
export type BudgetState = Budget & {
  /** With what calls under way could cost. */
  readonly spentMicros: number | null;
  /** Part of `spentMicros` that is under way. */
  readonly heldMicros: number | null;
};

/** What one call is checked against. */
export type BudgetRefusal = {
  readonly period: BudgetPeriod;
  /** Who set it: `budget` on the Usage page, `grant` with a right, `request` the caller itself. */
  readonly source: 'budget' | 'grant' | 'request';
  readonly principal: string;
  readonly limitMicros: number;
  readonly spentMicros: number;
  /** Null where no price is known, so that no cap can be kept. */
  readonly estimateMicros: number | null;
};

export type UsageOverview = {
  readonly today: UsageTotals & { readonly day: string };
  readonly month: UsageTotals & { readonly month: string };
  readonly budgets: readonly BudgetState[];
  readonly cache: AnswerCacheFigures;
  /** Models that were called this month and have no price. */
  readonly unpricedModels: readonly { readonly providerId: string; readonly modelId: string }[];
};

export type AnswerCacheFigures = {
  readonly entryCount: number;
  readonly sizeBytes: number;
  /** Calls that were answered from it, and the tokens that were not paid again. */
  readonly hitCount: number;
  readonly savedInputTokens: number;
  readonly savedOutputTokens: number;
};

/** What a model costs from a day on. */
export type ModelPrice = {
  /** Null for one that came with the app. */
  readonly id: string | null;
  /** `*` for a model of this name at any provider. */
  readonly providerId: string;
  /** A dated variant of the model (`…-2025-08-07`) costs the same unless it has its own. */
  readonly modelId: string;
  readonly from: string;
  /** Per million tokens. */
  readonly inputMicros: number;
  readonly cachedInputMicros: number;
  readonly outputMicros: number;
};

export const priceSetInputSchema = z.object({
  /** The price to change; a new one when absent. */
  id: z.uuid().optional(),
  providerId: z.string().min(1).max(200).default('*'),
  modelId: z.string().trim().min(1).max(300),
  /** Today when absent. */
  from: localDateSchema.optional(),
  inputMicros: microsSchema,
  /** As `inputMicros` when absent. */
  cachedInputMicros: microsSchema.optional(),
  outputMicros: microsSchema,
});
export type PriceSetInput = z.input<typeof priceSetInputSchema>;

export const priceListInputSchema = z.object({
  /** On this day; today when absent. */
  on: localDateSchema.optional(),
  /** Also former and coming ones. */
  withAllDates: z.boolean().default(false),
});

/** Asked before a run: its calls as they are planned. */
export const estimateInputSchema = z.object({
  principal: z.string().max(300).default('user'),
  calls: z
    .array(
      z.object({
        providerId: z.string().min(1).max(200),
        modelId: z.string().min(1).max(300),
        isLocal: z.boolean().default(false),
        inputTokens: z.number().int().min(0).max(100_000_000),
        maxOutputTokens: z.number().int().min(0).max(100_000_000),
        /** How often. */
        count: z.number().int().min(1).max(1_000_000).default(1),
      }),
    )
    .min(1)
    .max(200),
});
export type EstimateInput = z.input<typeof estimateInputSchema>;

export type RunEstimate = {
  readonly callCount: number;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** At most; null where a price is not known. */
  readonly costMicros: number | null;
  /** The first cap that the whole run could pass, as things are now. */
  readonly refusal: BudgetRefusal | null;
};
