import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { MemoryNamespace } from '#shared/contracts/memory.ts';
import { id, instant } from './columns.ts';

/** What agents keep in mind for good. The person sees, changes and forgets each of them. */
export const memoryFacts = sqliteTable(
  'memory_facts',
  {
    id: id(),
    namespace: text('namespace').$type<MemoryNamespace>().notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    /** A fact of a client or project is told in conversations about it alone. */
    clientId: text('client_id'),
    projectId: text('project_id'),
    /** Both in one text that is never null, so that a key can stand once in each scope. */
    scopeKey: text('scope_key').notNull(),
    principal: text('principal').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('memory_facts_once').on(table.namespace, table.key, table.scopeKey),
    index('memory_facts_by_project').on(table.projectId),
  ],
);
