import { sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ExecutionPlan, PlaybookParameter } from '#shared/contracts/plans.ts';
import { id, instant, json } from './columns.ts';

/** Plans that a person keeps under a name; those that ship with the app are not here. */
export const playbooks = sqliteTable(
  'playbooks',
  {
    id: id(),
    name: text('name').notNull(),
    title: text('title').notNull(),
    description: text('description').notNull(),
    parameters: json<readonly PlaybookParameter[]>('parameters').notNull(),
    plan: json<ExecutionPlan>('plan').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [uniqueIndex('playbooks_by_name').on(table.name)],
);
