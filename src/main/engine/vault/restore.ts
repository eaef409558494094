import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import { removeUnfinished } from '#main/db/open-store-files.ts';
import { countDangling, findDamage } from '#main/db/open-store-integrity.ts';
import { query } from '#main/db/open-store-query.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { countRows, type ReadRows } from './content-hash.ts';
import type { BackupEntry, Manifest } from './format/index.ts';
import { packsIfSound, packsOf, type HeldPack } from './holdings.ts';
import { bytesOf, feed, spansOf } from './pack-parts.ts';
import { withoutPacks } from './page-sources.ts';
import { startRestore } from './pipeline/index.ts';
import type { Vault } from './vault.ts';
import { readManifest } from './vault-objects.ts';
import { readHead } from './head.ts';

export type RestoreProgress = {
  readonly phase: 'fetching' | 'checking';
  readonly fetchedBytes: number;
  readonly totalBytes: number;
};

export type RestoreInto = {
  /** The file that the store is written to; what an earlier, unfinished restore left there is removed. */
  readonly path: string;
  /** The key that it is encrypted with; stays the caller's. */
  readonly storeKey: Uint8Array;
  readonly driver: SqliteDriver;
  /** The newest schema that this app can open; a backup of a newer one is refused before anything is fetched. */
  readonly appSchema?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RestoreProgress) => void;
};

/** A store that is whole, checked and on the disk, and that nobody uses yet. */
export type RestoredFile = {
  readonly path: string;
  readonly entry: BackupEntry;
  readonly manifest: Manifest;
  readonly fetchedBytes: number;
  readonly sizeBytes: number;
  readonly rowCounts: Readonly<Record<string, number>>;
  /** The last change in it, for the number that is kept beside the store. */
  readonly lastSeq: number;
  /** References to rows that were gone when the backup was made; a repaired store may have such. */
  readonly danglingReferences: number;
};

/** Left free beside the restored store, for what the app writes meanwhile. */
const SPARE_BYTES = 16 * 1024 * 1024;

/**
 * Writes a backup out as a store of its own and proves it: every page against its keyed id, the structure by
 * SQLite's own check, the rows of every table by their number. Rejects with `backup_damaged` (names what is),
 * `disk_full`, `cancelled`; nothing is left behind then.
 */
export async function restoreFile(
  vault: Vault,
  entry: BackupEntry,
  into: RestoreInto,
): Promise<RestoredFile> {
  const manifest = await readManifest(vault, entry, { signal: into.signal });
  if (into.appSchema !== undefined && manifest.storeSchema > into.appSchema) throw newerThanApp(manifest);
  await requireRoom(into.path, manifest.pageCount * SQLITE_PAGE_BYTES);
  const avoided = new Set(await vault.state.damagedPacks());
  let held = await packsForRestore(vault, manifest, avoided, into.signal);
  for (;;) {
    await removeUnfinished(into.path);
    try {
      const fetchedBytes = await writePages(vault, replaced(manifest, held, avoided), {
        held,
        avoided,
        into,
      });
      const proof = await syncAndProve(manifest, into);
      return { path: into.path, entry, manifest, fetchedBytes, ...proof };
    } catch (error) {
      await removeUnfinished(into.path);
      const packId = damagedPackOf(error);
      if (packId === null || avoided.has(packId)) throw error;
      // The same pages may lie in another pack as well; each turn does without one more, so this ends.
      avoided.add(packId);
      held = await packsForRestore(vault, manifest, avoided, into.signal);
      if (!withoutPacks(manifest, packEntries(held), avoided)) throw error;
    }
  }
}

/** The backup of the list with this sequence number. Rejects with `not_found`. */
export async function getBackup(vault: Vault, sequence: number, signal?: AbortSignal): Promise<BackupEntry> {
  const { head } = await readHead(vault, signal);
  const entry = head.backups.find((backup) => backup.sequence === sequence);
  if (entry) return entry;
  throw new AppError(
    'not_found',
    'There is no backup of that number. Nothing was changed; choose one from the list.',
  );
}

/** What a page takes in the store's file, its reserve included. */
const SQLITE_PAGE_BYTES = 4096;

/** Packs of this backup, and of all others in the list where one of its own is damaged. */
async function packsForRestore(
  vault: Vault,
  manifest: Manifest,
  avoided: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  const held = new Map(await packsOf(vault, [manifest], signal));
  if (!manifest.packIds.some((packId) => avoided.has(packId))) return held;
  const { head } = await readHead(vault, signal);
  for (const other of head.backups)
    for (const [id, pack] of await packsIfSound(vault, other, signal)) if (!held.has(id)) held.set(id, pack);
  return held;
}

function replaced(
  manifest: Manifest,
  held: ReadonlyMap<string, HeldPack>,
  avoided: ReadonlySet<string>,
): Manifest {
  // Where nothing else has the pages, the damaged pack is asked all the same: it may have been put right.
  return withoutPacks(manifest, packEntries(held), avoided) ?? manifest;
}

