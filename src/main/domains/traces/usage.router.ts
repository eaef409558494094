import { z } from 'zod';
import {
  budgetSetInputSchema,
  estimateInputSchema,
  priceListInputSchema,
  priceSetInputSchema,
  usageFilterSchema,
  usageListInputSchema,
  usageSummaryInputSchema,
} from '#shared/contracts/usage.ts';
import { procedure, router } from '#main/api/procedure.ts';

export const usageRouter = router({
  overview: procedure.query(({ ctx }) => ctx.workspace.usage.overview()),
  summary: procedure
    .input(usageSummaryInputSchema)
    .query(({ ctx, input }) => ctx.workspace.usage.summary(input)),
  list: procedure.input(usageListInputSchema).query(({ ctx, input }) => ctx.workspace.usage.list(input)),
  exportCsv: procedure
    .input(usageFilterSchema)
    .query(({ ctx, input }) => ctx.workspace.usage.exportCsv(input)),
  estimate: procedure
    .input(estimateInputSchema)
    .query(({ ctx, input }) => ctx.workspace.usage.estimate(input)),
  budgets: procedure.query(({ ctx }) => ctx.workspace.usage.budgets()),
  setBudget: procedure
    .input(budgetSetInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.usage.setBudget(input)),
  prices: procedure
    .input(priceListInputSchema.default({ withAllDates: false }))
    .query(({ ctx, input }) => ctx.workspace.usage.prices(input)),
  setPrice: procedure
    .input(priceSetInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.usage.setPrice(input)),
  removePrice: procedure
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.usage.removePrice(input.id)),
  clearAnswers: procedure.mutation(({ ctx }) => ctx.workspace.usage.clearAnswers()),
});
