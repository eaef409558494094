import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, instant, json } from './columns.ts';

export const savedFilters = sqliteTable(
  'saved_filters',
  {
    id: id(),
    name: text('name').notNull(),
    scope: text('scope').$type<'tasks' | 'projects' | 'clients' | 'notes' | 'search'>().notNull(),
    query: json<Record<string, unknown>>('query').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('saved_filters_by_scope').on(table.scope)],
);

/** One row a preference; `id` is its key. */
export const settings = sqliteTable('settings', {
  id: id(),
  value: json<unknown>('value').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
