/**
 * Proposals: the one inbox of every change that a plugin, a flow or the assistant wants. Nothing of it happens before
 * the person, or a rule that the person made, agrees; an agreement is for exactly what was shown, once.
 */
import { ProposalDecisions } from './proposal-decisions.service.ts';
import { ProposalNewsDesk } from './proposal-news.ts';
import { ProposalReconciler } from './proposal-reconciler.ts';
import { ProposalsService, type ProposalsDeps } from './proposals.service.ts';
import { createProposalsReads } from './proposals.store.ts';
import { StandingRulesService } from './standing-rules.service.ts';
import { createStandingRulesReads } from './standing-rules.store.ts';

export type { ProposalNews } from './proposal-news.ts';
export { isInboxFull, MOST_PENDING } from './proposals.service.ts';
export { argumentsHash } from './arguments-hash.ts';

export type Proposals = {
  readonly inbox: ProposalsService;
  readonly decisions: ProposalDecisions;
  readonly news: ProposalNewsDesk;
  /** Follows commits between `start` and `stop`. */
  readonly reconciler: ProposalReconciler;
};

export function createProposals(
  deps: Omit<ProposalsDeps, 'readsOf' | 'rules'> & { readonly onError: (error: unknown) => void },
): Proposals {
  const rules = new StandingRulesService({
    ...deps,
    reads: createStandingRulesReads(deps.store.reader),
    titleOf: (actionId) => deps.actions().registry.find(actionId)?.title ?? actionId,
  });
  const parts = { ...deps, readsOf: createProposalsReads };
  const inbox = new ProposalsService({ ...parts, rules });
  const decisions = new ProposalDecisions({ ...parts, proposals: inbox });
  return {
    inbox,
    decisions,
    news: new ProposalNewsDesk({ ...parts, proposals: inbox, decisions }),
    reconciler: new ProposalReconciler({ ...parts, proposals: inbox }),
  };
}
