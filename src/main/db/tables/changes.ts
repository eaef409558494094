import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Entity } from '#shared/contracts/changes.ts';
import { instant, json } from './columns.ts';

/**
 * Every change to every recorded row, in commit order. A change set is the rows of one command; its id is the `seq`
 * of its first row.
 */
export const changeLog = sqliteTable(
  'change_log',
  {
    seq: integer('seq').primaryKey(),
    setId: integer('set_id').notNull(),
    command: text('command').notNull(),
    params: json<Readonly<Record<string, string | number>>>('params').notNull(),
    principal: text('principal').notNull(),
    entity: text('entity').$type<Entity>().notNull(),
    entityId: text('entity_id').notNull(),
    op: text('op').$type<'insert' | 'update' | 'delete'>().notNull(),
    before: json<Readonly<Record<string, unknown>>>('before'),
    after: json<Readonly<Record<string, unknown>>>('after'),
    hlc: text('hlc').notNull(),
    /** The change set this one takes back: an undo of a command, or a redo as the undo of an undo. */
    undoes: integer('undoes'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('change_log_by_set').on(table.setId),
    index('change_log_by_entity').on(table.entityId, table.seq),
  ],
);

/** Facts about this store: node id of the clock, cursor of the search index. */
export const storeMeta = sqliteTable('store_meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
