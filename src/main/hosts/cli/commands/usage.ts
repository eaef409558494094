import {
  budgetPeriodSchema,
  usageDimensionSchema,
  type BudgetState,
  type ModelPrice,
  type UsageTotals,
} from '#shared/contracts/usage.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { writeNewFile } from '../new-file.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type UsageOptions = { readonly by: string; readonly days: number };
export type BudgetOptions = { readonly principal?: string };
export type PriceOptions = { readonly cached?: number; readonly provider?: string; readonly from?: string };

export function runUsage(context: CommandContext, { by, days }: UsageOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { today } = await api.usage.overview();
    const from = addDays(today.day, 1 - days);
    const summary = await api.usage.summary({ by: [usageDimensionSchema.parse(by)], from });
    await context.output.answer(summary, () => {
      if (summary.rows.length === 0) return 'No model was called in this time.';
      const rows = summary.rows.map(({ keys, ...totals }) => [keys.join(' '), ...totalCells(totals)]);
      return formatTable([[by, 'calls', 'in', 'out', 'cost'], ...rows, ['', ...totalCells(summary.total)]]);
    });
    return EXIT.done;
  });
}

export function runUsageExport(context: CommandContext, file: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { csv, rowCount } = await api.usage.exportCsv({});
    const path = await writeNewFile(file, csv);
    await context.output.answer({ path, rowCount }, () => `${rowCount} calls are in ${path}.`);
    return EXIT.done;
  });
}

export function runBudgets(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    await answerBudgets(context, await api.usage.budgets());
    return EXIT.done;
  });
}

export function runBudgetSet(
  context: CommandContext,
  options: BudgetOptions & { readonly period: string; readonly amount: number | null },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { principal = '', amount: limitMicros } = options;
    const period = budgetPeriodSchema.parse(options.period);
    await answerBudgets(context, await api.usage.setBudget({ period, principal, limitMicros }));
    return EXIT.done;
  });
}

export function runPrices(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const prices = await api.usage.prices();
    await context.output.answer(prices, () => priceTable(prices));
    return EXIT.done;
  });
}

export function runPriceSet(
  context: CommandContext,
  options: PriceOptions & { readonly model: string; readonly input: number; readonly output: number },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { model: modelId, input: inputMicros, output: outputMicros, provider: providerId } = options;
    const given = { modelId, inputMicros, outputMicros, cachedInputMicros: options.cached };
    const price = await api.usage.setPrice({ ...given, providerId, from: options.from });
    await context.output.answer(price, () => priceTable([price]));
    return EXIT.done;
  });
}

function answerBudgets(context: CommandContext, budgets: readonly BudgetState[]): Promise<void> {
  return context.output.answer(budgets, () =>
    budgets.length === 0 ? 'There is no cap on spending.' : formatTable(budgets.map(budgetCells)),
  );
}

function totalCells({ callCount, inputTokens, outputTokens, costMicros }: UsageTotals): readonly string[] {
  return [String(callCount), String(inputTokens), String(outputTokens), formatDollars(costMicros)];
}

function budgetCells({ period, principal, limitMicros, spentMicros }: BudgetState): readonly string[] {
  const spent = spentMicros === null ? '' : `${formatDollars(spentMicros)} used`;
  return [period, principal === '' ? 'everyone' : principal, formatDollars(limitMicros), spent];
}

function priceTable(prices: readonly ModelPrice[]): string {
  const rows = prices.map((price) => [
    price.modelId,
    price.providerId === '*' ? 'any provider' : price.providerId,
    formatDollars(price.inputMicros),
    formatDollars(price.outputMicros),
    price.from,
    price.id === null ? '' : 'yours',
  ]);
  return formatTable([['model', 'provider', 'in', 'out', 'from', ''], ...rows]);
}
