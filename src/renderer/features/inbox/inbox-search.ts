import { addressParser, id, oneOf, text } from '#renderer/lib/address.ts';
import type { ProposalQuery } from '#renderer/entities/proposal/proposal-queries.ts';

/** What is listed among the decided ones. */
export const DECIDED = ['approved', 'rejected', 'failed', 'expired', 'superseded'] as const;

export const RISKS = ['low', 'medium', 'high'] as const;

/** The address of the inbox: what is listed, and which proposal is open. */
export const parseInboxSearch = addressParser({
  show: oneOf(['history']),
  status: oneOf(DECIDED),
  from: text(300),
  kind: text(60),
  risk: oneOf(RISKS),
  proposal: id,
});
export type InboxSearch = ReturnType<typeof parseInboxSearch>;

export function toProposalQuery({ show, status, from, kind, risk }: InboxSearch): ProposalQuery {
  const statuses: ProposalQuery['statuses'] =
    show === 'history' ? (status ? [status] : [...DECIDED]) : ['pending', 'applying'];
  return { statuses, principal: from, kind, risk };
}

export function isFiltered({ status, from, kind, risk }: InboxSearch): boolean {
  return [status, from, kind, risk].some((filter) => filter !== undefined);
}

export function withoutFilters({ show, proposal }: InboxSearch): InboxSearch {
  return { show, proposal };
}
