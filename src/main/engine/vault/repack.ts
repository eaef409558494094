import { isAppError } from '#shared/errors.ts';
import { hashOf, MAX_CHUNK_PAGES, type BackupEntry, type Head, type PackEntry } from './format/index.ts';
import { changeHead, readHead } from './head.ts';
import type { HeldPack } from './holdings.ts';
import { fetchSpan, spansOf } from './pack-parts.ts';
import { startRepack, type LiveChunk, type RepackRun, type SealedPack } from './pipeline/index.ts';
import { moveBackups, usablePacks, type MovedBackups } from './rewrite.ts';
import type { Vault } from './vault.ts';
import { missing, nameOf, putIndex, readIndex, readManifest } from './vault-objects.ts';

/** A pack is made anew when at least this share of its bytes serves no listed backup. */
const DEAD_SHARE = 2 / 3;
/** Less than this together is not worth new page lists. */
const WORTH_BYTES = 128 * 1024;
/** Of packs that are taken apart by one prune; the others are left to later ones. */
const MOST_BYTES = 64 * 1024 * 1024;

export type Repacked = {
  /** Packs that no backup needs any more, and what they take. */
  readonly packs: number;
  readonly bytes: number;
  /** The same less what the new packs and their index take. */
  readonly savedBytes: number;
  /** Backups that got another page list, as they were. */
  readonly replaced: readonly BackupEntry[];
  /** Names of what was sent for it; where it came to nothing no backup needs them. */
  readonly sentNames: readonly string[];
};

const NOTHING: Repacked = { packs: 0, bytes: 0, savedBytes: 0, replaced: [], sentNames: [] };

/**
 * Writes what is still needed of mostly dead packs into new ones, and gives the backups page lists that do without the
 * old ones: packs first, then the index, page lists, and the list last of all. The old packs stay where they are, for
 * a prune to name as doomed. Cut off anywhere, or where another device was faster, nothing has changed.
 */
export async function repackVault(vault: Vault, signal?: AbortSignal): Promise<Repacked> {
  const { head } = await readHead(vault, signal);
  const live = await livePlaces(vault, head, signal);
  const avoided = await vault.state.damagedPacks();
  const held = await usablePacks(vault, head.backups, { avoided: new Set() }, signal);
  const sound = [...held.values()].filter(({ pack }) => !avoided.has(pack.packId));
  const chosen = choose(sound, live);
  if (chosen.length === 0) return NOTHING;
  const names: string[] = [];
  try {
    return await rewritePacks(vault, { chosen, live, names, signal });
  } catch (error) {
    // It needs room before it gives some, and a place that keeps what it is sent: the rest of a prune goes without.
    if (!isAppError(error) || !['quota_exceeded', 'backup_damaged'].includes(error.code)) throw error;
    return { ...NOTHING, sentNames: names };
  }
}

/** For each chunk that a listed backup needs, which of its places. */
type LivePlaces = ReadonlyMap<string, Uint8Array>;

async function livePlaces(vault: Vault, head: Head, signal?: AbortSignal): Promise<LivePlaces> {
  const live = new Map<string, Uint8Array>();
  for (const entry of head.backups) {
    const { chunks, pages } = await readManifest(vault, entry, { signal });
    const flags = chunks.map((chunkId) => {
      const found = live.get(chunkId) ?? new Uint8Array(MAX_CHUNK_PAGES);
      live.set(chunkId, found);
      return found;
    });
    for (const [page, number] of pages.chunkOf.entries()) {
      const of = flags[number];
      if (of) of[pages.placeOf[page] ?? 0] = 1;
    }
  }
  return live;
}

/** Those with the most dead bytes first, as many as one prune takes. */
function choose(held: readonly HeldPack[], live: LivePlaces): readonly HeldPack[] {
  const mostlyDead = held
    .map((found) => ({ found, deadBytes: found.pack.sizeBytes - liveBytesOf(found.pack, live) }))
    .filter(({ found, deadBytes }) => deadBytes >= DEAD_SHARE * found.pack.sizeBytes)
    .toSorted((a, b) => b.deadBytes - a.deadBytes);
  const chosen: HeldPack[] = [];
  let [readBytes, deadBytes] = [0, 0];
  for (const one of mostlyDead) {
    readBytes += one.found.pack.sizeBytes;
    if (readBytes > MOST_BYTES) break;
    deadBytes += one.deadBytes;
    chosen.push(one.found);
  }
  return deadBytes >= WORTH_BYTES ? chosen : [];
}

/** As if all pages of a chunk took the same. */
function liveBytesOf({ chunks }: PackEntry, live: LivePlaces): number {
  return chunks.reduce((sum, { chunkId, lengthBytes, pageCount }) => {
    const count = live.get(chunkId)?.reduce((pages, isLive) => pages + isLive, 0) ?? 0;
    return sum + (lengthBytes * count) / pageCount;
  }, 0);
}

type Rewriting = {
  readonly chosen: readonly HeldPack[];
  readonly live: LivePlaces;
  /** Filled with the names of what was sent. */
  readonly names: string[];
  readonly signal?: AbortSignal;
};

