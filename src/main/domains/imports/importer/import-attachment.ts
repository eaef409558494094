import { createHash } from 'node:crypto';
import { isAppError } from '#shared/errors.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { newAttachmentRow } from '#main/domains/notes/index.ts';
import type { DraftEntry } from '../drafts.ts';
import { claimBlob, findKeys, findRowStates, hasBlob, saveKeys } from '../imports.store.ts';
import { storeContent } from './blob-content.ts';
import { hashDraft } from './draft-hash.ts';
import type { ImportState } from './import-state.ts';
import type { ReportRow } from './plan-batch.ts';

export type AttachmentEntry = DraftEntry & { readonly kind: 'attachment' };
export type AttachmentPlan = {
  readonly report: ReportRow;
  readonly write: ((tx: Writer) => Promise<void>) | null;
};

/**
 * Decides on one attachment by its content's SHA-256. Its content goes into the store before its row, part by part
 * and under a key of its own, so that an import that is cut off never leaves a half file under a whole one's hash.
 */
export async function planAttachment(
  store: Store,
  entry: AttachmentEntry,
  options: { readonly sourceKind: string; readonly state: ImportState; readonly isDryRun: boolean },
): Promise<AttachmentPlan> {
  const noteId = options.state.resolved.get(entry.draft.noteKey) ?? null;
  const told = (outcome: ReportRow['outcome'], reason: string, entityId: string | null): AttachmentPlan => ({
    report: { source: entry.source.slice(0, 1000), outcome, reason, kind: 'attachment', entityId },
    write: null,
  });
  if (noteId === null) return told('skipped', 'The note that shows this file was not taken over.', null);
  try {
    const { sha256, sizeBytes } = await hashContent(entry);
    const { key, row } = await lookUp(store.reader, entry, options.sourceKind);
    const sourceHash = hashDraft(entry, sha256);
    if (key !== null && row?.deletedAt != null)
      return told('skipped', 'The file was removed from its note here.', key.entityId);
    if (key !== null && row !== null && key.sourceHash === sourceHash)
      return told('unchanged', '', key.entityId);
    const id = options.state.promised.get(entry.sourceKey) ?? options.state.ids.next();
    if (options.isDryRun) return told(row === null ? 'created' : 'updated', '', id);
    const uploadKey = (await hasBlob(store.reader, sha256)) ? null : options.state.ids.next();
    if (uploadKey !== null) await storeContent(store, uploadKey, entry.draft.open());
    const made = { id, noteId, sha256, sizeBytes, sourceHash, uploadKey };
    return {
      report: told(row === null ? 'created' : 'updated', '', id).report,
      write: (tx) => writeRow(tx, entry, { ...made, sourceKind: options.sourceKind, isNew: row === null }),
    };
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return told('failed', error.message, null);
  }
}

async function lookUp(reader: Reader, entry: AttachmentEntry, sourceKind: string) {
  const key = (await findKeys(reader, sourceKind, [entry.sourceKey])).get(entry.sourceKey) ?? null;
  const row =
    key === null
      ? null
      : ((await findRowStates(reader, 'attachment', [key.entityId])).get(key.entityId) ?? null);
  return { key, row };
}

type MadeRow = {
  id: string;
  noteId: string;
  sha256: string;
  sizeBytes: number;
  sourceHash: string;
  sourceKind: string;
  uploadKey: string | null;
  isNew: boolean;
};

async function writeRow(tx: Writer, entry: AttachmentEntry, made: MadeRow): Promise<void> {
  const { id, noteId, sha256, sizeBytes, sourceHash, sourceKind } = made;
  const { name, mimeType } = entry.draft;
  if (made.uploadKey !== null) claimBlob(tx, made.uploadKey, sha256);
  if (made.isNew)
    tx.insert('attachment', [newAttachmentRow(id, { noteId, name, mimeType, sizeBytes, sha256 }, tx.nowMs)]);
  else await tx.update('attachment', [{ id, patch: { sha256, sizeBytes, name, mimeType } }]);
  saveKeys(tx, [
    {
      sourceKind,
      sourceKey: entry.sourceKey,
      entity: 'attachment',
      entityId: id,
      sourceHash,
      rowUpdatedAt: tx.nowMs,
    },
  ]);
}

async function hashContent(entry: AttachmentEntry): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of entry.draft.open()) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}