function packEntries(held: ReadonlyMap<string, HeldPack>) {
  return [...held.values()].map(({ pack }) => pack);
}

type Writing = {
  readonly held: ReadonlyMap<string, HeldPack>;
  readonly avoided: ReadonlySet<string>;
  readonly into: RestoreInto;
};

async function writePages(vault: Vault, manifest: Manifest, writing: Writing): Promise<number> {
  const { path, storeKey, signal, onProgress } = writing.into;
  // Packs of this backup first, and those that are avoided last: a chunk is taken from the first that has it.
  const packs = [...writing.held.values()].toSorted(
    (a, b) => Number(writing.avoided.has(a.pack.packId)) - Number(writing.avoided.has(b.pack.packId)),
  );
  const spans = spansOf(packs, manifest.chunks);
  const totalBytes = bytesOf(spans);
  let fetchedBytes = 0;
  const run = startRestore({ keys: vault.keys, manifest, target: { path, storeKey }, signal });
  try {
    await feed(vault, run, spans, {
      signal,
      onBytes(bytes) {
        fetchedBytes += bytes;
        onProgress?.({ phase: 'fetching', fetchedBytes, totalBytes });
      },
    });
    await run.finish();
    onProgress?.({ phase: 'checking', fetchedBytes, totalBytes });
    return fetchedBytes;
  } finally {
    await run.close();
  }
}

type Proof = Pick<RestoredFile, 'sizeBytes' | 'rowCounts' | 'lastSeq' | 'danglingReferences'>;

/** The disk takes the file while it is read from memory. */
async function syncAndProve(manifest: Manifest, into: RestoreInto): Promise<Proof> {
  const file = await open(into.path, 'r+');
  try {
    const [proof, synced] = await Promise.allSettled([prove(manifest, into), file.sync()]);
    const proven = valueOf(proof);
    if (synced.status === 'rejected') throw fileError(synced.reason);
    return proven;
  } finally {
    // Not before the connections are closed: SQLite's locks on the file would go with the descriptor.
    await file.close();
  }
}

/** Counted beside the check of the pages: each reads most of the store, and each connection has a thread of its own. */
async function prove(manifest: Manifest, { path, storeKey, driver, signal }: RestoreInto): Promise<Proof> {
  const openIt = () => driver.open({ path, key: storeKey, mode: 'read' });
  const opened = await Promise.allSettled([openIt(), openIt()]);
  try {
    const [checking, counting] = opened.map(valueOf);
    invariant(checking && counting, 'two were opened');
    const [damage, counted] = await Promise.allSettled([
      findDamage((sql) => query(checking, sql)),
      countAll((sql, params = []) => query(counting, sql, params)),
    ]);
    signal?.throwIfAborted();
    // Damage first: it is why counting fails, where both do.
    const problems = valueOf(damage).length;
    if (problems > 0) throw unsound(problems);
    const proof = valueOf(counted);
    requireSameCounts(manifest.rowCounts, proof.rowCounts);
    return { sizeBytes: manifest.pageCount * SQLITE_PAGE_BYTES, ...proof };
  } finally {
    for (const one of opened) if (one.status === 'fulfilled') await one.value.close();
  }
}

async function countAll(read: ReadRows): Promise<Omit<Proof, 'sizeBytes'>> {
  const rowCounts = await countRows(read);
  const [last] = await read('SELECT coalesce(max(seq), 0) FROM change_log');
  return { rowCounts, lastSeq: Number(last?.[0] ?? 0), danglingReferences: await countDangling(read) };
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}

function requireSameCounts(
  told: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
): void {
  const tables = new Set([...Object.keys(told), ...Object.keys(found)]);
  const others = [...tables].filter((table) => told[table] !== found[table]);
  if (others.length > 0) throw unsound(others.length);
}

function newerThanApp({ storeSchema }: Manifest): AppError {
  return new AppError(
    'store_too_new',
    'This backup was made by a newer version of Adiuva. Nothing was changed and your workspace is safe; update Adiuva, or choose an older backup.',
    { details: { storeSchema } },
  );
}

function unsound(problems: number): AppError {
  return new AppError(
    'backup_damaged',
    'The backup was read in full, but the store made of it failed its check. Nothing was changed and your workspace is safe; choose another backup.',
    { details: { problems } },
  );
}

function damagedPackOf(error: unknown): string | null {
  if (!isAppError(error) || error.code !== 'backup_damaged') return null;
  return /\/packs\/([0-9a-f]{32})$/.exec(String(error.details['object'] ?? ''))?.[1] ?? null;
}

async function requireRoom(path: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path)).catch((error: unknown) => {
    throw fileError(error);
  });
  const freeBytes = bavail * bsize;
  const neededBytes = sizeBytes + SPARE_BYTES;
  if (freeBytes >= neededBytes) return;
  throw new AppError(
    'disk_full',
    'There is not enough room on the disk to restore this backup beside the present store. Nothing was changed; free some space and try again.',
    { details: { neededBytes, freeBytes } },
  );
}
