import { createCursor, u16, u32, u48, type ByteCursor } from './byte-cursor.ts';
import { damaged } from './refusals.ts';
import { openBody, sealBody } from './sealed-body.ts';
import { ID_BYTES } from './vault-keys.ts';
import { newVaultId, objectName } from './vault-names.ts';
import type { ChunkEntry, PackEntry, PackIndex, SealedObject, Sealing, VaultKeys } from './vault-types.ts';

const HASH_BYTES = 32;

/** Seals an index; it is derived data, for `rebuildPackEntry` makes it again from the packs. */
export function sealIndex(
  sealing: Sealing,
  index: PackIndex,
  id: string = newVaultId(sealing.random),
): SealedObject {
  const parts = [u32(index.packs.length), ...index.packs.flatMap(encodePack)];
  return sealBody(sealing, 'index', id, Buffer.concat(parts));
}

export function openIndex(keys: VaultKeys, id: string, bytes: Uint8Array): PackIndex {
  const name = objectName(keys.generation, 'index', id);
  const cursor = createCursor(openBody(keys, { name, type: 'index', id }, bytes).plain);
  const packs = repeat(cursor, () => decodePack(cursor));
  if (!cursor.isSound || !cursor.isAtEnd) throw damaged(name, 'content');
  return { packs };
}

function encodePack(pack: PackEntry): Uint8Array[] {
  return [
    Buffer.from(pack.packId + pack.salt + pack.hash, 'hex'),
    u48(pack.sizeBytes),
    u32(pack.chunks.length),
    ...pack.chunks.flatMap(({ chunkId, offsetBytes, lengthBytes, pageCount, pageIds }) => [
      Buffer.from(chunkId, 'hex'),
      u32(offsetBytes),
      u32(lengthBytes),
      u16(pageCount),
      pageIds,
    ]),
  ];
}

function decodePack(cursor: ByteCursor): PackEntry {
  return {
    packId: cursor.hex(ID_BYTES),
    salt: cursor.hex(HASH_BYTES),
    hash: cursor.hex(HASH_BYTES),
    sizeBytes: cursor.u48(),
    chunks: repeat(cursor, () => decodeChunk(cursor)),
  };
}

function decodeChunk(cursor: ByteCursor): ChunkEntry {
  const chunkId = cursor.hex(ID_BYTES);
  const offsetBytes = cursor.u32();
  const lengthBytes = cursor.u32();
  const pageCount = cursor.u16();
  const pageIds = Uint8Array.from(cursor.bytes(pageCount * ID_BYTES));
  return { chunkId, offsetBytes, lengthBytes, pageCount, pageIds };
}

/** As often as the number before it says, and no further than there are bytes. */
function repeat<T>(cursor: ByteCursor, read: () => T): T[] {
  const count = cursor.u32();
  const values: T[] = [];
  while (values.length < count && cursor.isSound) values.push(read());
  return values;
}
