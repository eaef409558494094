import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '#shared/contracts/changes.ts';
import { isAppError } from '#shared/errors.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Writer } from '#main/db/store.ts';
import { withDerived } from '#main/domains/notes/index.ts';
import { noteVersionRowSchema, ROW_KINDS } from '../adiuva-format.ts';
import type { RowKind, WorkspaceRow } from '../adiuva-format.ts';
import { isRefusal } from '../drafts.ts';
import { claimBlob, countOutcomes, findVersionIds, hasBlob, insertNoteVersion } from '../imports.store.ts';
import type { OwnExport, WorkspaceEntry } from '../readers/adiuva.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import { dropContent, storeContent } from './blob-content.ts';
import { createReportMemory } from './import-state.ts';
import type { ReportRow } from './plan-batch.ts';
import type { ImportResult, ImportRun } from './run-import.ts';

const BATCH_SIZE = 500;

type Row = WorkspaceRow & { readonly source: string };
type Decided = { readonly row: Row; readonly report: ReportRow; readonly isNew: boolean };
type Work = {
  readonly run: ImportRun;
  readonly source: OwnExport;
  /** Ids that rows may refer to: everything of the export that is in the store now. */
  readonly present: Set<string>;
  readonly wasReported: (source: string, kind: string | null) => boolean;
  /** Contents that wait in the store for the row that names them. */
  readonly uploads: Map<string, { readonly uploadKey: string; readonly sha256: string }>;
  changeSetId: number | null;
  doneCount: number;
};

/**
 * Brings an export of ours back, row by row and with its ids, so that an empty workspace becomes equal to the one
 * that was exported. A row that is here already with other content stays as it is here.
 */
export async function runRestore(run: ImportRun, source: OwnExport): Promise<ImportResult> {
  const work: Work = {
    run,
    source,
    present: new Set(),
    wasReported: await createReportMemory(run.store.reader, run.ctx.jobId),
    uploads: new Map(),
    changeSetId: run.changeSetId,
    doneCount: 0,
  };
  let batch: WorkspaceEntry[] = [];
  for await (const entry of source.rows(run.ctx.signal)) {
    run.ctx.signal.throwIfAborted();
    batch.push(entry);
    if (batch.length < BATCH_SIZE) continue;
    await writeEntries(work, batch);
    batch = [];
  }
  await writeEntries(work, batch);
  run.ctx.progress(work.doneCount, work.doneCount);
  return {
    counts: await countOutcomes(run.store.reader, run.ctx.jobId),
    changeSetId: work.changeSetId,
    isDryRun: run.isDryRun,
  };
}

async function writeEntries(work: Work, entries: readonly WorkspaceEntry[]): Promise<void> {
  const { run } = work;
  const reports: ReportRow[] = [];
  const rows: Row[] = [];
  for (const entry of entries) {
    if (isRefusal(entry)) reports.push({ ...entry, kind: null, entityId: null });
    else if (entry.kind === 'attachment') {
      const reason = await bringContent(work, entry);
      if (reason === null) rows.push(entry);
      else reports.push(reportOf(entry, 'failed', reason));
    } else rows.push(entry);
  }
  const { changeSetId } = await run.store.write(commandOf(work), async (tx) => {
    const decided: Decided[] = [];
    for (const kind of ROW_KINDS) decided.push(...(await decide(tx, kind, rows, work)));
    if (!run.isDryRun) writeRows(tx, decided, work);
    const told = [...reports, ...decided.map(({ report }) => report)].filter(
      (row) => !work.wasReported(row.source, row.kind),
    );
    const hasWritten =
      !run.isDryRun && decided.some(({ isNew, row }) => isNew && row.kind !== 'note_version');
    await run.ctx.reportIn(tx, told, hasWritten ? tx.changeSetId : undefined);
  });
  work.changeSetId ??= changeSetId;
  work.doneCount += entries.length;
  run.ctx.progress(work.doneCount, Math.max(work.source.rowCount, work.doneCount));
}

/** Puts the content of an attachment into the store, checked against its hash. Answers why it could not be. */
async function bringContent(work: Work, { row }: Row): Promise<string | null> {
  const { sha256, file: path } = row as unknown as { sha256: string; file: string }; // parsed by the attachment's schema
  const { store, ids, isDryRun } = work.run;
  if (await hasBlob(store.reader, sha256)) return null;
  const file = work.source.findFile(path);
  if (file === undefined) return 'Its content is not in the export.';
  if (isDryRun || file.sizeBytes === 0) return null;
  const uploadKey = ids.next();
  try {
    const found = await storeContent(store, uploadKey, file.stream(IMPORT_LIMITS.attachmentBytes));
    if (found !== sha256) {
      await dropContent(store, uploadKey);
      return 'Its content was changed or damaged after the export.';
    }
    work.uploads.set(row.id, { uploadKey, sha256 });
    return null;
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return error.message;
  }
}

