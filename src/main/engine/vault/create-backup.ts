import { AppError } from '#shared/errors.ts';
import type { PageSnapshot } from '#main/db/pages/index.ts';
import { listRoots } from './content-hash.ts';
import type { BackupEntry, Head, Manifest } from './format/index.ts';
import { changeHead, readHead } from './head.ts';
import { listUsable, type HeldPack } from './holdings.ts';
import { repairIndexes } from './index-repair.ts';
import { requireSameGeneration } from './open-vault.ts';
import { createSending, sendLeft } from './pack-sending.ts';
import { startBackup, type BackedUpPages, type SealedPack } from './pipeline/index.ts';
import { repairBackups } from './rewrite.ts';
import type { Vault } from './vault.ts';
import { listObjects, nameOf, putIndex, putManifest, readDoomed } from './vault-objects.ts';

/** The store that is backed up. */
export type BackupSource = {
  readonly storeId: string;
  readonly schemaVersion: number;
  /** Held while the pages are read. */
  takeSnapshot(signal?: AbortSignal): Promise<PageSnapshot>;
};

export type BackupProgress = {
  readonly phase: 'preparing' | 'sending' | 'finishing';
  readonly sentBytes: number;
  /** Pages that have arrived and that the vault did not hold before. */
  readonly sentPages: number;
  /** Pages of the store; 0 until they were counted. */
  readonly totalPages: number;
};

export type CreateOptions = {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BackupProgress) => void;
  /** Reads rows at the moment that is backed up: what a drill compares with. */
  readonly beside?: (snapshot: Pick<PageSnapshot, 'rows'>) => Promise<void>;
  /** For a generation that the header does not name yet. */
  readonly isAhead?: boolean;
  /** Packs on their way at once. */
  readonly parallel?: number;
};

/** Objects that nobody needs are deleted a day after they were named; a backup is done, or void, long before. */
const MAX_DURATION_MS = 12 * 60 * 60 * 1000;
const TURNS = 3;

/**
 * Backs the store up: packs first, then index and manifest, the list last. What is not in the list does not exist,
 * so one that is cut off anywhere changes nothing, and the next goes on with the packs that were sent. Resolves
 * with the backup as it is listed.
 */
export async function createBackup(
  vault: Vault,
  source: BackupSource,
  options: CreateOptions = {},
): Promise<BackupEntry> {
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const entry = await tryBackup(vault, source, options);
    if (entry) return entry;
  }
  throw new AppError(
    'store_busy',
    'What this backup rested on was cleaned away while it was made, several times over. Earlier backups are whole; try again later.',
  );
}

/** Null where something it rests on is going to be deleted: it starts afresh then. */
async function tryBackup(
  vault: Vault,
  source: BackupSource,
  options: CreateOptions,
): Promise<BackupEntry | null> {
  const { signal, parallel } = options;
  await sendLeft(vault, { signal, parallel });
  const times = await startTimes(vault, signal);
  const requireCurrent = async () => (options.isAhead ? undefined : requireSameGeneration(vault, signal));
  await requireCurrent();
  const { head } = await readHead(vault, signal);
  await repairIndexes(vault, head, signal);
  const usable = await listUsable(vault, head, signal);
  const made = await sendPages(vault, source, usable, options);
  options.onProgress?.({ ...made.progress, phase: 'finishing' });
  const index = await indexFor(vault, made, usable, signal);
  const listed = await list(
    vault,
    { source, made, indexIds: index.ids, addedBytes: index.sizeBytes },
    times,
    signal,
  );
  if (!listed) return null;
  // Listed in a generation that was left meanwhile, it would be deleted with it.
  await requireCurrent();
  const key = { generation: vault.keys.generation, storeId: source.storeId };
  await vault.state.keepPageMarks(key, made.pages.pageMarks);
  await vault.state.forgetSent();
  await vault.state.spool.clear();
  // The backup is listed: what does not come of this is done by the next one.
  const repaired = await repairBackups(vault, signal).catch(() => []);
  return repaired.find(({ sequence }) => sequence === listed.sequence) ?? listed;
}

