import { asc, count, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { clients } from '#main/db/tables/clients.ts';
import { attachments, blobParts, notes, noteVersions } from '#main/db/tables/notes.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';
import { savedFilters, settings } from '#main/db/tables/workspace.ts';
import type { RowKind } from '#main/domains/imports/index.ts';

const TABLES = {
  client: clients,
  project: projects,
  checkpoint: checkpoints,
  task: tasks,
  task_comment: taskComments,
  note: notes,
  note_version: noteVersions,
  attachment: attachments,
  saved_filter: savedFilters,
  setting: settings,
} as const satisfies Record<RowKind, unknown>;

type Tables = typeof TABLES;
export type ExportedRow<K extends RowKind> = Tables[K]['$inferSelect'];

const PAGE_ROWS = 500;

/** All rows of a kind, the trash included, by id and page by page, so that a large workspace is never held whole. */
export async function* readRows<K extends RowKind>(
  reader: Reader,
  kind: K,
): AsyncGenerator<readonly ExportedRow<K>[]> {
  const table = TABLES[kind];
  for (let lastId = ''; ;) {
    const rows = await reader
      .select()
      .from(table as Tables['client']) // every one of them has a text id, which is all that is asked here
      .where(gt(table.id, lastId))
      .orderBy(asc(table.id))
      .limit(PAGE_ROWS);
    if (rows.length === 0) return;
    yield rows;
    lastId = rows.at(-1)?.id ?? '';
  }
}

export async function countRows(reader: Reader, kind: RowKind): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(TABLES[kind] as Tables['client']);
  return row?.value ?? 0;
}

export async function listNames(reader: Reader, kind: 'client' | 'project'): Promise<Map<string, string>> {
  const table = TABLES[kind];
  const rows = await reader.select({ id: table.id, name: table.name }).from(table);
  return new Map(rows.map((row) => [row.id, row.name]));
}

export type NoteFile = {
  readonly id: string;
  readonly noteId: string;
  readonly name: string;
  readonly sha256: string;
};

/** Attachments in use of a page of notes. */
export async function listAttachments(
  reader: Reader,
  noteIds: readonly string[],
): Promise<readonly NoteFile[]> {
  return await reader
    .select({
      id: attachments.id,
      noteId: attachments.noteId,
      name: attachments.name,
      sha256: attachments.sha256,
    })
    .from(attachments)
    .where(inArray(attachments.noteId, [...noteIds]));
}

/** Parts of a blob, one query each: an attachment may be larger than memory should hold. */
export async function* readBlob(reader: Reader, sha256: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part += 1) {
    const data = await findPart(reader, sha256, part);
    if (data === undefined) return;
    yield data;
  }
}

export async function findPart(reader: Reader, key: string, part: number): Promise<Uint8Array | undefined> {
  const [row] = await reader
    .select({ data: blobParts.data })
    .from(blobParts)
    .where(sql`${blobParts.sha256} = ${key} and ${blobParts.part} = ${part}`);
  return row?.data;
}

export async function countParts(reader: Reader, key: string): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(blobParts).where(eq(blobParts.sha256, key));
  return row?.value ?? 0;
}

export function dropArchive(tx: Writer, key: string): void {
  tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [key] });
}

/** Archives kept for a browser, but for one: each new one makes the earlier ones go. */
export function dropOtherArchives(tx: Writer, key: string): void {
  tx.run({
    sql: `DELETE FROM blob_parts WHERE sha256 >= 'export:' AND sha256 < 'export;' AND sha256 <> ?`,
    params: [key],
  });
}
