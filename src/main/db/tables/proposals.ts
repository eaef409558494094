import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ActionPrincipal, ProposalSource } from '#shared/contracts/actions.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { ProposalPreview, ProposalRisk, StoredProposalStatus } from '#shared/contracts/proposals.ts';
import { id, instant, json } from './columns.ts';

/** Changes that somebody other than the person wants, and what became of each. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: id(),
    status: text('status').$type<StoredProposalStatus>().notNull(),
    actionId: text('action_id').notNull(),
    input: json<unknown>('input').notNull(),
    /** SHA-256 over the action and its input: what an approval binds to. */
    argumentsHash: text('arguments_hash').notNull(),
    preview: json<ProposalPreview>('preview').notNull(),
    kind: text('kind').notNull(),
    entityId: text('entity_id'),
    projectId: text('project_id'),
    clientId: text('client_id'),
    risk: text('risk').$type<ProposalRisk>().notNull(),
    reason: text('reason').notNull(),
    sources: json<readonly ProposalSource[]>('sources').notNull(),
    principal: text('principal').notNull(),
    principalFacts: json<ActionPrincipal>('principal_facts').notNull(),
    runId: text('run_id'),
    /** The row that shows the suggestion in place, not approved yet. */
    suggestionKind: text('suggestion_kind').$type<ItemKind>(),
    suggestionId: text('suggestion_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    decidedAt: instant('decided_at'),
    /** What was approved instead, where the person changed it first. */
    decidedInput: json<unknown>('decided_input'),
    decisionReason: text('decision_reason').notNull(),
    failure: text('failure').notNull(),
    /** What the approval, or the rejection of a suggestion in place, wrote. */
    changeSetId: integer('change_set_id'),
  },
  (table) => [
    index('proposals_by_status').on(table.status, table.createdAt, table.id),
    index('proposals_by_creation').on(table.createdAt, table.id),
    index('proposals_by_suggestion').on(table.suggestionId),
    index('proposals_by_entity').on(table.entityId),
    index('proposals_by_change_set').on(table.changeSetId),
    index('proposals_by_run').on(table.runId),
    uniqueIndex('proposals_pending_once')
      .on(table.principal, table.argumentsHash)
      .where(sql`status = 'pending'`),
  ],
);

/** "Always allow this": what no longer has to be asked. Bound to the code that the person knew. */
export const standingRules = sqliteTable(
  'standing_rules',
  {
    id: id(),
    principal: text('principal').notNull(),
    version: text('version').notNull(),
    contentHash: text('content_hash').notNull(),
    actionId: text('action_id').notNull(),
    scope: text('scope').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    removedAt: instant('removed_at'),
    useCount: integer('use_count').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [index('standing_rules_by_principal').on(table.principal, table.actionId)],
);