type Made = {
  readonly pages: BackedUpPages;
  readonly sent: readonly SealedPack['entry'][];
  readonly rowCounts: Readonly<Record<string, number>>;
  readonly createdAtMs: number;
  readonly progress: BackupProgress;
};

async function sendPages(
  vault: Vault,
  source: BackupSource,
  usable: ReadonlyMap<string, HeldPack>,
  options: CreateOptions,
): Promise<Made> {
  const { signal, onProgress } = options;
  let progress: BackupProgress = { phase: 'preparing', sentBytes: 0, sentPages: 0, totalPages: 0 };
  onProgress?.(progress);
  await using snapshot = await source.takeSnapshot(signal);
  const createdAtMs = vault.deps.clock.nowMs();
  const roots = await listRoots((sql, params) => snapshot.rows(sql, params));
  const run = startBackup({
    snapshot,
    keys: vault.keys,
    known: [...usable.values()].map(({ pack }) => pack),
    pageMarks: await vault.state.pageMarks({ generation: vault.keys.generation, storeId: source.storeId }),
    roots: [...roots.values()],
    signal,
  });
  const onSent = (pack: SealedPack['entry']): void => {
    progress = grown(progress, pack, snapshot.pageCount);
    onProgress?.(progress);
  };
  const sending = createSending(vault, { signal, parallel: options.parallel, onSent });
  try {
    const sent: SealedPack['entry'][] = [];
    const beside = options.beside?.(snapshot) ?? Promise.resolve();
    // Told where it is waited for; until then a failed reading must not end the process.
    beside.catch(() => undefined);
    for await (const pack of run.packs) {
      await sending.send(pack);
      sent.push(pack.entry);
    }
    const pages = await run.result;
    await beside;
    const counted = [...roots.keys()].map((table, at) => [table, pages.rowCounts[at] ?? 0] as const);
    // Nothing that was read counts before this.
    await snapshot.confirm();
    // What is still to be sent is sealed: the store's log need not grow until it has arrived.
    await snapshot.release();
    await sending.done();
    return { pages, sent, rowCounts: Object.fromEntries(counted), createdAtMs, progress };
  } finally {
    await run.close();
    await sending.settle();
  }
}

function grown(before: BackupProgress, entry: SealedPack['entry'], totalPages: number): BackupProgress {
  const pages = entry.chunks.reduce((sum, chunk) => sum + chunk.pageCount, 0);
  return {
    phase: 'sending',
    sentBytes: before.sentBytes + entry.sizeBytes,
    sentPages: before.sentPages + pages,
    totalPages,
  };
}

/** Packs that are in no index yet get one; those of earlier backups have theirs. */
async function indexFor(
  vault: Vault,
  { pages, sent }: Made,
  usable: ReadonlyMap<string, HeldPack>,
  signal?: AbortSignal,
): Promise<{ readonly ids: readonly string[]; readonly sizeBytes: number }> {
  const bySelf = new Map(sent.map((pack) => [pack.packId, pack]));
  const ids = new Set<string>();
  const unlisted = [];
  for (const packId of pages.packIds) {
    const held = usable.get(packId);
    const own = bySelf.get(packId) ?? (held?.indexId === null ? held.pack : undefined);
    if (own) unlisted.push(own);
    else if (held?.indexId) ids.add(held.indexId);
  }
  if (unlisted.length === 0) return { ids: [...ids], sizeBytes: 0 };
  const sealed = await putIndex(vault, unlisted, signal);
  return { ids: [...ids, sealed.id], sizeBytes: sealed.bytes.length };
}

type Listing = {
  readonly source: BackupSource;
  readonly made: Made;
  readonly indexIds: readonly string[];
  readonly addedBytes: number;
};

