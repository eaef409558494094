import { isAppError } from '#shared/errors.ts';
import type { BackupEntry, Head, Manifest, PackEntry } from './format/index.ts';
import type { Vault } from './vault.ts';
import { listObjects, nameOf, readDoomed, readIndex, readManifest } from './vault-objects.ts';

/** A pack and the index that names it; null for one that only this device knows of. */
export type HeldPack = { readonly pack: PackEntry; readonly indexId: string | null };

/** The packs that the given backups rest on, by pack id. */
export async function packsOf(
  vault: Vault,
  manifests: readonly Pick<Manifest, 'indexIds' | 'packIds'>[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  const wanted = new Set(manifests.flatMap(({ packIds }) => packIds));
  const held = new Map<string, HeldPack>();
  for (const indexId of new Set(manifests.flatMap(({ indexIds }) => indexIds))) {
    const { packs } = await readIndex(vault, indexId, { signal });
    for (const pack of packs) if (wanted.has(pack.packId)) held.set(pack.packId, { pack, indexId });
  }
  return held;
}

/** The newest backup of each device: what a new one has most in common with. */
export function newestOfEach(head: Head): readonly BackupEntry[] {
  const newest = new Map<string, BackupEntry>();
  for (const entry of head.backups) {
    const other = newest.get(entry.device.id);
    if (!other || other.sequence < entry.sequence) newest.set(entry.device.id, entry);
  }
  return [...newest.values()];
}

/**
 * What a new backup may rest on: packs of the newest backups and those that a cut-off one has sent, so far as they
 * lie there in full size, are not going to be deleted and were not found damaged. What is left out is sent anew.
 */
export async function listUsable(
  vault: Vault,
  head: Head,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  const held = new Map<string, HeldPack>();
  for (const { generation, pack } of await vault.state.sentPacks())
    if (generation === vault.keys.generation) held.set(pack.packId, { pack, indexId: null });
  for (const entry of newestOfEach(head))
    for (const [packId, found] of await packsIfSound(vault, entry, signal)) held.set(packId, found);
  const sizes = new Map(
    (await listObjects(vault, 'pack', signal)).map(({ name, sizeBytes }) => [name, sizeBytes]),
  );
  const doomed = new Set((await readDoomed(vault, signal)).flatMap(({ names }) => names));
  const damagedPacks = await vault.state.damagedPacks();
  for (const [packId, { pack, indexId }] of held) {
    const name = nameOf(vault, 'pack', packId);
    const isDoomed = doomed.has(name) || (indexId !== null && doomed.has(nameOf(vault, 'index', indexId)));
    if (isDoomed || damagedPacks.has(packId) || sizes.get(name) !== pack.sizeBytes) held.delete(packId);
  }
  return held;
}

/** As `packsOf`; a backup whose page list or index is damaged has none, and must keep nothing else away. */
export async function packsIfSound(
  vault: Vault,
  entry: BackupEntry,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HeldPack>> {
  try {
    return await packsOf(vault, [await readManifest(vault, entry, { signal })], signal);
  } catch (error) {
    if (isAppError(error) && error.code === 'backup_damaged') return new Map();
    throw error;
  }
}
