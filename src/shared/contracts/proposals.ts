import { z } from 'zod';
import type { ActionPrincipal, ProposalSource } from './actions.ts';
import { instantSchema, pageInput } from './common.ts';

/** `applying`: approved, and an effect on the outside is on its way. */
export const STORED_PROPOSAL_STATUSES = [
  'pending',
  'applying',
  'approved',
  'rejected',
  'expired',
  'failed',
  'superseded',
] as const;
export const proposalStatusSchema = z.enum(STORED_PROPOSAL_STATUSES);
export type StoredProposalStatus = z.infer<typeof proposalStatusSchema>;

export const PROPOSAL_RISKS = ['low', 'medium', 'high'] as const;
export const proposalRiskSchema = z.enum(PROPOSAL_RISKS);
export type ProposalRisk = z.infer<typeof proposalRiskSchema>;

/** One field that would change, as a person reads it; `before` is null for something new. */
export type ProposalField = {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
};

export type ProposalPreview = {
  /** "New task: Send the invoice to Acme" */
  readonly summary: string;
  /** Name of the one item that it is about. */
  readonly subject: string | null;
  readonly fields: readonly ProposalField[];
};

export type Proposal = {
  readonly id: string;
  readonly status: StoredProposalStatus;
  readonly actionId: string;
  readonly actionTitle: string;
  readonly input: unknown;
  /** Hand it back with the approval: what was shown is what is done. */
  readonly argumentsHash: string;
  readonly preview: ProposalPreview;
  /** `task`, `project` … */
  readonly kind: string;
  readonly entityId: string | null;
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly risk: ProposalRisk;
  readonly reason: string;
  readonly sources: readonly ProposalSource[];
  /** `plugin:email-scanner` */
  readonly principal: string;
  readonly principalFacts: ActionPrincipal;
  readonly runId: string | null;
  /** The unapproved row that shows it in place. */
  readonly suggestionId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly decidedAt: number | null;
  readonly decidedInput: unknown;
  readonly decisionReason: string;
  /** Why it could not be done. */
  readonly failure: string;
  readonly changeSetId: number | null;
};

const proposalFilter = {
  statuses: z.array(proposalStatusSchema).max(7).optional(),
  principal: z.string().max(300).optional(),
  kind: z.string().max(60).optional(),
  risk: proposalRiskSchema.optional(),
  actionId: z.string().max(100).optional(),
  projectId: z.uuid().optional(),
  clientId: z.uuid().optional(),
  /** Those about this item, or shown in place as it. */
  itemId: z.uuid().optional(),
};
export const proposalListInputSchema = z.object({ ...pageInput, ...proposalFilter });
export type ProposalListInput = z.infer<typeof proposalListInputSchema>;

const approval = z.object({ id: z.uuid(), argumentsHash: z.string().length(64) });
export const proposalApproveInputSchema = z.object({ items: z.array(approval).min(1).max(200) });
export type ProposalApproval = z.infer<typeof approval>;
export const proposalApproveEditedInputSchema = approval.extend({ input: z.unknown() });
export const proposalRejectInputSchema = z.object({
  ids: z.array(z.uuid()).min(1).max(500),
  reason: z.string().trim().max(2000).default(''),
});

/** What became of one of several. */
export type ProposalDecision = {
  readonly id: string;
  readonly status: StoredProposalStatus;
  readonly changeSetId: number | null;
  /** Why it was not done; empty when it was. */
  readonly message: string;
};

/** How the row that shows a proposal in place stands. */
export type SuggestionState = 'suggested' | 'accepted' | 'gone';

export type ProposalCounts = {
  readonly pending: number;
  readonly byPrincipal: readonly { readonly principal: string; readonly pending: number }[];
  readonly byKind: readonly { readonly kind: string; readonly pending: number }[];
};

const ruleScope = z
  .string()
  .max(200)
  .regex(/^(\*|(project|client):[0-9a-f-]{36}|kind:[a-z_]{1,40})$/);

/** Made from a proposal: the same kind of action, from the same code, within the scope. */
export const standingRuleInputSchema = z.object({
  proposalId: z.uuid(),
  scope: ruleScope,
  /** At most a year; 90 days when absent. */
  expiresAt: instantSchema.optional(),
});
export type StandingRuleInput = z.infer<typeof standingRuleInputSchema>;

export type StandingRule = {
  readonly id: string;
  readonly principal: string;
  readonly version: string;
  readonly actionId: string;
  readonly actionTitle: string;
  /** `*`, `project:<id>`, `client:<id>`, `kind:<kind>` */
  readonly scope: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly useCount: number;
  readonly lastUsedAt: number | null;
};
