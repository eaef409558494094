import { and, asc, count, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { ImportCounts, ImportPreset } from '#shared/contracts/imports.ts';
import { importPresetSchema } from '#shared/contracts/imports.ts';
import type { JobItem } from '#shared/contracts/jobs.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { importKeys, importPresets, jobItems, jobs } from '#main/db/tables/jobs.ts';
import { attachments, blobParts, noteVersions, notes } from '#main/db/tables/notes.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';

/** What an earlier import made of a source item. */
export type ImportKey = typeof importKeys.$inferSelect;
export type ImportedEntity = 'client' | 'project' | 'task' | 'note' | 'attachment';
/** As much of a row as deciding needs. `updatedAt` of an attachment, which is never edited, is its creation. */
export type RowState = { readonly id: string; readonly updatedAt: number; readonly deletedAt: number | null };
export type NamedRow = { readonly id: string; readonly name: string };

export async function findKeys(
  reader: Reader,
  sourceKind: string,
  sourceKeys: readonly string[],
): Promise<Map<string, ImportKey>> {
  if (sourceKeys.length === 0) return new Map();
  const rows = await reader
    .select()
    .from(importKeys)
    .where(
      and(
        eq(importKeys.sourceKind, sourceKind),
        sql`${importKeys.sourceKey} in (select value from json_each(${JSON.stringify(sourceKeys)}))`,
      ),
    );
  return new Map(rows.map((row) => [row.sourceKey, row]));
}

export function saveKeys(tx: Writer, keys: readonly ImportKey[]): void {
  if (keys.length === 0) return;
  tx.run({
    sql: `INSERT INTO import_keys (source_kind, source_key, entity, entity_id, source_hash, row_updated_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (source_kind, source_key) DO UPDATE SET entity = excluded.entity, entity_id = excluded.entity_id,
            source_hash = excluded.source_hash, row_updated_at = excluded.row_updated_at`,
    paramsList: keys.map((key) => [
      key.sourceKind,
      key.sourceKey,
      key.entity,
      key.entityId,
      key.sourceHash,
      key.rowUpdatedAt,
    ]),
  });
}

const STATE_TABLES = { client: clients, project: projects, task: tasks, note: notes } as const;

export async function findRowStates(
  reader: Reader,
  entity: ImportedEntity,
  ids: readonly string[],
): Promise<Map<string, RowState>> {
  if (ids.length === 0) return new Map();
  const list = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  if (entity === 'attachment') {
    const rows = await reader
      .select({ id: attachments.id, updatedAt: attachments.createdAt, deletedAt: attachments.deletedAt })
      .from(attachments)
      .where(sql`${attachments.id} in ${list}`);
    return new Map(rows.map((row) => [row.id, row]));
  }
  const table = STATE_TABLES[entity];
  const rows = await reader
    .select({ id: table.id, updatedAt: table.updatedAt, deletedAt: table.deletedAt })
    .from(table)
    .where(sql`${table.id} in ${list}`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Live clients or projects by name; an import may mention any of them. */
export async function listNamed(reader: Reader, entity: 'client' | 'project'): Promise<readonly NamedRow[]> {
  const table = entity === 'client' ? clients : projects;
  return await reader
    .select({ id: table.id, name: table.name })
    .from(table)
    .where(isNull(table.deletedAt))
    .orderBy(asc(table.createdAt), asc(table.id));
}

/** Comments by task as `author, line break, body`: what is there already is not added again. */
export async function listComments(
  reader: Reader,
  taskIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const byTask = new Map<string, Set<string>>();
  if (taskIds.length === 0) return byTask;
  const rows = await reader
    .select({ taskId: taskComments.taskId, author: taskComments.author, body: taskComments.body })
    .from(taskComments)
    .where(inArray(taskComments.taskId, [...taskIds]));
  for (const row of rows) {
    const known = byTask.get(row.taskId) ?? new Set();
    byTask.set(row.taskId, known.add(`${row.author}\n${row.body}`));
  }
  return byTask;
}

export async function findLastSortKey(reader: Reader): Promise<string | null> {
  const [row] = await reader.select({ value: sql<string | null>`max(${tasks.sortKey})` }).from(tasks);
  return row?.value ?? null;
}

export async function hasBlob(reader: Reader, sha256: string): Promise<boolean> {
  const [row] = await reader
    .select({ part: blobParts.part })
    .from(blobParts)
    .where(eq(blobParts.sha256, sha256))
    .limit(1);
  return row !== undefined;
}

/** Content that was brought in under a key of its own gets its place; what is there already is not kept twice. */
export function claimBlob(tx: Writer, uploadKey: string, sha256: string): void {
  tx.run({
    sql: 'UPDATE blob_parts SET sha256 = ? WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM blob_parts WHERE sha256 = ?)',
    params: [sha256, uploadKey, sha256],
  });
  tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [uploadKey] });
}

/** Parts `first` to `last`, both included, of a blob or an upload. */
export async function readParts(
  reader: Reader,
  key: string,
  first: number,
  last: number,
): Promise<readonly Uint8Array[]> {
  const rows = await reader
    .select({ data: blobParts.data })
    .from(blobParts)
    .where(and(eq(blobParts.sha256, key), gte(blobParts.part, first), lte(blobParts.part, last)))
    .orderBy(asc(blobParts.part));
  return rows.map((row) => row.data);
}

/** All files of an upload; its id is a UUID, so nothing else can begin with it. */
export function dropUpload(tx: Writer, uploadId: string): void {
  tx.run({
    sql: 'DELETE FROM blob_parts WHERE sha256 >= ? AND sha256 < ?',
    params: [`${uploadId}:`, `${uploadId};`],
  });
}

export function dropBlob(tx: Writer, key: string): void {
  tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [key] });
}

