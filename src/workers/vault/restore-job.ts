import {
  CONTENT_SIZE,
  createBlockMac,
  createPageWriter,
  PAGE_SIZE,
  type BlockMac,
  type PageWriter,
} from '#main/db/pages/index.ts';
import {
  chunkIdOf,
  damaged,
  giveBack,
  objectName,
  openChunk,
  openPack,
  type PackEntry,
  type VaultKeys,
} from '#main/engine/vault/format/packs.ts';
import type { PackBytes, RestoreJob } from '#main/engine/vault/pipeline/pipeline-protocol.ts';

const ID_SIZE = 16;

export type Restore = {
  take(part: PackBytes): void;
  /** What this thread has done; the last of them also sees to it that nothing is missing. */
  finish(isLast: boolean): { readonly pageCount: number; readonly sizeBytes: number };
};

/**
 * Opens what it is given, checks every page against its id, and writes it where the manifest wants it. Other threads may
 * do the same for other parts.
 */
export function createRestore({ keys, manifest, target, done }: RestoreJob): Restore {
  const reading = { keys, mac: createBlockMac('sha256', keys.pageId, PAGE_SIZE) };
  if (manifest === null) return new Check(reading);
  if (manifest.pageSizeBytes !== PAGE_SIZE) throw damaged('manifest', 'content');
  return new Pages(reading, manifest, { target, done });
}

type Reading = { readonly keys: VaultKeys; readonly mac: BlockMac };

/** Every chunk of whole packs, whoever needs it. */
class Check implements Restore {
  readonly #reading: Reading;
  #pageCount = 0;
  #sizeBytes = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  take({ pack, offsetBytes, bytes }: PackBytes): void {
    const { keys } = this.#reading;
    if (isWhole(pack, offsetBytes, bytes)) {
      const { table } = openPack(keys, pack.packId, bytes);
      const agrees =
        table.length === pack.chunks.length &&
        table.every(({ chunkId }, number) => pack.chunks[number]?.chunkId === chunkId);
      if (!agrees) throw damaged(objectName(keys.generation, 'pack', pack.packId), 'order');
    }
    for (const number of within(pack, offsetBytes, bytes)) {
      const pages = readChunk(this.#reading, { pack, offsetBytes, bytes }, number);
      this.#pageCount += pages.length / PAGE_SIZE;
      giveBack(pages);
    }
    this.#sizeBytes += bytes.length;
    giveBack(bytes);
  }

  finish(): { pageCount: number; sizeBytes: number } {
    return { pageCount: this.#pageCount, sizeBytes: this.#sizeBytes };
  }
}

class Pages implements Restore {
  readonly #reading: Reading;
  readonly #manifest: NonNullable<RestoreJob['manifest']>;
  readonly #writer: PageWriter | null;
  readonly #numberOf: ReadonlyMap<string, number>;
  /** Pages in the order of their chunks, and where those of each chunk begin. */
  readonly #order: Uint32Array;
  readonly #starts: Uint32Array;
  /** A byte for each chunk, of all threads. */
  readonly #done: Uint8Array;

