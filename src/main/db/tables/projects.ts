import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Colour } from '#shared/contracts/common.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import { clients } from './clients.ts';
import { flag, id, instant, json, lifecycle } from './columns.ts';

export const projects = sqliteTable(
  'projects',
  {
    id: id(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    clientId: text('client_id').references(() => clients.id),
    status: text('status').$type<ProjectStatus>().notNull(),
    colour: text('colour').$type<Colour>().notNull(),
    budgetMinor: integer('budget_minor'),
    currency: text('currency'),
    budgetMinutes: integer('budget_minutes'),
    startDate: text('start_date'),
    dueDate: text('due_date'),
    tags: json<readonly string[]>('tags').notNull(),
    isPinned: flag('is_pinned').notNull(),
    completedAt: instant('completed_at'),
    archivedAt: instant('archived_at'),
    ...lifecycle(),
    /** As that of a client, for this project alone. */
    isPrivate: flag('is_private').notNull().default(false),
  },
  (table) => [
    index('projects_by_client').on(table.clientId),
    index('projects_by_name').on(table.name),
    index('projects_private')
      .on(table.id)
      .where(sql`is_private = 1`),
  ],
);
