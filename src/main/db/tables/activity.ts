import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ActionEffect } from '#shared/contracts/actions.ts';
import type { ActivityOutcome } from '#shared/contracts/activity.ts';
import { instant } from './columns.ts';

/**
 * Every access and every effect, in order. Triggers of the migration refuse every change and removal of a row, and
 * `hash` is made over the row and the hash before it.
 */
export const activityLog = sqliteTable(
  'activity_log',
  {
    seq: integer('seq').primaryKey(),
    at: instant('at').notNull(),
    principal: text('principal').notNull(),
    actionId: text('action_id').notNull(),
    effect: text('effect').$type<ActionEffect>().notNull(),
    resourceType: text('resource_type').notNull(),
    resource: text('resource').notNull(),
    outcome: text('outcome').$type<ActivityOutcome>().notNull(),
    bytes: integer('bytes').notNull(),
    durationMs: integer('duration_ms').notNull(),
    runId: text('run_id'),
    detail: text('detail').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    index('activity_by_time').on(table.at),
    index('activity_by_principal').on(table.principal, table.seq),
    index('activity_by_run').on(table.runId),
  ],
);
