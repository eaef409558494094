import { flag, instant } from './columns.ts';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row a searchable item; `id` is the rowid of its entry in the contentless FTS5 table `search_fts`. */
export const searchDocs = sqliteTable(
  'search_docs',
  {
    id: integer('id').primaryKey(),
    kind: text('kind').notNull(),
    entityId: text('entity_id').notNull().unique(),
    clientId: text('client_id'),
    projectId: text('project_id'),
    status: text('status'),
    priority: integer('priority'),
    dueDate: text('due_date'),
    isDone: flag('is_done').notNull(),
    isArchived: flag('is_archived').notNull(),
    isTrashed: flag('is_trashed').notNull(),
    isPinned: flag('is_pinned').notNull(),
    isSuggested: flag('is_suggested').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('search_docs_by_kind').on(table.kind, table.updatedAt),
    index('search_docs_by_project').on(table.projectId),
    index('search_docs_by_client').on(table.clientId),
    index('search_docs_by_due').on(table.dueDate),
  ],
);
