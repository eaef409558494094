import { randomBytes } from 'node:crypto';
import {
  createBlockMac,
  createRowCounter,
  isZero,
  openPageSource,
  PAGE_SIZE,
  type BlockMac,
  type RowCounter,
} from '#main/db/pages/index.ts';
import type { BackupJob } from '#main/engine/vault/pipeline/pipeline-protocol.ts';
import type { BackedUpPages, SealedPack } from '#main/engine/vault/pipeline/pipeline-types.ts';
import { createChunkGatherer, type ChunkGatherer } from './chunk-gatherer.ts';
import { createMarkList, openMarks, type FormerMarks, type MarkList } from './page-marks.ts';
import { createPageTable, type PageTable } from './page-table.ts';

const ID_SIZE = 16;
const NO_ID = new Uint8Array(ID_SIZE);

type Chunk = { readonly chunkId: string; readonly packId: string };

/** Reads every page of the snapshot and sends what the vault does not hold, in packs. `send` waits for the consumer. */
export async function backUp(
  job: BackupJob,
  send: (pack: SealedPack) => Promise<void>,
): Promise<BackedUpPages> {
  const run = new Backup(job);
  try {
    let newBytes = 0;
    const sendPack = async (pack: SealedPack | undefined): Promise<void> => {
      if (pack === undefined) return;
      newBytes += pack.object.bytes.length;
      await send(pack);
    };
    for (let pageNumber = 1; pageNumber <= job.pageCount; pageNumber += 1) {
      if (run.take(pageNumber)) await sendPack(await run.closeChunk());
    }
    for (const pack of await run.closeLast()) await sendPack(pack);
    return { ...run.finish(), newBytes };
  } finally {
    run.close();
  }
}

class Backup {
  readonly #pageCount: number;
  readonly #source;
  readonly #mac: BlockMac;
  readonly #table: PageTable;
  /** By their number in the table: first those of the vault, then the new ones. */
  readonly #chunks: Chunk[] = [];
  readonly #gatherer: ChunkGatherer;
  /** That of the chunk being gathered; those before it may still be on their way into the list. */
  #chunkNumber = 0;
  readonly #former: FormerMarks | null;
  readonly #marks: MarkList;
  readonly #rows: RowCounter;
  readonly #roots: readonly number[];
  /** Numbers of the table, until `finish` makes them numbers of the manifest. */
  readonly #chunkOf: Int32Array<ArrayBuffer>;
  readonly #placeOf: Uint16Array<ArrayBuffer>;
  #newPageCount = 0;

  constructor({ fd, pageCount, storeKey, keys, known, pageMarks, roots }: BackupJob) {
    this.#pageCount = pageCount;
    this.#source = openPageSource({ fd, pageCount, key: storeKey });
    storeKey.fill(0);
    this.#mac = createBlockMac('sha256', keys.pageId, PAGE_SIZE);
    this.#former = openMarks(keys, pageMarks);
    this.#marks = createMarkList(keys, pageCount);
    this.#rows = createRowCounter(pageCount);
    this.#roots = roots;
    const onSealed = (chunk: Chunk): void => void this.#chunks.push(chunk);
    this.#gatherer = createChunkGatherer({ keys, random: randomBytes }, onSealed);
    this.#chunkOf = new Int32Array(pageCount).fill(-1);
    this.#placeOf = new Uint16Array(pageCount);
    const chunks = known.flatMap((pack) => pack.chunks.map((chunk) => ({ ...chunk, packId: pack.packId })));
    this.#table = createPageTable(pageCount + chunks.reduce((sum, chunk) => sum + chunk.pageCount, 0));
    for (const chunk of chunks) this.#learn(chunk);
    this.#chunkNumber = this.#chunks.length;
  }

