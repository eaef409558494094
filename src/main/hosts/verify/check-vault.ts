import {
  checkChunk,
  damaged,
  hashOf,
  HEADER_NAME,
  headName,
  objectName,
  openHead,
  openIndex,
  openPack,
  parseHeader,
  parseObjectName,
  requireManifest,
  unlockHeader,
  type Manifest,
  type PackEntry,
  type VaultKeys,
} from '#main/engine/vault/format/index.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { missing, type VaultFolder } from './vault-folder.ts';

export type Problem = { readonly object: string; readonly reason: string; readonly message: string };

export type CheckReport = {
  readonly vaultId: string;
  readonly generation: number;
  readonly backups: number;
  readonly indexes: number;
  readonly packs: number;
  readonly chunksRead: number;
  readonly bytesRead: number;
  /** Objects that no listed backup needs: left by one that was cut off, or waiting to be deleted. */
  readonly unneeded: number;
  readonly problems: readonly Problem[];
  /** Numbers of backups that can't be restored whole. */
  readonly brokenBackups: readonly number[];
};

export type CheckOptions = {
  readonly phrase: string;
  /** Opens every chunk of every pack, and makes every page's keyed id again. */
  readonly readData: boolean;
  readonly onPack?: (done: number, total: number) => void;
};

/** The vault's objects, the keys to them, and where damage is noted down. */
type Check = {
  readonly folder: VaultFolder;
  readonly keys: VaultKeys;
  /** The result, or undefined where something was damaged, which is noted. */
  noting<T>(work: () => Promise<T>): Promise<T | undefined>;
};

/**
 * Checks that every listed backup has all that it needs. Rejects where there is nothing to check: no readable header
 * or list, or a phrase that is not this vault's; what else is damaged stands in the report.
 */
export async function checkVault(folder: VaultFolder, options: CheckOptions): Promise<CheckReport> {
  await requireVault(folder);
  const header = parseHeader(await folder.read(HEADER_NAME));
  const { keys } = await unlockHeader(header, options.phrase);
  const { head } = openHead(keys, await folder.read(headName(keys.generation)));
  const problems = new Map<string, Problem>();
  const check: Check = { folder, keys, noting: (work) => noting(problems, work) };
  const manifests = new Map<number, Manifest>();
  for (const entry of head.backups) {
    const name = objectName(keys.generation, 'manifest', entry.manifestId);
    const manifest = await check.noting(async () => requireManifest(keys, entry, await folder.read(name)));
    if (manifest !== undefined) manifests.set(entry.sequence, manifest);
  }
  const { packs, indexes } = await readIndexes(check, [...manifests.values()]);
  const good = new Set<string>();
  let read = { chunksRead: 0, bytesRead: 0 };
  for (const [done, pack] of [...packs.values()].entries()) {
    const found = await check.noting(() => checkPack(check, pack, options.readData));
    if (found !== undefined) {
      good.add(pack.packId);
      read = { chunksRead: read.chunksRead + found.chunksRead, bytesRead: read.bytesRead + found.bytesRead };
    }
    options.onPack?.(done + 1, packs.size);
  }
  const places = placesOf([...packs.values()].filter(({ packId }) => good.has(packId)));
  const isWhole = (manifest: Manifest | undefined): boolean =>
    manifest !== undefined && hasEveryPage(manifest, places);
  return {
    vaultId: keys.vaultId,
    generation: keys.generation,
    backups: head.backups.length,
    indexes,
    packs: packs.size,
    ...read,
    unneeded: await countUnneeded(check, [...manifests.values()], head.backups),
    problems: [...problems.values()],
    brokenBackups: head.backups
      .map(({ sequence }) => sequence)
      .filter((sequence) => !isWhole(manifests.get(sequence))),
  };
}

/** A header that was lost is damage; a folder without anything of a vault is the wrong folder. */
async function requireVault(folder: VaultFolder): Promise<void> {
  if ((await folder.sizeOf(HEADER_NAME)) !== undefined) return;
  if ((await folder.list()).some((name) => parseObjectName(name) !== undefined)) return;
  throw new AppError(
    'not_found',
    'There is no backup in this folder. Nothing was checked; name the folder with vault.json.',
  );
}

async function readIndexes({ folder, keys, noting }: Check, manifests: readonly Manifest[]) {
  const wanted = new Set(manifests.flatMap(({ packIds }) => packIds));
  const indexIds = new Set(manifests.flatMap((manifest) => manifest.indexIds));
  const packs = new Map<string, PackEntry>();
  for (const id of indexIds) {
    const name = objectName(keys.generation, 'index', id);
    const index = await noting(async () => openIndex(keys, id, await folder.read(name)));
    for (const pack of index?.packs ?? []) if (wanted.has(pack.packId)) packs.set(pack.packId, pack);
  }
  return { packs, indexes: indexIds.size };
}

/** Its size; with `readData` all of it, against what the index says. */
async function checkPack({ folder, keys }: Check, pack: PackEntry, readData: boolean) {
  const name = objectName(keys.generation, 'pack', pack.packId);
  const sizeBytes = await folder.sizeOf(name);
  if (sizeBytes === undefined) throw missing(name);
  if (sizeBytes !== pack.sizeBytes) {
    throw damaged(name, sizeBytes < pack.sizeBytes ? 'truncated' : 'extended');
  }
  if (!readData) return { chunksRead: 0, bytesRead: 0 };
  const bytes = await folder.read(name);
  const { table, readChunk } = openPack(keys, pack.packId, bytes);
  for (const [number, chunk] of pack.chunks.entries()) {
    if (table[number]?.chunkId !== chunk.chunkId) throw damaged(name, 'wrong_object');
    checkChunk(keys, pack.packId, chunk, readChunk(number));
  }
  // Last: what is wrong inside says more than that the whole has another hash.
  if (hashOf(bytes) !== pack.hash) throw damaged(name, 'wrong_object');
  return { chunksRead: table.length, bytesRead: bytes.length };
}

/** How many pages each chunk has. */
function placesOf(packs: readonly PackEntry[]): ReadonlyMap<string, number> {
  return new Map(
    packs.flatMap(({ chunks }) =>
      chunks.map(({ chunkId, pageCount }): [string, number] => [chunkId, pageCount]),
    ),
  );
}

function hasEveryPage({ chunks, pages }: Manifest, places: ReadonlyMap<string, number>): boolean {
  return pages.chunkOf.every((chunk, page) => {
    if (chunk < 0) return true;
    return (pages.placeOf[page] ?? 0) < (places.get(chunks[chunk] ?? '') ?? 0);
  });
}

async function countUnneeded(
  { folder, keys: { generation } }: Check,
  manifests: readonly Manifest[],
  backups: readonly { readonly manifestId: string }[],
): Promise<number> {
  const needed = new Set([
    headName(generation),
    ...backups.map(({ manifestId }) => objectName(generation, 'manifest', manifestId)),
    ...manifests.flatMap(({ indexIds }) => indexIds.map((id) => objectName(generation, 'index', id))),
    ...manifests.flatMap(({ packIds }) => packIds.map((id) => objectName(generation, 'pack', id))),
  ]);
  const names = await folder.list();
  return names.filter((name) => parseObjectName(name) !== undefined && !needed.has(name)).length;
}

async function noting<T>(problems: Map<string, Problem>, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isAppError(error) || (error.code !== 'backup_damaged' && error.code !== 'backup_too_new'))
      throw error;
    const object = String(error.details['object']);
    problems.set(object, {
      object,
      reason: String(error.details['reason'] ?? error.code),
      message: error.message,
    });
    return undefined;
  }
}
