import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { flag, id, instant } from './columns.ts';

/** A folder that is followed; `path` is its real path. */
export const fileFolders = sqliteTable('file_folders', {
  path: text('path').primaryKey(),
  /** Grows with each change seen in it; files carry the one that changed them. */
  revision: integer('revision').notNull(),
  scannedAt: instant('scanned_at'),
  createdAt: instant('created_at').notNull(),
});

/** A file of such a folder as it was last seen. It keeps its id when it is moved. */
export const fileEntries = sqliteTable(
  'file_entries',
  {
    id: id(),
    folder: text('folder').notNull(),
    /** Below the folder, with `/` between its parts. */
    path: text('path').notNull(),
    previousPath: text('previous_path'),
    inode: text('inode').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    modifiedAt: instant('modified_at').notNull(),
    /** SHA-256, or null for a file too large to be read. */
    hash: text('hash'),
    /** When it came, when it last moved, when its content last changed, and the latest of these or its end. */
    addedRevision: integer('added_revision').notNull(),
    movedRevision: integer('moved_revision').notNull(),
    contentRevision: integer('content_revision').notNull(),
    revision: integer('revision').notNull(),
    /** Kept until every reader has been told. */
    isGone: flag('is_gone').notNull(),
  },
  (table) => [
    uniqueIndex('file_entries_by_path')
      .on(table.folder, table.path)
      .where(sql`is_gone = 0`),
    index('file_entries_by_revision').on(table.folder, table.revision),
  ],
);

/** Which revision of a folder a reader (a plugin, a flow) has taken in. */
export const fileCursors = sqliteTable(
  'file_cursors',
  {
    folder: text('folder').notNull(),
    reader: text('reader').notNull(),
    revision: integer('revision').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.folder, table.reader] })],
);