/** Writes the manifest and, last of all, the list. Null where what it rests on is going or it took too long. */
async function list(
  vault: Vault,
  listing: Listing,
  times: StartTimes,
  signal?: AbortSignal,
): Promise<BackupEntry | null> {
  let entry: BackupEntry | null = null;
  await changeHead(
    vault,
    async ({ head }) => {
      const found = entry && head.backups.find(({ manifestId }) => manifestId === entry?.manifestId);
      // Its own writing was taken for lost and was not, and others have written since.
      if (found) return null;
      // After the list was read: who names something as doomed has changed the list before or will find this one in it.
      const isVoid = (await isLosing(vault, listing, signal)) || (await tookTooLong(vault, times, signal));
      if (entry) await vault.deps.target.remove(nameOf(vault, 'manifest', entry.manifestId), signal);
      entry = isVoid ? null : await describe(vault, listing, head, signal);
      return entry && [...head.backups, entry];
    },
    signal,
  );
  return entry;
}

/** Whether something that this backup rests on is going to be deleted, or is gone. */
async function isLosing(vault: Vault, { made, indexIds }: Listing, signal?: AbortSignal): Promise<boolean> {
  const rests = [
    ...made.pages.packIds.map((id) => nameOf(vault, 'pack', id)),
    ...indexIds.map((id) => nameOf(vault, 'index', id)),
  ];
  const doomed = new Set((await readDoomed(vault, signal)).flatMap(({ names }) => names));
  const there = new Set<string>();
  for (const type of ['pack', 'index'] as const)
    for (const { name } of await listObjects(vault, type, signal)) there.add(name);
  return rests.some((name) => doomed.has(name) || !there.has(name));
}

async function describe(
  vault: Vault,
  { source, made, indexIds, addedBytes }: Listing,
  head: Head,
  signal?: AbortSignal,
): Promise<BackupEntry> {
  const { device, appVersion } = vault.deps;
  const { pages, rowCounts, createdAtMs } = made;
  const former = head.backups.findLast((backup) => backup.device.id === device.id);
  const manifest: Manifest = {
    // Never one that was given before, even where that backup was forgotten: a number is a name.
    sequence: head.lastBackup + 1,
    device,
    createdAtMs,
    appVersion,
    storeSchema: source.schemaVersion,
    storeId: source.storeId,
    pageSizeBytes: pages.pageSizeBytes,
    pageCount: pages.pageCount,
    rowCounts,
    indexIds,
    packIds: pages.packIds,
    formerHash: former?.manifestHash ?? null,
    chunks: pages.chunks,
    pages: pages.pages,
  };
  const sealed = await putManifest(vault, manifest, signal);
  return {
    sequence: manifest.sequence,
    manifestId: sealed.id,
    manifestHash: sealed.hash,
    createdAtMs,
    device,
    pageCount: pages.pageCount,
    rowCounts,
    addedBytes: pages.newBytes + addedBytes + sealed.bytes.length,
    wholeBytes: pages.pageCount * SQLITE_PAGE_BYTES,
  };
}

/** What a page takes in the store's file, its reserve included. */
const SQLITE_PAGE_BYTES = 4096;

type StartTimes = { readonly monotonicMs: number; readonly targetMs: number };

async function startTimes({ deps }: Vault, signal?: AbortSignal): Promise<StartTimes> {
  return { monotonicMs: deps.clock.monotonicMs(), targetMs: await deps.target.now(signal) };
}

/** By both clocks: that of this machine stands still while it sleeps, that of the target may be set. */
async function tookTooLong({ deps }: Vault, started: StartTimes, signal?: AbortSignal): Promise<boolean> {
  const here = deps.clock.monotonicMs() - started.monotonicMs;
  const there = (await deps.target.now(signal)) - started.targetMs;
  return Math.max(here, there) > MAX_DURATION_MS;
}