async function decide(tx: Writer, kind: RowKind, all: readonly Row[], work: Work): Promise<Decided[]> {
  const rows = all.filter((row) => row.kind === kind);
  if (rows.length === 0) return [];
  const ids = rows.map(({ row }) => row.id);
  const there = kind === 'note_version' ? await findVersionIds(tx, ids) : await rowsById(tx, kind, ids);
  return rows.map((row): Decided => {
    const known = there.get(row.row.id);
    const { fixed, missing } = withReferences(row, work.present);
    if (missing !== null) return { row, isNew: false, report: reportOf(row, 'failed', missing) };
    work.present.add(row.row.id);
    if (known === undefined) return { row: fixed, isNew: true, report: reportOf(row, 'created', '') };
    const isEqual = known === true || equalFields(row.row, known);
    if (isEqual) return { row, isNew: false, report: reportOf(row, 'unchanged', '') };
    return {
      row,
      isNew: false,
      report: reportOf(row, 'skipped', 'It is here already with other content; it stays as it is here.'),
    };
  });
}

async function rowsById(
  tx: Writer,
  entity: Entity,
  ids: readonly string[],
): Promise<Map<string, Readonly<Record<string, unknown>>>> {
  const rows = await tx.getByIds(entity, ids);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a row belongs to must be there; what it merely points at may be gone. */
const OWNERS = {
  checkpoint: 'projectId',
  task_comment: 'taskId',
  note_version: 'noteId',
  attachment: 'noteId',
} as const;
const POINTERS = {
  project: ['clientId'],
  task: ['projectId', 'clientId'],
  note: ['projectId', 'clientId'],
} as const;

function withReferences(
  row: Row,
  present: ReadonlySet<string>,
): { readonly fixed: Row; readonly missing: string | null } {
  const isThere = (key: string) => {
    const value = row.row[key];
    return value === null || (typeof value === 'string' && present.has(value));
  };
  const owner = row.kind in OWNERS ? OWNERS[row.kind as keyof typeof OWNERS] : null;
  if (owner !== null && !isThere(owner))
    return { fixed: row, missing: 'What it belongs to is not in the export.' };
  const pointers: readonly string[] = row.kind in POINTERS ? POINTERS[row.kind as keyof typeof POINTERS] : [];
  const lost = pointers.filter((key) => !isThere(key));
  if (lost.length === 0) return { fixed: row, missing: null };
  return {
    fixed: { ...row, row: { ...row.row, ...Object.fromEntries(lost.map((key) => [key, null])) } },
    missing: null,
  };
}

function writeRows(tx: Writer, decided: readonly Decided[], work: Work): void {
  for (const kind of ROW_KINDS) {
    const rows = decided.filter((one) => one.isNew && one.row.kind === kind).map((one) => one.row.row);
    if (kind === 'note_version')
      for (const row of rows) insertNoteVersion(tx, noteVersionRowSchema.parse(row));
    // Each kind of row was parsed by the schema of its own entity.
    else tx.insert(kind, rows.map((row) => storedRow(kind, row)) as readonly EntityInsert<typeof kind>[]);
    for (const row of kind === 'attachment' ? rows : []) {
      const upload = work.uploads.get(row.id);
      if (upload !== undefined) claimBlob(tx, upload.uploadKey, upload.sha256);
    }
  }
}

/** The columns of the store: what is derived is derived anew, what only the export needs is left out. */
function storedRow(kind: Entity, row: WorkspaceRow['row']): object {
  if (kind === 'note') return { ...row, ...withDerived({ body: String(row['body']) }) };
  const { file: _file, ...columns } = row;
  return kind === 'attachment' ? columns : row;
}

function equalFields(row: WorkspaceRow['row'], known: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(row).every(
    ([key, value]) => key === 'file' || isDeepStrictEqual(value, known[key] ?? null),
  );
}

function reportOf(row: Row, outcome: ReportRow['outcome'], reason: string): ReportRow {
  return { source: row.source, outcome, reason, kind: row.kind, entityId: row.row.id };
}

function commandOf({ run, changeSetId }: Work) {
  return {
    command: 'imports.run',
    params: run.params,
    principal: 'import',
    deferForeignKeys: true,
    ...(changeSetId === null ? {} : { changeSetId }),
  };
}
