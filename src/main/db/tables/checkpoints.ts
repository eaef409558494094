import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Evidence } from '#shared/contracts/checkpoints.ts';
import { flag, id, instant, json, lifecycle } from './columns.ts';
import { projects } from './projects.ts';

export const checkpoints = sqliteTable(
  'checkpoints',
  {
    id: id(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    title: text('title').notNull(),
    description: text('description').notNull(),
    dueDate: text('due_date'),
    evidence: json<readonly Evidence[]>('evidence').notNull(),
    isAiSuggested: flag('is_ai_suggested').notNull(),
    isApproved: flag('is_approved').notNull(),
    reachedAt: instant('reached_at'),
    ...lifecycle(),
  },
  (table) => [
    index('checkpoints_by_project').on(table.projectId, table.dueDate),
    index('checkpoints_by_due').on(table.dueDate),
  ],
);
