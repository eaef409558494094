import type { ImportCounts } from '#shared/contracts/imports.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { JobContext } from '#main/engine/jobs/index.ts';
import { isRefusal } from '../drafts.ts';
import type { ImportEntry } from '../drafts.ts';
import { countOutcomes } from '../imports.store.ts';
import { planAttachment } from './import-attachment.ts';
import type { AttachmentEntry, AttachmentPlan } from './import-attachment.ts';
import { createImportState } from './import-state.ts';
import type { ImportState } from './import-state.ts';
import { planBatch } from './plan-batch.ts';
import type { ReportRow } from './plan-batch.ts';
import { writeBatch } from './write-batch.ts';

/** Entries written in one transaction: few enough that nobody waits for it, many enough to share its cost. */
const BATCH_SIZE = 250;
const ATTACHMENTS_AT_ONCE = 20;
const ATTACHMENT_BYTES_AT_ONCE = 32 * 1024 * 1024;

export type ImportRun = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly ctx: JobContext;
  /** Names the source's items in the keys that a second run finds them by. */
  readonly sourceKind: string;
  /** What fills the command's message in undo and history. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly isDryRun: boolean;
  /** Items expected, for the progress; null where it cannot be told. */
  readonly totalCount: number | null;
  /** The change set of an earlier try of the same job. */
  readonly changeSetId: number | null;
};

export type ImportResult = {
  readonly counts: ImportCounts;
  readonly changeSetId: number | null;
  readonly isDryRun: boolean;
};

/**
 * Takes entries into the store, batch by batch, all in one change set. A batch, its keys and its report are one
 * transaction: a run that was killed goes on where it stood, finds by the keys what is there and doubles nothing.
 */
export async function runImport(run: ImportRun, entries: AsyncIterable<ImportEntry>): Promise<ImportResult> {
  const state = await createImportState(run.store.reader, run.ids, run.ctx.jobId);
  const work: Work = { run, state, changeSetId: run.changeSetId, doneCount: 0 };
  let batch: ImportEntry[] = [];
  let files: AttachmentEntry[] = [];
  let fileBytes = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const ready = { batch, files };
    batch = [];
    files = [];
    fileBytes = 0;
    // One batch is written while the next one is read, never two at once: the second may refer to the first.
    await writing;
    writing = writeReady(work, ready.batch, ready.files);
    // Met by the next flush or the end; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
  };
  try {
    for await (const entry of entries) {
      run.ctx.signal.throwIfAborted();
      if (!isRefusal(entry) && entry.kind === 'attachment') {
        files.push(entry);
        fileBytes += entry.draft.sizeBytes;
      } else batch.push(entry);
      const isFull =
        batch.length >= BATCH_SIZE || files.length >= BATCH_SIZE || fileBytes >= ATTACHMENT_BYTES_AT_ONCE;
      if (isFull) await flush();
    }
    await flush();
  } finally {
    // Nothing may be written once the job has let go, however it ends.
    await writing;
  }
  run.ctx.progress(work.doneCount, work.doneCount);
  return {
    counts: await countOutcomes(run.store.reader, run.ctx.jobId),
    changeSetId: work.changeSetId,
    isDryRun: run.isDryRun,
  };
}

type Work = {
  readonly run: ImportRun;
  readonly state: ImportState;
  changeSetId: number | null;
  doneCount: number;
};

async function writeReady(
  work: Work,
  batch: readonly ImportEntry[],
  files: readonly AttachmentEntry[],
): Promise<void> {
  if (batch.length > 0) await writeEntries(work, batch);
  for (let from = 0; from < files.length; from += ATTACHMENTS_AT_ONCE) {
    await writeFiles(work, files.slice(from, from + ATTACHMENTS_AT_ONCE));
  }
}

async function writeEntries(work: Work, batch: readonly ImportEntry[]): Promise<void> {
  const { run, state } = work;
  const options = { sourceKind: run.sourceKind, state, nowMs: run.nowMs() };
  if (run.isDryRun) {
    const planned = await planBatch(run.store.reader, batch, options);
    await run.ctx.report(
      unreported(
        state,
        planned.flatMap(({ report }) => report ?? []),
      ),
    );
  } else {
    const { changeSetId } = await run.store.write(commandOf(work), async (tx) => {
      // Planned inside the transaction: nobody can change a row between the decision and the write.
      const planned = await planBatch(tx, batch, { ...options, nowMs: tx.nowMs });
      const hasWritten = await writeBatch(tx, planned, state);
      const rows = unreported(
        state,
        planned.flatMap(({ report }) => report ?? []),
      );
      await run.ctx.reportIn(tx, rows, hasWritten ? tx.changeSetId : undefined);
    });
    work.changeSetId ??= changeSetId;
  }
  tellProgress(work, batch.length);
}

async function writeFiles(work: Work, files: readonly AttachmentEntry[]): Promise<void> {
  const { run, state } = work;
  const { sourceKind, isDryRun } = run;
  const plans: AttachmentPlan[] = [];
  for (const file of files) {
    run.ctx.signal.throwIfAborted();
    plans.push(await planAttachment(run.store, file, { sourceKind, state, isDryRun }));
  }
  const rows = unreported(
    state,
    plans.map(({ report }) => report),
  );
  if (isDryRun) {
    await run.ctx.report(rows);
  } else {
    const { changeSetId } = await run.store.write(commandOf(work), async (tx) => {
      for (const { write } of plans) await write?.(tx);
      const hasWritten = plans.some(({ write }) => write !== null);
      await run.ctx.reportIn(tx, rows, hasWritten ? tx.changeSetId : undefined);
    });
    work.changeSetId ??= changeSetId;
  }
  tellProgress(work, files.length);
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

/** A job that goes on after a crash meets its own items again; the report has them already. */
function unreported(state: ImportState, rows: readonly ReportRow[]): ReportRow[] {
  return rows.filter((row) => !state.wasReported(row.source, row.kind));
}

function tellProgress(work: Work, count: number): void {
  work.doneCount += count;
  const { totalCount } = work.run;
  work.run.ctx.progress(work.doneCount, totalCount === null ? null : Math.max(totalCount, work.doneCount));
}
