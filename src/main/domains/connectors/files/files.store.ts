import { and, asc, eq, gt } from 'drizzle-orm';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { fileCursors, fileEntries, fileFolders } from '#main/db/tables/file-sources.ts';
import type { FileFacts, FolderDiff, KnownFile } from './file-diff.ts';

export type FolderRow = typeof fileFolders.$inferSelect;
export type FileRow = typeof fileEntries.$inferSelect;

export type FilesReads = {
  listFolders(): Promise<readonly FolderRow[]>;
  findFolder(path: string): Promise<FolderRow | undefined>;
  listKnown(folder: string): Promise<readonly KnownFile[]>;
  listSince(folder: string, revision: number, limit: number): Promise<readonly FileRow[]>;
  countFiles(folder: string): Promise<number>;
  /** 0 for a reader that has taken in nothing. */
  readCursor(folder: string, reader: string): Promise<number>;
};

export function createFilesReads(reader: Reader): FilesReads {
  return {
    listFolders: () => reader.select().from(fileFolders).orderBy(asc(fileFolders.path)),
    async findFolder(path) {
      const [row] = await reader.select().from(fileFolders).where(eq(fileFolders.path, path));
      return row;
    },
    async listKnown(folder) {
      const { id, path, inode, sizeBytes, modifiedAt, hash } = fileEntries;
      return await reader
        .select({ id, path, inode, sizeBytes, modifiedAt, hash })
        .from(fileEntries)
        .where(and(eq(fileEntries.folder, folder), eq(fileEntries.isGone, false)));
    },
    listSince: (folder, revision, limit) =>
      reader
        .select()
        .from(fileEntries)
        .where(and(eq(fileEntries.folder, folder), gt(fileEntries.revision, revision)))
        .orderBy(asc(fileEntries.revision))
        .limit(limit),
    countFiles: (folder) =>
      reader.$count(fileEntries, and(eq(fileEntries.folder, folder), eq(fileEntries.isGone, false))),
    async readCursor(folder, holder) {
      const [row] = await reader
        .select({ revision: fileCursors.revision })
        .from(fileCursors)
        .where(and(eq(fileCursors.folder, folder), eq(fileCursors.reader, holder)));
      return row?.revision ?? 0;
    },
  };
}

export function addFolder(tx: Writer, path: string): void {
  tx.run({
    sql: 'INSERT OR IGNORE INTO file_folders (path, revision, scanned_at, created_at) VALUES (?, 0, NULL, ?)',
    params: [path, tx.nowMs],
  });
}

/** Forgets a folder; what readers took from it is theirs. */
export function removeFolder(tx: Writer, path: string): void {
  tx.run({ sql: 'DELETE FROM file_entries WHERE folder = ?', params: [path] });
  tx.run({ sql: 'DELETE FROM file_cursors WHERE folder = ?', params: [path] });
  tx.run({ sql: 'DELETE FROM file_folders WHERE path = ?', params: [path] });
}

const INSERT = `INSERT INTO file_entries (id, folder, path, previous_path, inode, size_bytes, modified_at, hash,
  added_revision, moved_revision, content_revision, revision, is_gone)
  VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, 0, ?, ?, 0)`;
const FACTS = 'inode = ?, size_bytes = ?, modified_at = ?, hash = ?';

/** Writes down what a look found. Each change has a revision of its own, so that pages of them have an order. */
export function applyDiff(
  tx: Writer,
  folder: { readonly path: string; readonly revision: number },
  diff: FolderDiff,
  newId: () => string,
): number {
  let { revision } = folder;
  const next = (): number => (revision += 1);
  const run = (sql: string, paramsList: SqlValue[][]) => {
    if (paramsList.length > 0) tx.run({ sql, paramsList });
  };
  // The old names are given up first: a file may have moved to where another one was.
  run(
    'UPDATE file_entries SET is_gone = 1, revision = ? WHERE id = ?',
    diff.removed.map((known) => [next(), known.id]),
  );
  run(
    `UPDATE file_entries SET previous_path = path, path = '/' || id WHERE id = ?`,
    diff.moved.map(({ known }) => [known.id]),
  );
  run(
    `UPDATE file_entries SET path = ?, ${FACTS}, moved_revision = ?, revision = ? WHERE id = ?`,
    diff.moved.map(({ known, now }) => {
      const at = next();
      return [now.path, ...factsOf(now), at, at, known.id];
    }),
  );
  run(
    `UPDATE file_entries SET ${FACTS}, content_revision = ?, revision = ? WHERE id = ?`,
    diff.changed.map(({ known, now }) => {
      const at = next();
      return [...factsOf(now), at, at, known.id];
    }),
  );
  run(
    `UPDATE file_entries SET ${FACTS} WHERE id = ?`,
    diff.touched.map(({ known, now }) => [...factsOf(now), known.id]),
  );
  run(
    INSERT,
    diff.added.map((now) => {
      const at = next();
      return [newId(), folder.path, now.path, ...factsOf(now), at, at, at];
    }),
  );
  tx.run({
    sql: 'UPDATE file_folders SET revision = ?, scanned_at = ? WHERE path = ?',
    params: [revision, tx.nowMs, folder.path],
  });
  return revision;
}

function factsOf(facts: FileFacts): SqlValue[] {
  return [facts.inode, facts.sizeBytes, facts.modifiedAt, facts.hash];
}

export function moveCursor(tx: Writer, folder: string, reader: string, revision: number): void {
  tx.run({
    sql: `INSERT INTO file_cursors (folder, reader, revision, updated_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (folder, reader) DO UPDATE SET revision = max(revision, excluded.revision), updated_at = excluded.updated_at`,
    params: [folder, reader, revision, tx.nowMs],
  });
  dropTold(tx, folder);
}

export function removeCursors(tx: Writer, reader: string): void {
  tx.run({ sql: 'DELETE FROM file_cursors WHERE reader = ?', params: [reader] });
}

/** Files that are gone are kept until every reader has been told. */
function dropTold(tx: Writer, folder: string): void {
  tx.run({
    sql: `DELETE FROM file_entries WHERE folder = ? AND is_gone = 1
      AND revision <= (SELECT min(revision) FROM file_cursors WHERE folder = ?)`,
    params: [folder, folder],
  });
}
