import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { clients } from './clients.ts';
import { flag, id, instant, json, lifecycle } from './columns.ts';
import { projects } from './projects.ts';

export const notes = sqliteTable(
  'notes',
  {
    id: id(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** The first lines as plain text, so that a list never reads bodies. */
    excerpt: text('excerpt').notNull(),
    /** Lower-case titles that the body links to; triggers keep `note_links` equal to it. */
    links: json<readonly string[]>('links').notNull(),
    projectId: text('project_id').references(() => projects.id),
    clientId: text('client_id').references(() => clients.id),
    tags: json<readonly string[]>('tags').notNull(),
    isPinned: flag('is_pinned').notNull(),
    ...lifecycle(),
  },
  (table) => [
    // Lists, filters and counts read this one alone: bodies lie on the same pages as the rest of a row.
    index('notes_list')
      .on(
        table.updatedAt,
        table.id,
        table.projectId,
        table.clientId,
        table.isPinned,
        table.tags,
        table.title,
        table.excerpt,
        table.createdAt,
        table.deletedAt,
      )
      .where(sql`deleted_at is null`),
    index('notes_deleted')
      .on(table.deletedAt)
      .where(sql`deleted_at is not null`),
    index('notes_by_title')
      .on(sql`lower(title)`, table.id, table.updatedAt, table.deletedAt)
      .where(sql`deleted_at is null`),
    index('notes_by_project').on(table.projectId, table.deletedAt),
    index('notes_by_client').on(table.clientId),
  ],
);

/** Derived from `notes.links` by triggers. */
export const noteLinks = sqliteTable(
  'note_links',
  { noteId: text('note_id').notNull(), targetKey: text('target_key').notNull() },
  (table) => [
    primaryKey({ columns: [table.noteId, table.targetKey] }),
    index('note_links_by_target').on(table.targetKey),
  ],
);

/** Earlier states of a note, kept when an editing session begins; content, so never in the change stream. */
export const noteVersions = sqliteTable(
  'note_versions',
  {
    id: id(),
    noteId: text('note_id').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    principal: text('principal').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('note_versions_by_note').on(table.noteId, table.createdAt)],
);

export const attachments = sqliteTable(
  'attachments',
  {
    id: id(),
    noteId: text('note_id')
      .notNull()
      .references(() => notes.id),
    name: text('name').notNull(),
    mimeType: text('mime_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    deletedAt: instant('deleted_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('attachments_by_note').on(table.noteId), index('attachments_by_hash').on(table.sha256)],
);

/** Content by its SHA-256 in parts; kept until no attachment row, present or in the log, names it. */
export const blobParts = sqliteTable(
  'blob_parts',
  {
    sha256: text('sha256').notNull(),
    part: integer('part').notNull(),
    data: blob('data', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.sha256, table.part] })],
);
