import { principalText } from '#shared/contracts/actions.ts';
import type { Proposal } from '#shared/contracts/proposals.ts';
import type { WantedWrite } from '#main/engine/actions/index.ts';
import { argumentsHash } from './arguments-hash.ts';
import { PROPOSAL_LIFE_MS, type ProposalRow } from './proposals.store.ts';

/** A whole row for a wish that waits. */
export function newProposalRow(id: string, wanted: WantedWrite, nowMs: number): ProposalRow {
  const { definition, input, preview, principal } = wanted;
  return {
    id,
    status: 'pending',
    actionId: definition.id,
    input,
    argumentsHash: argumentsHash(definition.id, input),
    preview: { summary: preview.summary, subject: preview.subject ?? null, fields: preview.fields },
    kind: preview.kind,
    entityId: preview.entityId,
    projectId: preview.projectId,
    clientId: preview.clientId,
    risk: preview.risk,
    reason: wanted.reason.slice(0, 2_000),
    sources: wanted.sources.slice(0, 20),
    principal: principalText(principal),
    principalFacts: principal,
    runId: wanted.runId,
    suggestionKind: null,
    suggestionId: null,
    createdAt: nowMs,
    expiresAt: nowMs + PROPOSAL_LIFE_MS,
    decidedAt: null,
    decidedInput: null,
    decisionReason: '',
    failure: '',
    changeSetId: null,
  };
}

export function toProposal(row: ProposalRow, actionTitle: string): Proposal {
  const { suggestionKind: _, ...fields } = row;
  return { ...fields, actionTitle };
}
