import { isAppError } from '#shared/errors.ts';
import type { BackupEntry, Head, Manifest } from './format/index.ts';
import { changeHead } from './head.ts';
import { packsIfSound, type HeldPack } from './holdings.ts';
import { withoutPacks } from './page-sources.ts';
import type { Vault } from './vault.ts';
import { nameOf, putManifest, readDoomed, readManifest } from './vault-objects.ts';

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
    async ({ head }) => rewriteAll(vault, head, avoided, signal),
    signal,
  );
  return repaired.backups;
}

async function rewriteAll(
  vault: Vault,
  head: Head,
  avoided: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<readonly BackupEntry[] | null> {
  const held = await usablePacks(vault, head.backups, signal);
  const newHashes = new Map<string, string>();
  const entries: BackupEntry[] = [];
  for (const entry of head.backups) {
    const manifest = await manifestIfSound(vault, entry, signal);
    if (!manifest) {
      entries.push(entry);
      continue;
    }
    const changed = manifest.packIds.some((id) => avoided.has(id)) ? moved(manifest, held, avoided) : null;
    const formerHash = newHashes.get(manifest.formerHash ?? '') ?? manifest.formerHash;
    if (!changed && formerHash === manifest.formerHash) {
      entries.push(entry);
      continue;
    }
    // One whose former got another page list follows the new one.
    const sealed = await putManifest(vault, { ...(changed ?? manifest), formerHash }, signal);
    newHashes.set(entry.manifestHash, sealed.hash);
    entries.push({ ...entry, manifestId: sealed.id, manifestHash: sealed.hash });
  }
  return newHashes.size > 0 ? entries : null;
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

/** All packs of listed backups but those that are going to be deleted. */
async function usablePacks(
  vault: Vault,
  entries: readonly BackupEntry[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  const held = new Map<string, HeldPack>();
  for (const entry of entries)
    for (const [packId, found] of await packsIfSound(vault, entry, signal)) held.set(packId, found);
  const doomed = new Set((await readDoomed(vault, signal)).flatMap(({ names }) => names));
  for (const [packId, { indexId }] of held) {
    const isDoomed =
      doomed.has(nameOf(vault, 'pack', packId)) || doomed.has(nameOf(vault, 'index', indexId ?? ''));
    if (isDoomed) held.delete(packId);
  }
  return held;
}

/** The same pages from other packs, or null where one is nowhere else. */
function moved(
  manifest: Manifest,
  held: ReadonlyMap<string, HeldPack>,
  avoided: ReadonlySet<string>,
): Manifest | null {
  const found = withoutPacks(
    manifest,
    [...held.values()].map(({ pack }) => pack),
    avoided,
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
