import { createHash } from 'node:crypto';
import { ATTACHMENT_PART_BYTES } from '#shared/contracts/notes.ts';
import type { Store } from '#main/db/store.ts';
import { insertPart } from '#main/domains/notes/index.ts';
import { dropBlob } from '../imports.store.ts';

/** Parts kept in memory before they are sent to the store. */
const PARTS_AT_ONCE = 8;

/** Puts a content into the store under a key of its own and answers its SHA-256 in hex. */
export async function storeContent(
  store: Store,
  uploadKey: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<string> {
  const hash = createHash('sha256');
  let first = 0;
  let parts: Uint8Array[] = [];
  const flush = async () => {
    const from = first;
    const ready = parts;
    first += ready.length;
    parts = [];
    await store.write({ command: 'imports.attach', principal: 'import' }, (tx) => {
      for (const [index, part] of ready.entries()) insertPart(tx, uploadKey, from + index, part);
    });
  };
  for await (const part of inParts(pieces)) {
    hash.update(part);
    parts.push(part);
    if (parts.length === PARTS_AT_ONCE) await flush();
  }
  if (parts.length > 0) await flush();
  return hash.digest('hex');
}

export async function dropContent(store: Store, uploadKey: string): Promise<void> {
  await store.write({ command: 'imports.attach', principal: 'import' }, (tx) => dropBlob(tx, uploadKey));
}

/** Pieces of any size as parts of exactly the size that the store keeps; the last one may be shorter. */
async function* inParts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (let piece of pieces) {
    while (heldBytes + piece.length >= ATTACHMENT_PART_BYTES) {
      const missing = ATTACHMENT_PART_BYTES - heldBytes;
      yield Buffer.concat([...held, piece.subarray(0, missing)]);
      piece = piece.subarray(missing);
      held = [];
      heldBytes = 0;
    }
    if (piece.length > 0) held.push(piece);
    heldBytes += piece.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}
