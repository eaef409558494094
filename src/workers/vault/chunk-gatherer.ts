import { PAGE_SIZE } from '#main/db/pages/index.ts';
import {
  compressAside,
  createPackWriter,
  giveBack,
  MAX_CHUNK_PAGES,
  TARGET_PACK_BYTES,
  type Compressed,
  type PackWriter,
  type Sealing,
} from '#main/engine/vault/format/packs.ts';
import type { SealedPack } from '#main/engine/vault/pipeline/pipeline-types.ts';

/** Gathers new pages into chunks and chunks into packs. A chunk is compressed while the next one is gathered. */
export type ChunkGatherer = {
  /** Where the next page goes, 4,096 bytes of zeros; it counts only once it is kept. */
  slot(): Uint8Array;
  /** The place in its chunk that a page gets if it is kept now. */
  place(): number;
  /** Keeps the page in the slot. True where its chunk is full: `closeChunk` is next. */
  keep(id: Uint8Array): boolean;
  /** Gives the chunk away to be sealed; a pack, where the chunk before filled one. */
  closeChunk(): Promise<SealedPack | undefined>;
  /** Everything that is left. */
  finish(): Promise<readonly SealedPack[]>;
};

/** A chunk was sealed; they come in the order in which they were closed. */
type OnSealed = (chunk: { readonly chunkId: string; readonly packId: string }) => void;

type Closed = { readonly compressed: Promise<Compressed>; readonly ids: Uint8Array };

const ID_SIZE = 16;
const CHUNK_SIZE = MAX_CHUNK_PAGES * PAGE_SIZE;

export function createChunkGatherer(sealing: Sealing, onSealed: OnSealed): ChunkGatherer {
  // One is filled while the other is compressed.
  let [pages, other] = [new Uint8Array(CHUNK_SIZE), new Uint8Array(CHUNK_SIZE)];
  const ids = new Uint8Array(MAX_CHUNK_PAGES * ID_SIZE);
  let count = 0;
  let closed: Closed | null = null;
  let writer: PackWriter | null = null;

  function takeChunk(): Closed | null {
    if (count === 0) return null;
    const taken = {
      compressed: compressAside(pages.subarray(0, count * PAGE_SIZE)),
      ids: ids.slice(0, count * ID_SIZE),
    };
    // Heard where it is waited for.
    taken.compressed.catch(() => undefined);
    [pages, other] = [other, pages];
    count = 0;
    return taken;
  }

  function closePack(isLast: boolean): SealedPack | undefined {
    if (writer === null || (!isLast && writer.sizeBytes < TARGET_PACK_BYTES)) return undefined;
    const pack = writer.finish();
    writer = null;
    return pack;
  }

  async function closeChunk(): Promise<SealedPack | undefined> {
    const former = closed;
    closed = takeChunk();
    if (former === null) return undefined;
    const compressed = await former.compressed;
    writer ??= createPackWriter(sealing);
    const { chunkId } = writer.addCompressed(compressed, former.ids);
    // What did not get smaller is the pages themselves, whose memory is used again.
    for (const part of compressed)
      if (part.buffer !== pages.buffer && part.buffer !== other.buffer) giveBack(part);
    onSealed({ chunkId, packId: writer.packId });
    return closePack(false);
  }

  return {
    slot: () => pages.subarray(count * PAGE_SIZE, (count + 1) * PAGE_SIZE).fill(0),
    place: () => count,
    keep(id) {
      ids.set(id, count * ID_SIZE);
      count += 1;
      return count === MAX_CHUNK_PAGES;
    },
    closeChunk,
    async finish() {
      const packs = [await closeChunk(), await closeChunk(), closePack(true)];
      return packs.filter((pack) => pack !== undefined);
    },
  };
}
