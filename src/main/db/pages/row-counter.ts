import { CONTENT_SIZE } from './page-layout.ts';
import { damagedPage } from './page-cipher.ts';

/**
 * Counts the rows of tables from the pages of their b-trees, as these pass by in any order: what `count(*)` does, without
 * reading the file once more (file format, "B-tree Pages": https://sqlite.org/fileformat2.html#b_tree_pages).
 */
export type RowCounter = {
  /** Takes a page from its content; its shape, 16 bits, may be kept for the next time. */
  see(pageNumber: number, content: Uint8Array): number;
  /** Takes a page that is as it was by its shape. False where its content has to be seen all the same. */
  recall(pageNumber: number, shape: number): boolean;
  /** The rows of the b-tree that begins at this page. Throws `store_corrupt` where it is none. */
  count(root: number): number;
};

/** Of a page that is no b-tree page; what lies in a row too long for one page may look like one and is never asked for. */
const NONE = 0;
const TABLE_LEAF = 0x4000;
const INDEX_LEAF = 0x8000;
/** Its cells name other pages, which the shape has no room for. */
const INNER = 0xc000;
const KIND_MASK = 0xc000;

const INNER_INDEX_FLAG = 2;
const INNER_TABLE_FLAG = 5;
const INDEX_LEAF_FLAG = 10;
const TABLE_LEAF_FLAG = 13;

/** The file's header stands before the b-tree on the first page. */
const FILE_HEADER_SIZE = 100;
const INNER_HEADER_SIZE = 12;
const POINTER_SIZE = 2;
const CHILD_SIZE = 4;

type Inner = { readonly isTable: boolean; readonly children: Uint32Array };

export function createRowCounter(pageCount: number): RowCounter {
  return new BtreeCounter(pageCount);
}

class BtreeCounter implements RowCounter {
  readonly #shapes: Uint16Array;
  readonly #inner = new Map<number, Inner>();

  constructor(pageCount: number) {
    this.#shapes = new Uint16Array(pageCount + 1);
  }

  see(pageNumber: number, content: Uint8Array): number {
    const page = Buffer.from(content.buffer, content.byteOffset, CONTENT_SIZE);
    const inner = readInner(page, startOf(pageNumber));
    if (inner) this.#inner.set(pageNumber, inner);
    const shape = inner ? INNER : leafShape(page, startOf(pageNumber));
    this.#shapes[pageNumber] = shape;
    return shape;
  }

  recall(pageNumber: number, shape: number): boolean {
    this.#shapes[pageNumber] = shape;
    return shape !== INNER;
  }

  count(root: number): number {
    const isTable = this.#isTable(root);
    const seen = new Set<number>();
    const waiting = [root];
    let rows = 0;
    for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
      if (this.#isTable(page) !== isTable) throw damagedPage(page);
      const inner = this.#inner.get(page);
      if (!inner) {
        rows += (this.#shapes[page] ?? 0) & ~KIND_MASK;
        continue;
      }
      // Each leads further down in a sound tree; in one that is not this would go on for ever.
      if (seen.has(page)) throw damagedPage(page);
      seen.add(page);
      for (const child of inner.children) waiting.push(child);
      // An inner page of an index holds an entry between every two of its children.
      if (!isTable) rows += inner.children.length - 1;
    }
    return rows;
  }

  #isTable(pageNumber: number): boolean {
    const kind = (this.#shapes[pageNumber] ?? NONE) & KIND_MASK;
    if (kind === NONE) throw damagedPage(pageNumber);
    return kind === INNER ? this.#inner.get(pageNumber)?.isTable === true : kind === TABLE_LEAF;
  }
}

function leafShape(page: Buffer, start: number): number {
  const flag = page[start];
  if (flag !== TABLE_LEAF_FLAG && flag !== INDEX_LEAF_FLAG) return NONE;
  const cells = page.readUInt16BE(start + 3);
  if (cells > CONTENT_SIZE / POINTER_SIZE) return NONE;
  return (flag === TABLE_LEAF_FLAG ? TABLE_LEAF : INDEX_LEAF) | cells;
}

/** Null where it is no inner page, or cannot be one. */
function readInner(page: Buffer, start: number): Inner | null {
  const flag = page[start];
  if (flag !== INNER_TABLE_FLAG && flag !== INNER_INDEX_FLAG) return null;
  const cells = page.readUInt16BE(start + 3);
  const firstPointer = start + INNER_HEADER_SIZE;
  const firstCell = firstPointer + cells * POINTER_SIZE;
  if (firstCell > CONTENT_SIZE) return null;
  const children = new Uint32Array(cells + 1);
  for (let cell = 0; cell < cells; cell += 1) {
    const at = page.readUInt16BE(firstPointer + cell * POINTER_SIZE);
    if (at < firstCell || at + CHILD_SIZE > CONTENT_SIZE) return null;
    children[cell] = page.readUInt32BE(at);
  }
  children[cells] = page.readUInt32BE(start + 8);
  return { isTable: flag === INNER_TABLE_FLAG, children };
}

function startOf(pageNumber: number): number {
  return pageNumber === 1 ? FILE_HEADER_SIZE : 0;
}
