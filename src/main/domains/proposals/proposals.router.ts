import { z } from 'zod';
import {
  proposalApproveEditedInputSchema,
  proposalApproveInputSchema,
  proposalListInputSchema,
  proposalRejectInputSchema,
  standingRuleInputSchema,
} from '#shared/contracts/proposals.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byId = z.object({ id: z.uuid() });

export const proposalsRouter = router({
  list: procedure
    .input(proposalListInputSchema)
    .query(({ ctx, input }) => ctx.workspace.proposals.inbox.list(input)),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.proposals.inbox.get(input.id)),
  counts: procedure.query(({ ctx }) => ctx.workspace.proposals.inbox.counts()),
  approve: procedure
    .input(proposalApproveInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.proposals.decisions.approve(input.items)),
  approveEdited: procedure
    .input(proposalApproveEditedInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.proposals.decisions.approveEdited(input)),
  reject: procedure
    .input(proposalRejectInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.proposals.decisions.reject(input.ids, input.reason)),
  /** Takes decisions back, in one go for several. */
  undo: procedure
    .input(z.object({ ids: z.array(z.uuid()).min(1).max(500) }))
    .mutation(({ ctx, input }) => ctx.workspace.proposals.decisions.undo(input.ids)),
  rules: procedure.query(({ ctx }) => ctx.workspace.proposals.inbox.rules()),
  addRule: procedure
    .input(standingRuleInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.proposals.inbox.addRule(input)),
  removeRule: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.proposals.inbox.removeRule(input.id)),
});
