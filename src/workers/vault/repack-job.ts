import { randomBytes } from 'node:crypto';
import { PAGE_SIZE } from '#main/db/pages/index.ts';
import {
  checkChunk,
  createPackWriter,
  damaged,
  MAX_CHUNK_PAGES,
  objectName,
  openChunk,
  rebuildPackEntry,
  TARGET_PACK_BYTES,
  type PackEntry,
  type PackWriter,
  type VaultKeys,
} from '#main/engine/vault/format/packs.ts';
import type { PackBytes } from '#main/engine/vault/pipeline/pipeline-protocol.ts';
import type { LiveChunk, SealedPack } from '#main/engine/vault/pipeline/pipeline-types.ts';

const ID_SIZE = 16;

export type Repack = {
  /** Takes the live pages out of a part of a pack; the packs that are full by that. Nothing is kept of a damaged chunk. */
  keep(part: PackBytes, live: readonly LiveChunk[]): readonly SealedPack[];
  finish(): readonly SealedPack[];
  /** What an index says of a pack. */
  describe(packId: string, bytes: Uint8Array): PackEntry;
};

/** Pages of old packs go into new ones as they are; each is held against its id on the way. */
export function createRepack(keys: VaultKeys): Repack {
  const pages = new Uint8Array(MAX_CHUNK_PAGES * PAGE_SIZE);
  const ids = new Uint8Array(MAX_CHUNK_PAGES * ID_SIZE);
  let count = 0;
  let writer: PackWriter | null = null;

  function closeChunk(): void {
    if (count === 0) return;
    writer ??= createPackWriter({ keys, random: randomBytes });
    writer.addChunk(pages.subarray(0, count * PAGE_SIZE), ids.subarray(0, count * ID_SIZE));
    count = 0;
  }

  function closePack(isLast: boolean): readonly SealedPack[] {
    if (writer === null || (!isLast && writer.sizeBytes < TARGET_PACK_BYTES)) return [];
    const pack = writer.finish();
    writer = null;
    return [pack];
  }

  function keepPage(content: Uint8Array, pageIds: Uint8Array, place: number): void {
    pages.set(content.subarray(place * PAGE_SIZE, (place + 1) * PAGE_SIZE), count * PAGE_SIZE);
    ids.set(pageIds.subarray(place * ID_SIZE, (place + 1) * ID_SIZE), count * ID_SIZE);
    count += 1;
    if (count === MAX_CHUNK_PAGES) closeChunk();
  }

  return {
    keep({ pack, offsetBytes, bytes }, live) {
      for (const { chunkId, places } of live) {
        const number = pack.chunks.findIndex((chunk) => chunk.chunkId === chunkId);
        const chunk = pack.chunks[number];
        if (!chunk) throw damaged(objectName(keys.generation, 'pack', pack.packId), 'content');
        const from = chunk.offsetBytes - offsetBytes;
        const content = openChunk(keys, pack, number, bytes.subarray(from, from + chunk.lengthBytes));
        checkChunk(keys, pack.packId, chunk, content);
        for (const place of places) keepPage(content, chunk.pageIds, place);
      }
      return closePack(false);
    },
    finish() {
      closeChunk();
      return closePack(true);
    },
    describe: (packId, bytes) => rebuildPackEntry(keys, packId, bytes),
  };
}
