import { invariant } from '#shared/kernel/invariant.ts';
import { createCursor, pushVarint, unzigzag, zigzag } from './byte-cursor.ts';
import type { PageMap } from './vault-types.ts';

/**
 * Runs of pages that lie one behind the other in a chunk, or that are all zero. A run is told by how far its chunk is
 * from the run before, and how far its place is from where that chunk was left: a few bytes, mostly the same ones.
 */
export function encodePageMap({ chunkOf, placeOf }: PageMap): Buffer {
  invariant(chunkOf.length === placeOf.length, 'each page has a chunk and a place');
  const out: number[] = [];
  const nextPlace = new Map<number, number>();
  let lastChunk = 0;
  for (let page = 0; page < chunkOf.length;) {
    const chunk = chunkOf[page] ?? -1;
    const place = placeOf[page] ?? 0;
    const count = runLength({ chunkOf, placeOf }, page);
    pushVarint(out, count * 2 + (chunk < 0 ? 1 : 0));
    if (chunk >= 0) {
      pushVarint(out, zigzag(chunk - lastChunk));
      pushVarint(out, zigzag(place - (nextPlace.get(chunk) ?? 0)));
      nextPlace.set(chunk, place + count);
      lastChunk = chunk;
    }
    page += count;
  }
  return Buffer.from(out);
}

/** The map of so many pages over so many chunks, or `null` where the bytes are no such map. */
export function decodePageMap(bytes: Uint8Array, pageCount: number, chunkCount: number): PageMap | null {
  const chunkOf = new Int32Array(pageCount);
  const placeOf = new Uint16Array(pageCount);
  const cursor = createCursor(bytes);
  const nextPlace = new Map<number, number>();
  let lastChunk = 0;
  for (let page = 0; page < pageCount;) {
    const word = cursor.varint();
    const count = Math.floor(word / 2);
    if (count === 0 || page + count > pageCount || !cursor.isSound) return null;
    if (word % 2 === 1) {
      chunkOf.fill(-1, page, page + count);
    } else {
      const chunk = lastChunk + unzigzag(cursor.varint());
      const place = (nextPlace.get(chunk) ?? 0) + unzigzag(cursor.varint());
      if (chunk < 0 || chunk >= chunkCount || place < 0 || place + count > 0x1_0000) return null;
      chunkOf.fill(chunk, page, page + count);
      for (let step = 0; step < count; step += 1) placeOf[page + step] = place + step;
      nextPlace.set(chunk, place + count);
      lastChunk = chunk;
    }
    page += count;
  }
  return cursor.isSound && cursor.isAtEnd ? { chunkOf, placeOf } : null;
}

function runLength({ chunkOf, placeOf }: PageMap, start: number): number {
  const chunk = chunkOf[start] ?? -1;
  const place = placeOf[start] ?? 0;
  let count = 1;
  while (start + count < chunkOf.length && chunkOf[start + count] === chunk) {
    if (chunk >= 0 && placeOf[start + count] !== place + count) break;
    count += 1;
  }
  return count;
}
