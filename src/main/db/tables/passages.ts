import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { ValueSource } from '#shared/contracts/actions.ts';
import type { PassageKind } from '#shared/contracts/passages.ts';
import { flag, instant, json } from './columns.ts';

/**
 * Pieces of items as they are searched and quoted, derived from the items. A piece whose words change becomes another
 * row: row ids only grow, so whoever follows them (`passages_fts`, the vectors) needs to remember one number.
 */
export const passages = sqliteTable(
  'passages',
  {
    rowId: integer('row_id').primaryKey({ autoIncrement: true }),
    /** `<kind>:<entity id>#<place>`. */
    id: text('id').notNull().unique(),
    kind: text('kind').$type<PassageKind>().notNull(),
    entityId: text('entity_id').notNull(),
    place: integer('place').notNull(),
    title: text('title').notNull(),
    /** Names of the client and the project it belongs to. */
    context: text('context').notNull(),
    text: text('text').notNull(),
    headings: json<readonly string[]>('headings').notNull(),
    /** UTF-16 offset in the item's text. */
    start: integer('start').notNull(),
    clientId: text('client_id'),
    projectId: text('project_id'),
    source: text('source').$type<ValueSource>().notNull(),
    link: text('link').notNull(),
    /** Of all that is searched; the same hash, the same row. */
    hash: text('hash').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('passages_by_entity').on(table.entityId, table.place),
    index('passages_by_project').on(table.projectId, table.kind),
    index('passages_by_client').on(table.clientId, table.kind),
    index('passages_by_kind').on(table.kind),
  ],
);

/** Items whose passages are to be made again; triggers add what the change log does not name. */
export const passagesDue = sqliteTable('passages_due', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  kind: text('kind').$type<PassageKind>().notNull(),
  entityId: text('entity_id').notNull(),
});

/** The embedders whose vectors are kept: the one that answers, and the one that is being filled. */
export const passageModels = sqliteTable('passage_models', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  embedder: text('embedder').notNull().unique(),
  dimension: integer('dimension').notNull(),
  /** Passages up to this row have their vectors. */
  throughRow: integer('through_row').notNull(),
  isServing: flag('is_serving').notNull(),
});

/** Half-precision numbers in the machine's byte order, one row a passage and model. */
export const passageVectors = sqliteTable(
  'passage_vectors',
  {
    model: integer('model').notNull(),
    rowId: integer('row_id').notNull(),
    vector: blob('vector', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.rowId] }),
    index('passage_vectors_by_row').on(table.rowId),
  ],
);

/** Rows that are gone and may still be in the vector index beside the store. */
export const passagesGone = sqliteTable('passages_gone', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  rowId: integer('row_id').notNull(),
});
