import { isAppError } from '#shared/errors.ts';
import type { BackupEntry, Head, Manifest, PackEntry } from './format/index.ts';
import { changeHead } from './head.ts';
import { packsIfSound, type HeldPack } from './holdings.ts';
import { withoutPacks } from './page-sources.ts';
import type { Vault } from './vault.ts';
import { listObjects, nameOf, putManifest, readDoomed, readManifest } from './vault-objects.ts';

/**
 * Gives earlier backups a new page list where a pack of theirs is damaged and its pages lie elsewhere by now: a
 * backup that was just made has sent those anew that are still in the store. Answers the list as it is then, or an empty one
 * where nothing was to be done. What cannot be made whole stays as it is.
 */
export async function repairBackups(vault: Vault, signal?: AbortSignal): Promise<readonly BackupEntry[]> {
  const avoided = await vault.state.damagedPacks();
  if (avoided.size === 0) return [];
  const { head: repaired } = await changeHead(
    vault,
    async ({ head }) => (await moveBackups(vault, head, { avoided }, signal))?.entries ?? null,
    signal,
  );
  return repaired.backups;
}

export type Moving = {
  /** Packs that backups are to do without. */
  readonly avoided: ReadonlySet<string>;
  /** Packs that no backup needs yet, and the only ones in which single pages are looked for then. */
  readonly fresh?: readonly HeldPack[];
};

export type MovedBackups = {
  /** The list as it is to be. */
  readonly entries: readonly BackupEntry[];
  /** Those that got another page list, as they were. */
  readonly replaced: readonly BackupEntry[];
};

/**
 * Writes new page lists for the backups that can do without the avoided packs. What they rest on then lies there, and
 * is not going to be deleted. To be called with a list that is only changed if it still is the newest. Null where
 * nothing is to be changed.
 */
export async function moveBackups(
  vault: Vault,
  head: Head,
  { avoided, fresh }: Moving,
  signal?: AbortSignal,
): Promise<MovedBackups | null> {
  const held = await usablePacks(vault, head.backups, { avoided, fresh }, signal);
  const sources = fresh?.map(({ pack }) => pack).filter(({ packId }) => held.has(packId));
  const newHashes = new Map<string, string>();
  const entries: BackupEntry[] = [];
  const replaced: BackupEntry[] = [];
  for (const entry of head.backups) {
    const manifest = await manifestIfSound(vault, entry, signal);
    if (!manifest) {
      entries.push(entry);
      continue;
    }
    const isHit = manifest.packIds.some((id) => avoided.has(id));
    const changed = isHit ? moved(manifest, held, avoided, sources) : null;
    const formerHash = newHashes.get(manifest.formerHash ?? '') ?? manifest.formerHash;
    if (!changed && formerHash === manifest.formerHash) {
      entries.push(entry);
      continue;
    }
    // One whose former got another page list follows the new one.
    const sealed = await putManifest(vault, { ...(changed ?? manifest), formerHash }, signal);
    const rewritten = { ...entry, manifestId: sealed.id, manifestHash: sealed.hash };
    // The former one is deleted later: this one must be there, whatever the place of the backup says that it keeps.
    await readManifest(vault, rewritten, { isUncached: true, signal });
    newHashes.set(entry.manifestHash, sealed.hash);
    entries.push(rewritten);
    replaced.push(entry);
  }
  return replaced.length > 0 ? { entries, replaced } : null;
}

async function manifestIfSound(
  vault: Vault,
  entry: BackupEntry,
  signal?: AbortSignal,
): Promise<Manifest | null> {
  try {
    return await readManifest(vault, entry, { signal });
  } catch (error) {
    if (isAppError(error) && error.code === 'backup_damaged') return null;
    throw error;
  }
}

/**
 * All packs of listed backups, and fresh ones, that lie there in full size and are not going to be deleted. Of those
 * that are avoided only what is in them is asked for.
 */
export async function usablePacks(
  vault: Vault,
  entries: readonly BackupEntry[],
  { avoided, fresh = [] }: Moving,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  const held = new Map(fresh.map((found) => [found.pack.packId, found]));
  for (const entry of entries)
    for (const [packId, found] of await packsIfSound(vault, entry, signal)) held.set(packId, found);
  const doomed = new Set((await readDoomed(vault, signal)).flatMap(({ names }) => names));
  const sizes = new Map(
    (await listObjects(vault, 'pack', signal)).map(({ name, sizeBytes }) => [name, sizeBytes]),
  );
  for (const [packId, { pack, indexId }] of held) {
    const name = nameOf(vault, 'pack', packId);
    const isDoomed = doomed.has(name) || doomed.has(nameOf(vault, 'index', indexId ?? ''));
    const isThere = avoided.has(packId) || sizes.get(name) === pack.sizeBytes;
    if (isDoomed || !isThere) held.delete(packId);
  }
  return held;
}

/** The same pages from other packs, or null where one is nowhere else. */
function moved(
  manifest: Manifest,
  held: ReadonlyMap<string, HeldPack>,
  avoided: ReadonlySet<string>,
  sources: readonly PackEntry[] | undefined,
): Manifest | null {
  const found = withoutPacks(
    manifest,
    [...held.values()].map(({ pack }) => pack),
    avoided,
    sources,
  );
  // A chunk that was sent anew with the same pages has the same id, and lies in another pack.
  if (!found) return null;
  const places = placesOf([...held.values()].filter(({ pack }) => !avoided.has(pack.packId)));
  const used = found.chunks.flatMap((chunkId) => places.get(chunkId) ?? []);
  return {
    ...found,
    packIds: [...new Set(used.map(({ pack }) => pack.packId))],
    indexIds: [...new Set(used.flatMap(({ indexId }) => indexId ?? []))],
  };
}

function placesOf(held: readonly HeldPack[]): ReadonlyMap<string, HeldPack> {
  const places = new Map<string, HeldPack>();
  for (const found of held) for (const { chunkId } of found.pack.chunks) places.set(chunkId, found);
  return places;
}