  /** True where a chunk is full and is to be closed before the next page. */
  take(pageNumber: number): boolean {
    const mark = this.#source.markOf(pageNumber);
    if (!isZero(mark)) {
      const id = this.#former?.idOf(pageNumber, mark);
      if (id !== undefined && this.#reuse(pageNumber, mark, id)) {
        this.#recall(pageNumber);
        return false;
      }
    }
    const slot = this.#gatherer.slot();
    if (!this.#source.read(pageNumber, slot) || isZero(slot)) {
      this.#marks.set(pageNumber, mark, NO_ID);
      return false;
    }
    this.#marks.setShape(pageNumber, this.#rows.see(pageNumber, slot));
    const id = this.#mac.digest(slot).subarray(0, ID_SIZE);
    if (this.#reuse(pageNumber, mark, id)) return false;
    const place = this.#gatherer.place();
    this.#table.add(id, 0, { chunk: this.#chunkNumber, place });
    this.#set(pageNumber, this.#chunkNumber, place);
    this.#marks.set(pageNumber, mark, id);
    this.#newPageCount += 1;
    return this.#gatherer.keep(id);
  }

  closeChunk(): Promise<SealedPack | undefined> {
    this.#chunkNumber += 1;
    return this.#gatherer.closeChunk();
  }

  closeLast(): Promise<readonly SealedPack[]> {
    return this.#gatherer.finish();
  }

  finish(): Omit<BackedUpPages, 'newBytes'> {
    this.#source.checkUnwritten();
    const numberOf = new Int32Array(this.#chunks.length).fill(-1);
    const used: Chunk[] = [];
    for (const [page, row] of this.#chunkOf.entries()) {
      const chunk = this.#chunks[row];
      if (chunk === undefined) continue;
      if (numberOf[row] === -1) numberOf[row] = used.push(chunk) - 1;
      this.#chunkOf[page] = numberOf[row] ?? -1;
    }
    return {
      pageSizeBytes: PAGE_SIZE,
      pageCount: this.#pageCount,
      chunks: used.map(({ chunkId }) => chunkId),
      packIds: [...new Set(used.map(({ packId }) => packId))],
      pages: { chunkOf: this.#chunkOf, placeOf: this.#placeOf },
      newPageCount: this.#newPageCount,
      rowCounts: this.#roots.map((root) => this.#rows.count(root)),
      pageMarks: this.#marks.finish(),
    };
  }

  close(): void {
    this.#source.close();
    this.#mac.close();
  }

  #learn({
    pageCount,
    pageIds,
    ...chunk
  }: Chunk & { readonly pageCount: number; readonly pageIds: Uint8Array }): void {
    for (let place = 0; place < pageCount; place += 1) {
      if (this.#table.find(pageIds, place * ID_SIZE) >= 0) continue;
      this.#table.add(pageIds, place * ID_SIZE, { chunk: this.#chunks.length, place });
    }
    this.#chunks.push({ chunkId: chunk.chunkId, packId: chunk.packId });
  }

  /** True where the page has no content or the vault holds it already. */
  #reuse(pageNumber: number, mark: Uint8Array, id: Uint8Array): boolean {
    if (!isZero(id)) {
      const row = this.#table.find(id, 0);
      if (row < 0) return false;
      this.#set(pageNumber, this.#table.chunkAt(row), this.#table.placeAt(row));
    }
    this.#marks.set(pageNumber, mark, id);
    return true;
  }

  /** A page that is as it was still tells how many rows are on it, or else is read for them: one in some hundreds. */
  #recall(pageNumber: number): void {
    const shape = this.#former?.shapeOf(pageNumber) ?? 0;
    this.#marks.setShape(pageNumber, shape);
    if (this.#rows.recall(pageNumber, shape)) return;
    const slot = this.#gatherer.slot();
    if (this.#source.read(pageNumber, slot)) this.#rows.see(pageNumber, slot);
  }

  #set(pageNumber: number, chunk: number, place: number): void {
    this.#chunkOf[pageNumber - 1] = chunk;
    this.#placeOf[pageNumber - 1] = place;
  }
}
