import { createCursor } from './byte-cursor.ts';
import { expand } from './compression.ts';
import { listFrames, NO_CHUNK, openFrame, openSession, saltOf, sessionFrom } from './frames.ts';
import { MAX_CHUNK_PAGES, type TableEntry } from './pack.ts';
import { damaged } from './refusals.ts';
import { chunkIdOf, hashOf, ID_BYTES, pageIdOf } from './vault-keys.ts';
import { objectName } from './vault-names.ts';
import type { ChunkEntry, PackEntry, VaultKeys } from './vault-types.ts';

/** SQLite's largest page. */
const MAX_PAGE_BYTES = 65_536;

export type OpenPack = {
  readonly salt: string;
  readonly table: readonly TableEntry[];
  /** The plain pages of one chunk, one behind the other. */
  readChunk(number: number): Buffer;
};

/**
 * A whole pack. The frames' order and the table are checked here, the content of a chunk when it is read.
 * Throws `backup_damaged`.
 */
export function openPack(keys: VaultKeys, packId: string, bytes: Uint8Array): OpenPack {
  const name = objectName(keys.generation, 'pack', packId);
  const session = openSession(keys, { name, type: 'pack', id: packId }, bytes);
  const frames = listFrames(name, bytes);
  const last = frames.at(-1);
  if (last?.kind !== 'table' || last.chunkId !== NO_CHUNK) throw damaged(name, 'content');
  const table = decodeTable(
    name,
    openFrame(session, last.index, bytes.subarray(last.offsetBytes, last.endBytes)),
  );
  const agrees =
    table.length === frames.length - 1 &&
    table.every((entry, number) => {
      const frame = frames[number];
      return (
        frame?.kind === 'chunk' &&
        frame.chunkId === entry.chunkId &&
        frame.offsetBytes === entry.offsetBytes &&
        frame.endBytes - frame.offsetBytes === entry.lengthBytes
      );
    });
  if (!agrees) throw damaged(name, 'order');
  return {
    salt: saltOf(session),
    table,
    readChunk(number) {
      const entry = table[number];
      if (entry === undefined) throw damaged(name, 'content');
      const end = entry.offsetBytes + entry.lengthBytes;
      const plain = openFrame(session, number, bytes.subarray(entry.offsetBytes, end));
      return expandChunk(name, plain, entry.pageCount);
    },
  };
}

/**
 * One chunk from the `lengthBytes` bytes at `offsetBytes` of its pack: its plain pages, one behind the other.
 * `number` is its place in `pack.chunks`.
 */
export function openChunk(keys: VaultKeys, pack: PackEntry, number: number, frame: Uint8Array): Buffer {
  const name = objectName(keys.generation, 'pack', pack.packId);
  const entry = pack.chunks[number];
  if (entry === undefined) throw damaged(name, 'content');
  if (frame.length !== entry.lengthBytes) {
    throw damaged(name, frame.length < entry.lengthBytes ? 'truncated' : 'extended');
  }
  const session = sessionFrom(keys, { name, type: 'pack', id: pack.packId }, Buffer.from(pack.salt, 'hex'));
  return expandChunk(name, openFrame(session, number, frame), entry.pageCount);
}

/** Makes the keyed ids of a chunk's pages anew: they are the pages that the index speaks of, bit for bit. */
export function checkChunk(keys: VaultKeys, packId: string, chunk: ChunkEntry, pages: Uint8Array): void {
  const found = pageIdsOf(keys, pages, chunk.pageCount);
  if (found.equals(chunk.pageIds) && chunkIdOf(keys, found) === chunk.chunkId) return;
  throw damaged(objectName(keys.generation, 'pack', packId), 'content');
}

/** What an index says of a pack, from the pack alone; every chunk of it is opened and must be what it is called. */
export function rebuildPackEntry(keys: VaultKeys, packId: string, bytes: Uint8Array): PackEntry {
  const { salt, table, readChunk } = openPack(keys, packId, bytes);
  const chunks = table.map((entry, number): ChunkEntry => {
    const pages = readChunk(number);
    const chunk = { ...entry, pageIds: Uint8Array.from(pageIdsOf(keys, pages, entry.pageCount)) };
    checkChunk(keys, packId, chunk, pages);
    return chunk;
  });
  return { packId, salt, sizeBytes: bytes.length, hash: hashOf(bytes), chunks };
}

function pageIdsOf(keys: VaultKeys, pages: Uint8Array, pageCount: number): Buffer {
  const pageBytes = pages.length / pageCount;
  const ids = Buffer.alloc(pageCount * ID_BYTES);
  for (let place = 0; place < pageCount; place += 1) {
    ids.set(pageIdOf(keys, pages.subarray(place * pageBytes, (place + 1) * pageBytes)), place * ID_BYTES);
  }
  return ids;
}

function expandChunk(name: string, plain: Uint8Array, pageCount: number): Buffer {
  const pages = expand(plain, pageCount * MAX_PAGE_BYTES, pageCount * 4096);
  if (pages === null || pages.length === 0 || pages.length % pageCount !== 0) throw damaged(name, 'content');
  return pages;
}

function decodeTable(name: string, plain: Uint8Array): readonly TableEntry[] {
  const cursor = createCursor(plain);
  const count = cursor.u32();
  const entries: TableEntry[] = [];
  while (entries.length < count && cursor.isSound) {
    const entry = {
      chunkId: cursor.hex(ID_BYTES),
      offsetBytes: cursor.u32(),
      lengthBytes: cursor.u32(),
      pageCount: cursor.u16(),
    };
    if (entry.pageCount === 0 || entry.pageCount > MAX_CHUNK_PAGES) throw damaged(name, 'content');
    entries.push(entry);
  }
  if (!cursor.isSound || !cursor.isAtEnd) throw damaged(name, 'content');
  return entries;
}