export async function findVersionIds(reader: Reader, ids: readonly string[]): Promise<Map<string, true>> {
  const rows = await reader
    .select({ id: noteVersions.id })
    .from(noteVersions)
    .where(inArray(noteVersions.id, [...ids]));
  return new Map(rows.map((row) => [row.id, true]));
}

export function insertNoteVersion(tx: Writer, row: typeof noteVersions.$inferInsert): void {
  tx.run({
    sql: 'INSERT INTO note_versions (id, note_id, title, body, principal, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    params: [row.id, row.noteId, row.title, row.body, row.principal, row.createdAt],
  });
}

/** The text a note had before an import changed it, kept like one from before an editing session. */
export function keepNoteVersion(
  tx: Writer,
  version: { id: string; noteId: string; title: string; body: string },
): void {
  insertNoteVersion(tx, { ...version, principal: tx.principal, createdAt: tx.nowMs });
}
/** What a job has told of its items so far: a job that goes on after a crash does not tell them again. */
export async function listReported(
  reader: Reader,
  jobId: string,
): Promise<readonly Pick<JobItem, 'source' | 'kind'>[]> {
  return await reader
    .select({ source: jobItems.source, kind: jobItems.kind })
    .from(jobItems)
    .where(eq(jobItems.jobId, jobId));
}

/** The change set that an earlier try of the job began. */
export async function findChangeSet(reader: Reader, jobId: string): Promise<number | null> {
  const [row] = await reader.select({ value: jobs.changeSetId }).from(jobs).where(eq(jobs.id, jobId));
  return row?.value ?? null;
}

export async function countOutcomes(reader: Reader, jobId: string): Promise<ImportCounts> {
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
  const rows = await reader
    .select({ outcome: jobItems.outcome, value: count() })
    .from(jobItems)
    .where(eq(jobItems.jobId, jobId))
    .groupBy(jobItems.outcome);
  for (const row of rows) counts[row.outcome] = row.value;
  return counts;
}

export async function listPresets(reader: Reader): Promise<readonly ImportPreset[]> {
  const rows = await reader.select().from(importPresets).orderBy(asc(importPresets.name));
  return rows.map((row) => importPresetSchema.parse(row));
}

export function savePreset(tx: Writer, preset: ImportPreset): void {
  tx.run({
    sql: `INSERT INTO import_presets (name, kind, mapping) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, mapping = excluded.mapping`,
    params: [preset.name, preset.kind, JSON.stringify(preset.mapping)],
  });
}

export function removePreset(tx: Writer, name: string): void {
  tx.run({ sql: 'DELETE FROM import_presets WHERE name = ?', params: [name] });
}
