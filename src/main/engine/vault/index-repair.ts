import { isAppError } from '#shared/errors.ts';
import type { Head, Manifest, PackEntry, PackIndex } from './format/index.ts';
import { newestOfEach } from './holdings.ts';
import { ownBytes } from './pack-parts.ts';
import { startRepack } from './pipeline/index.ts';
import type { Vault } from './vault.ts';
import { listObjects, nameOf, putIndexAgain, readIndex, readManifest } from './vault-objects.ts';

/**
 * Makes indexes again that are gone, cannot be read or were found damaged: from the copy that is kept here, else from
 * the packs themselves, under their own names, so that no page list has to follow. Looks at what a new backup rests
 * on, and at all that is listed where a check has found something. A pack that is damaged itself is left out, and
 * remembered as such.
 */
export async function repairIndexes(vault: Vault, head: Head, signal?: AbortSignal): Promise<void> {
  const damagedIds = await vault.state.damagedPacks();
  const entries = damagedIds.size > 0 ? head.backups : newestOfEach(head);
  const manifests: Manifest[] = [];
  for (const entry of entries) {
    const manifest = await unlessDamaged(() => readManifest(vault, entry, { signal }));
    if (manifest) manifests.push(manifest);
  }
  const { broken, packs } = await lookAtIndexes(vault, manifests, damagedIds, signal);
  if (broken.size === 0) return;
  for (const [indexId, kept] of broken) {
    const rebuilt = kept ?? { packs: await describeMissing(vault, manifests, { indexId, packs, signal }) };
    await putIndexAgain(vault, indexId, rebuilt, signal);
    for (const { packId } of rebuilt.packs) packs.add(packId);
  }
  const now = await vault.state.damagedPacks();
  await vault.state.rememberDamaged(new Set([...now].filter((id) => !broken.has(id))));
}

type Looked = {
  /** With the copy that is kept here, where there is one. */
  readonly broken: ReadonlyMap<string, PackIndex | null>;
  /** Packs that some good index names. */
  readonly packs: Set<string>;
};

async function lookAtIndexes(
  vault: Vault,
  manifests: readonly Manifest[],
  damagedIds: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Looked> {
  const there = new Set((await listObjects(vault, 'index', signal)).map(({ name }) => name));
  const broken = new Map<string, PackIndex | null>();
  const packs = new Set<string>();
  for (const indexId of new Set(manifests.flatMap(({ indexIds }) => indexIds))) {
    const index = await unlessDamaged(() => readIndex(vault, indexId, { signal }));
    const isWhole = index && there.has(nameOf(vault, 'index', indexId)) && !damagedIds.has(indexId);
    if (!isWhole) broken.set(indexId, index);
    for (const { packId } of index?.packs ?? []) packs.add(packId);
  }
  return { broken, packs };
}

type Missing = {
  readonly indexId: string;
  readonly packs: ReadonlySet<string>;
  readonly signal?: AbortSignal;
};

/** The packs of backups with this index that no other index names. */
async function describeMissing(
  vault: Vault,
  manifests: readonly Manifest[],
  { indexId, packs, signal }: Missing,
): Promise<readonly PackEntry[]> {
  const resting = manifests.filter(({ indexIds }) => indexIds.includes(indexId));
  const wanted = new Set(resting.flatMap(({ packIds }) => packIds).filter((packId) => !packs.has(packId)));
  const entries: PackEntry[] = [];
  const bad: string[] = [];
  const run = startRepack({ keys: vault.keys, signal });
  try {
    for (const packId of wanted) {
      signal?.throwIfAborted();
      const entry = await unlessDamaged(async () => {
        const { bytes } = await vault.deps.target.get(nameOf(vault, 'pack', packId), { signal });
        return run.describe(packId, ownBytes(bytes));
      });
      if (entry) entries.push(entry);
      else bad.push(packId);
    }
  } finally {
    await run.close();
  }
  if (bad.length > 0)
    await vault.state.rememberDamaged(new Set([...(await vault.state.damagedPacks()), ...bad]));
  return entries;
}

async function unlessDamaged<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && (error.code === 'backup_damaged' || error.code === 'not_found')) return null;
    throw error;
  }
}
