import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import {
  asideName,
  keptFiles,
  removeUnfinished,
  sizeOf,
  swapStore,
  syncFile,
  type StoreFiles,
} from '#main/db/open-store-files.ts';
import { createSequenceKeeper, readSequence } from '#main/db/open-store-sequence.ts';
import {
  freeName,
  isErrno,
  readTextFile,
  renameAside,
  syncFolder,
  writeFileAtomic,
} from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError } from '#shared/errors.ts';
import type { RestoredFile } from './restore.ts';

/** What is written down before the swap, so that a start after a kill knows on which side of it it is. */
const recordSchema = z.object({
  storeId: z.string(),
  /** The restored store's last change: older than the number on record, and rightly so. */
  lastSeq: z.int().nonnegative(),
  /** The first bytes of the restored file, its random salt: tells it from the former one. */
  salt: z.string(),
  backupSequence: z.int(),
  restoredAtMs: z.number(),
  /** The last change of the former store, for the way back. */
  formerSeq: z.int().nonnegative(),
  /** File name that the former store is kept under; null where there was none. */
  keptFile: z.string().nullable(),
});

type RestoreRecord = z.infer<typeof recordSchema>;

export type RestoreOutcome = {
  readonly backupSequence: number;
  readonly restoredAtMs: number;
  /** The former store, until `dropFormerStore`. */
  readonly keptFile: string | null;
};

const SALT_BYTES = 16;
const BEFORE = 'before-restore';
const UNDONE = 'undone-restore';

/** The file beside the store in which a restore is written until it takes the store's place. */
export function restoringPath(files: StoreFiles): string {
  return `${files.store}.restoring`;
}

/**
 * Puts a restored file in the store's place: the old store or the new one lies there at any moment, whole. All
 * connections to the store must be closed. The former store is kept until `dropFormerStore`.
 */
export async function swapInRestored(
  files: StoreFiles,
  restored: Pick<RestoredFile, 'path' | 'lastSeq' | 'entry'>,
  { storeId, nowMs }: { readonly storeId: string; readonly nowMs: number },
): Promise<RestoreOutcome> {
  const { path, lastSeq, entry } = restored;
  await removeLogs(path);
  // The name is settled beforehand, so that a kill between the swap and its record forgets no former store.
  const kept = (await isThere(files.store)) ? await freeName(asideName(files.store, BEFORE, nowMs)) : null;
  const record: RestoreRecord = {
    storeId,
    lastSeq,
    salt: await saltOf(path),
    backupSequence: entry.sequence,
    restoredAtMs: nowMs,
    formerSeq: await readSequence(files.sequence, storeId),
    keptFile: kept && basename(kept),
  };
  await writeRecord(files, record);
  if (kept) await swapStore(files.store, path, kept);
  else await moveIn(files.store, path, nowMs);
  return await settle(files, record);
}

/**
 * At a start, before the store is opened: finishes a restore that was cut off after the swap, or clears away one
 * that was cut off before it. Answers the restore whose former store is still kept, or null.
 */
export async function finishRestore(files: StoreFiles): Promise<RestoreOutcome | null> {
  const record = await readRecord(files);
  await removeUnfinished(restoringPath(files));
  await removeUnfinishedRecords(files);
  if (!record) return null;
  const now = await saltOf(files.store).catch(() => null);
  if (now === record.salt) return await settle(files, record);
  await undoAside(files, record, now);
  await rm(recordPath(files), { force: true });
  return null;
}

/**
 * Cut off while the former store was given its second name: that name goes again, and its log, without which it
 * would lack what was written last, comes back to it.
 */
async function undoAside(files: StoreFiles, { keptFile }: RestoreRecord, salt: string | null): Promise<void> {
  if (keptFile === null || salt === null) return;
  const kept = join(files.folder, basename(keptFile));
  if ((await isThere(`${kept}-wal`)) && (await sizeOf(`${files.store}-wal`)) === 0)
    await rename(`${kept}-wal`, `${files.store}-wal`);
  // Only another name, or a copy, of the store that is in its place.
  if ((await saltOf(kept).catch(() => null)) === salt) await rm(kept, { force: true });
  await syncFolder(files.folder);
}

/** The restore whose former store is kept, or null. Changes nothing. */
export async function findFormerStore(files: StoreFiles): Promise<RestoreOutcome | null> {
  const record = await readRecord(files);
  if (!record?.keptFile || !(await isThere(join(files.folder, basename(record.keptFile))))) return null;
  const { backupSequence, restoredAtMs, keptFile } = record;
  return { backupSequence, restoredAtMs, keptFile };
}