  constructor(
    reading: Reading,
    manifest: NonNullable<RestoreJob['manifest']>,
    { target, done }: Pick<RestoreJob, 'target' | 'done'>,
  ) {
    this.#reading = reading;
    this.#manifest = manifest;
    const { chunks, pages, pageCount } = manifest;
    this.#numberOf = new Map(chunks.map((chunkId, number) => [chunkId, number]));
    this.#done = done;
    ({ order: this.#order, starts: this.#starts } = byChunk(pages.chunkOf, chunks.length));
    this.#writer =
      target &&
      createPageWriter({ path: target.path, key: target.storeKey, pageCount, shared: target.shared });
    target?.storeKey.fill(0);
  }

  take(part: PackBytes): void {
    const { pack, offsetBytes, bytes } = part;
    for (const number of within(pack, offsetBytes, bytes)) {
      const wanted = this.#numberOf.get(pack.chunks[number]?.chunkId ?? '');
      if (wanted === undefined || this.#done[wanted] === 1) continue;
      const content = readChunk(this.#reading, part, number);
      // Whoever is first writes it: the same chunk may lie in two packs.
      if (Atomics.exchange(this.#done, wanted, 1) === 0) this.#write(wanted, content, pack);
      giveBack(content);
    }
    this.#writer?.flush();
    giveBack(bytes);
  }

  finish(isLast: boolean): { pageCount: number; sizeBytes: number } {
    if (!isLast) {
      this.#writer?.close();
      return { pageCount: 0, sizeBytes: 0 };
    }
    const { pageCount, pages, chunks } = this.#manifest;
    const missing = this.#done.indexOf(0);
    if (missing >= 0) throw damaged(`chunk ${chunks[missing] ?? ''}`, 'truncated');
    if (this.#writer) {
      const empty = new Uint8Array(CONTENT_SIZE);
      for (let page = 0; page < pageCount; page += 1) {
        if ((pages.chunkOf[page] ?? -1) < 0) this.#writer.write(page + 1, empty);
      }
      this.#writer.finish();
      this.#writer.close();
    }
    return { pageCount, sizeBytes: pageCount * PAGE_SIZE };
  }

  #write(chunk: number, content: Uint8Array, pack: PackEntry): void {
    const { placeOf } = this.#manifest.pages;
    const wanted = this.#order.subarray(this.#starts[chunk], this.#starts[chunk + 1]);
    // Before the first is written: what cannot be right is refused whole.
    if (wanted.some((page) => ((placeOf[page] ?? 0) + 1) * PAGE_SIZE > content.length)) {
      throw damaged(objectName(this.#reading.keys.generation, 'pack', pack.packId), 'content');
    }
    for (const page of wanted) {
      const start = (placeOf[page] ?? 0) * PAGE_SIZE;
      this.#writer?.write(page + 1, content.subarray(start, start + CONTENT_SIZE));
    }
  }
}

function isWhole(pack: PackEntry, offsetBytes: number, bytes: Uint8Array): boolean {
  return offsetBytes === 0 && bytes.length === pack.sizeBytes;
}

/** The chunks that lie whole within the part. A whole pack that came too short or too long is for the frames to tell. */
function within(pack: PackEntry, offsetBytes: number, bytes: Uint8Array): readonly number[] {
  const end = offsetBytes + bytes.length;
  return pack.chunks.flatMap((chunk, number) =>
    chunk.offsetBytes >= offsetBytes && chunk.offsetBytes + chunk.lengthBytes <= end ? [number] : [],
  );
}

/** The plain pages of one chunk: opened, and each what its id says. */
function readChunk({ keys, mac }: Reading, { pack, offsetBytes, bytes }: PackBytes, number: number): Buffer {
  const chunk = pack.chunks[number];
  const name = objectName(keys.generation, 'pack', pack.packId);
  if (chunk === undefined) throw damaged(name, 'content');
  const from = chunk.offsetBytes - offsetBytes;
  const pages = openChunk(keys, pack, number, bytes.subarray(from, from + chunk.lengthBytes));
  if (pages.length !== chunk.pageCount * PAGE_SIZE) throw damaged(name, 'content');
  if (!idsAgree(mac, pages, chunk.pageIds) || chunkIdOf(keys, chunk.pageIds) !== chunk.chunkId) {
    throw damaged(name, 'content');
  }
  return pages;
}

/** The format's own check makes a new Hmac object for each page, which takes three times as long. */
function idsAgree(mac: BlockMac, pages: Buffer, pageIds: Uint8Array): boolean {
  const ids = Buffer.from(pageIds.buffer, pageIds.byteOffset, pageIds.length);
  if (ids.length * PAGE_SIZE !== pages.length * ID_SIZE) return false;
  for (let at = 0, idAt = 0; at < pages.length; at += PAGE_SIZE, idAt += ID_SIZE) {
    const id = mac.digest(pages.subarray(at, at + PAGE_SIZE));
    if (ids.compare(id, 0, ID_SIZE, idAt, idAt + ID_SIZE) !== 0) return false;
  }
  return true;
}

/** Counting sort: pages of one chunk stand together, in their order. */
function byChunk(chunkOf: Int32Array, chunkCount: number): { order: Uint32Array; starts: Uint32Array } {
  const starts = new Uint32Array(chunkCount + 1);
  for (const chunk of chunkOf) if (chunk >= 0) starts[chunk + 1] = (starts[chunk + 1] ?? 0) + 1;
  for (let chunk = 0; chunk < chunkCount; chunk += 1) {
    starts[chunk + 1] = (starts[chunk + 1] ?? 0) + (starts[chunk] ?? 0);
  }
  const next = starts.slice();
  const order = new Uint32Array(starts[chunkCount] ?? 0);
  for (const [page, chunk] of chunkOf.entries()) {
    if (chunk < 0) continue;
    const at = next[chunk] ?? 0;
    order[at] = page;
    next[chunk] = at + 1;
  }
  return { order, starts };
}
