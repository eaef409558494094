import { PAGE_SIZE } from '#main/db/pages/index.ts';
import {
  createPackWriter,
  MAX_CHUNK_PAGES,
  TARGET_PACK_BYTES,
  type PackWriter,
  type Sealing,
} from '#main/engine/vault/format/index.ts';
import type { SealedPack } from '#main/engine/vault/pipeline/pipeline-types.ts';

/** Gathers new pages into chunks and chunks into packs. */
export type ChunkGatherer = {
  /** Where the next page goes, 4,096 bytes of zeros; it counts only once it is kept. */
  slot(): Uint8Array;
  /** The place in its chunk that a page gets if it is kept now. */
  place(): number;
  /** Keeps the page in the slot. True where its chunk is full: `closeChunk` is next. */
  keep(id: Uint8Array): boolean;
  /** Seals what was gathered; the chunk's id and its pack's, or undefined where there is nothing. */
  closeChunk(): { readonly chunkId: string; readonly packId: string } | undefined;
  /** The pack, once it is large enough or `isLast`. */
  closePack(isLast: boolean): SealedPack | undefined;
};

const ID_SIZE = 16;

export function createChunkGatherer(sealing: Sealing): ChunkGatherer {
  const pages = new Uint8Array(MAX_CHUNK_PAGES * PAGE_SIZE);
  const ids = new Uint8Array(MAX_CHUNK_PAGES * ID_SIZE);
  let count = 0;
  let writer: PackWriter | null = null;

  return {
    slot: () => pages.subarray(count * PAGE_SIZE, (count + 1) * PAGE_SIZE).fill(0),
    place: () => count,
    keep(id) {
      ids.set(id, count * ID_SIZE);
      count += 1;
      return count === MAX_CHUNK_PAGES;
    },
    closeChunk() {
      if (count === 0) return undefined;
      writer ??= createPackWriter(sealing);
      const entry = writer.addChunk(pages.subarray(0, count * PAGE_SIZE), ids.subarray(0, count * ID_SIZE));
      count = 0;
      return { chunkId: entry.chunkId, packId: writer.packId };
    },
    closePack(isLast) {
      if (writer === null || (!isLast && writer.sizeBytes < TARGET_PACK_BYTES)) return undefined;
      const pack = writer.finish();
      writer = null;
      return pack;
    },
  };
}