/** After the first good start: the former store goes, and with it the way back. */
export async function dropFormerStore(files: StoreFiles): Promise<void> {
  const record = await readRecord(files);
  if (!record) return;
  if (record.keptFile !== null) await removeUnfinished(join(files.folder, basename(record.keptFile)));
  await rm(recordPath(files), { force: true });
}

/**
 * Former stores that nothing can put back any more: those of before an earlier restore, and what a restore that was
 * taken back had become. For a start at which the store has opened well.
 */
export async function dropLeftStores(files: StoreFiles): Promise<readonly string[]> {
  const record = await readRecord(files);
  // A record that cannot be read may name one of them.
  if (!record && (await isThere(recordPath(files)))) return [];
  const left = [...(await keptFiles(files.store, BEFORE)), ...(await keptFiles(files.store, UNDONE))].filter(
    (name) => name !== record?.keptFile,
  );
  for (const name of left) await removeUnfinished(join(files.folder, name));
  return left;
}

/**
 * Undoes a restore while its former store is kept: that one takes its place again, and the restored one is kept
 * under the name returned. All connections must be closed. Rejects with `not_found` where nothing is kept.
 */
export async function putBackFormer(files: StoreFiles, nowMs: number): Promise<string> {
  const record = await readRecord(files);
  if (!record?.keptFile) throw nothingKept();
  const former = join(files.folder, basename(record.keptFile));
  if (!(await isThere(former))) throw nothingKept();
  const kept = await swapStore(files.store, former, asideName(files.store, UNDONE, nowMs));
  await acceptSequence(files, record.storeId, record.formerSeq);
  await rm(recordPath(files), { force: true });
  return basename(kept);
}

/** The number kept beside the store must follow it back in time, or the restored one would pass for a rolled back one. */
async function settle(files: StoreFiles, record: RestoreRecord): Promise<RestoreOutcome> {
  await acceptSequence(files, record.storeId, record.lastSeq);
  await writeRecord(files, record);
  const { backupSequence, restoredAtMs, keptFile } = record;
  return { backupSequence, restoredAtMs, keptFile };
}

async function acceptSequence(files: StoreFiles, storeId: string, seq: number): Promise<void> {
  const sequence = createSequenceKeeper(files.sequence, storeId, -1);
  await sequence.accept(seq);
  await sequence.close();
}

function nothingKept(): AppError {
  return new AppError(
    'not_found',
    'The store from before the restore is not kept any more. Nothing was changed; restore a backup instead.',
  );
}

/** Where there is no store: a new device, or one that was lost. */
async function moveIn(store: string, restored: string, nowMs: number): Promise<void> {
  try {
    await syncFile(restored);
    // A log without its store would be played into the new one.
    const day = new Date(nowMs).toISOString().slice(0, 10);
    await renameAside(`${store}-wal`, `${store}-wal.unused-${day}`);
    await rm(`${store}-shm`, { force: true });
    await rename(restored, store);
    await syncFolder(dirname(store));
  } catch (error) {
    throw fileError(error);
  }
}

/** Leftovers of a reader; the file was written whole and nothing is in them. */
async function removeLogs(path: string): Promise<void> {
  for (const ending of ['-wal', '-shm']) await rm(`${path}${ending}`, { force: true });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw fileError(error);
  }
}

async function saltOf(path: string): Promise<string> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(error);
  });
  try {
    const salt = Buffer.alloc(SALT_BYTES);
    await handle.read(salt, 0, SALT_BYTES, 0);
    return salt.toString('hex');
  } finally {
    await handle.close();
  }
}

function recordPath(files: StoreFiles): string {
  return join(files.folder, 'adiuva.restore.json');
}

/** Halves of a record whose writing was cut off. */
async function removeUnfinishedRecords(files: StoreFiles): Promise<void> {
  const prefix = `${basename(recordPath(files))}.`;
  for (const name of await readdir(files.folder).catch(() => []))
    if (name.startsWith(prefix) && name.endsWith('.tmp')) await rm(join(files.folder, name), { force: true });
}

async function writeRecord(files: StoreFiles, record: RestoreRecord): Promise<void> {
  await writeFileAtomic(recordPath(files), `${JSON.stringify(record)}\n`);
}

async function readRecord(files: StoreFiles): Promise<RestoreRecord | null> {
  const text = await readTextFile(recordPath(files)).catch(() => null);
  if (text === null) return null;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
