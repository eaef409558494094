import { invariant } from '#shared/kernel/invariant.ts';
import { u16, u32 } from './byte-cursor.ts';
import { compress, DEFAULT_LEVEL, type Compressed } from './compression.ts';
import { giveBack } from './give-back.ts';
import { newSession, NO_CHUNK, PREFIX_BYTES, saltOf, sealFrame } from './frames.ts';
import { joinOwned } from './sealed-body.ts';
import { chunkIdOf, hashOf, ID_BYTES } from './vault-keys.ts';
import { newVaultId } from './vault-names.ts';
import type { ChunkEntry, PackEntry, SealedObject, Sealing } from './vault-types.ts';

export const MAX_CHUNK_PAGES = 256;
/** A pack is finished once it is this large; what is in it by then stays. */
export const TARGET_PACK_BYTES = 0x80_0000;

/** What of a chunk stands in its pack's own table. */
export type TableEntry = Omit<ChunkEntry, 'pageIds'>;

export type PackWriter = {
  readonly packId: string;
  readonly sizeBytes: number;
  readonly chunkCount: number;
  /**
   * Compresses and seals up to 256 plain pages, given one behind the other with their ids (16 bytes each).
   * `level` is that of Zstandard.
   */
  addChunk(pages: Uint8Array, pageIds: Uint8Array, level?: number): ChunkEntry;
  /** As `addChunk`, of pages that `compressAside` has made smaller already. */
  addCompressed(compressed: Compressed, pageIds: Uint8Array): ChunkEntry;
  /** The whole pack, in memory of its own that may be transferred; the writer is used up. */
  finish(): { readonly object: SealedObject; readonly entry: PackEntry };
};

/** Writes one pack in memory. */
export function createPackWriter(sealing: Sealing, packId: string = newVaultId(sealing.random)): PackWriter {
  const session = newSession(sealing, 'pack', packId);
  const parts: Uint8Array[] = [session.prefix];
  const chunks: ChunkEntry[] = [];
  let sizeBytes = PREFIX_BYTES;
  const addCompressed: PackWriter['addCompressed'] = (compressed, pageIds) => {
    const pageCount = pageIds.length / ID_BYTES;
    invariant(Number.isInteger(pageCount) && pageCount > 0, 'a chunk has an id for each page');
    invariant(pageCount <= MAX_CHUNK_PAGES, 'a chunk has at most 256 pages');
    const chunkId = chunkIdOf(sealing.keys, pageIds);
    const frame = { kind: 'chunk', isFinal: false, index: chunks.length, chunkId } as const;
    const sealed = sealFrame(session, frame, ...compressed);
    parts.push(...sealed);
    const lengthBytes = sealed.reduce((sum, { length }) => sum + length, 0);
    // The caller may use its buffer of ids again.
    const own = Uint8Array.from(pageIds);
    const entry = { chunkId, offsetBytes: sizeBytes, lengthBytes, pageCount, pageIds: own };
    chunks.push(entry);
    sizeBytes += lengthBytes;
    return entry;
  };
  return {
    packId,
    get sizeBytes() {
      return sizeBytes;
    },
    get chunkCount() {
      return chunks.length;
    },
    addCompressed,
    addChunk(pages, pageIds, level = DEFAULT_LEVEL) {
      const pageCount = pageIds.length / ID_BYTES;
      invariant(pages.length > 0 && pages.length % pageCount === 0, 'the pages of a chunk are of one size');
      return addCompressed([compress(pages, level)], pageIds);
    },
    finish() {
      const frame = { kind: 'table', isFinal: true, index: chunks.length, chunkId: NO_CHUNK } as const;
      parts.push(...sealFrame(session, frame, encodeTable(chunks)));
      const bytes = joinOwned(parts);
      for (const part of parts) giveBack(part);
      const hash = hashOf(bytes);
      return {
        object: { id: packId, bytes, hash },
        entry: { packId, salt: saltOf(session), sizeBytes: bytes.length, hash, chunks },
      };
    },
  };
}

function encodeTable(chunks: readonly TableEntry[]): Buffer {
  return Buffer.concat([
    u32(chunks.length),
    ...chunks.flatMap(({ chunkId, offsetBytes, lengthBytes, pageCount }) => [
      Buffer.from(chunkId, 'hex'),
      u32(offsetBytes),
      u32(lengthBytes),
      u16(pageCount),
    ]),
  ]);
}