async function rewritePacks(vault: Vault, rewriting: Rewriting): Promise<Repacked> {
  const { names, signal } = rewriting;
  const { sent, done } = await sendLive(vault, rewriting);
  if (sent.length === 0) return { ...NOTHING, sentNames: names };
  const index = await putIndex(vault, sent, signal);
  names.push(nameOf(vault, 'index', index.id));
  await readIndex(vault, index.id, { isUncached: true, signal });
  const fresh = sent.map((pack) => ({ pack, indexId: index.id }));
  const avoided = new Set(done.map(({ packId }) => packId));
  const moving: { moved: MovedBackups | null } = { moved: null };
  const { head } = await changeHead(
    vault,
    async (found) => {
      moving.moved = await moveBackups(vault, found.head, { avoided, fresh }, signal);
      return moving.moved?.entries ?? null;
    },
    signal,
  );
  const { replaced } = moving.moved ?? NOTHING;
  if (replaced.length === 0) return { ...NOTHING, sentNames: names };
  const needed = await neededPacks(vault, head, signal);
  const freed = done.filter(({ packId }) => !needed.has(packId));
  const bytes = freed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const sentBytes = sent.reduce((sum, { sizeBytes }) => sum + sizeBytes, index.bytes.length);
  return { packs: freed.length, bytes, savedBytes: bytes - sentBytes, replaced, sentNames: names };
}

async function neededPacks(vault: Vault, head: Head, signal?: AbortSignal): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const entry of head.backups)
    for (const packId of (await readManifest(vault, entry, { signal })).packIds) needed.add(packId);
  return needed;
}

type Sent = {
  readonly sent: readonly PackEntry[];
  /** Packs of which all that is needed is in those that were sent. */
  readonly done: readonly PackEntry[];
};

async function sendLive(vault: Vault, { chosen, live, names, signal }: Rewriting): Promise<Sent> {
  const run = startRepack({ keys: vault.keys, signal });
  const sent: PackEntry[] = [];
  const done: PackEntry[] = [];
  const send = async (packs: readonly SealedPack[]): Promise<void> => {
    for (const pack of packs) {
      names.push(nameOf(vault, 'pack', pack.entry.packId));
      sent.push(await sendAndCheck(vault, pack, signal));
    }
  };
  try {
    const wanted = createWanted(live);
    for (const found of chosen) {
      signal?.throwIfAborted();
      if (await keepLive(vault, run, { found, wanted, send, signal })) done.push(found.pack);
    }
    await send(await run.finish());
    return { sent, done };
  } finally {
    await run.close();
  }
}

type Wanted = (pack: PackEntry) => readonly LiveChunk[];

/** The live pages of a pack, each chunk and each page once over all packs. */
function createWanted(live: LivePlaces): Wanted {
  const seen = new Set<string>();
  const isNew = (id: string): boolean => !seen.has(id) && seen.add(id).size > 0;
  return ({ chunks }) =>
    chunks.flatMap(({ chunkId, pageCount, pageIds }) => {
      const flags = live.get(chunkId);
      if (!flags) return [];
      const ids = Buffer.from(pageIds.buffer, pageIds.byteOffset, pageIds.length);
      const places = Array.from({ length: pageCount }, (_, place) => place).filter(
        (place) => flags[place] === 1 && isNew(ids.toString('latin1', place * 16, place * 16 + 16)),
      );
      return places.length > 0 ? [{ chunkId, places }] : [];
    });
}

type Keeping = {
  readonly found: HeldPack;
  readonly wanted: Wanted;
  readonly send: (packs: readonly SealedPack[]) => Promise<void>;
  readonly signal?: AbortSignal;
};

/** False where the pack turned out to be damaged: it stays as it is, and the next backup is told. */
async function keepLive(
  vault: Vault,
  run: RepackRun,
  { found, wanted, send, signal }: Keeping,
): Promise<boolean> {
  const live = wanted(found.pack);
  const spans = spansOf(
    [found],
    live.map(({ chunkId }) => chunkId),
  );
  const chunkAt = new Map(found.pack.chunks.map((chunk) => [chunk.chunkId, chunk.offsetBytes]));
  for (const span of spans) {
    const within = live.filter(({ chunkId }) => {
      const at = chunkAt.get(chunkId) ?? -1;
      return at >= span.start && at < span.end;
    });
    const packs = await fetchSpan(vault, span, signal)
      .then((part) => run.keep(part, within))
      .catch(async (error: unknown) => {
        if (!isAppError(error) || error.code !== 'backup_damaged') throw error;
        const known = await vault.state.damagedPacks();
        await vault.state.rememberDamaged(new Set([...known, found.pack.packId]));
        return null;
      });
    if (packs === null) return false;
    await send(packs);
  }
  return true;
}

/** Read again: the only other copy of these pages is going to be deleted. */
async function sendAndCheck(
  vault: Vault,
  { object, entry }: SealedPack,
  signal?: AbortSignal,
): Promise<PackEntry> {
  const { target } = vault.deps;
  const name = nameOf(vault, 'pack', entry.packId);
  await target.put(name, object.bytes, { signal });
  const { bytes } = await target.get(name, { signal }).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'not_found' ? missing(name, error) : error;
  });
  if (hashOf(bytes) !== entry.hash) throw missing(name);
  return entry;
}
