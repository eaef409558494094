import type { ActivityRecord } from '#shared/contracts/activity.ts';
import type { ProposalRow } from './proposals.store.ts';

/** What the log says of a suggestion that became an item: no action ran for it, its row was there. */
export function approvalOf(row: ProposalRow, decidedInput: unknown): ActivityRecord {
  return {
    principal: row.principal,
    actionId: row.actionId,
    effect: 'write',
    resourceType: 'write_workspace',
    resource: `${row.suggestionKind ?? row.kind}:${row.suggestionId ?? ''}`,
    outcome: 'done',
    bytes: Buffer.byteLength(JSON.stringify(decidedInput ?? row.input)),
    durationMs: 0,
    runId: row.runId,
    detail: `proposal:${row.id}`,
  };
}
