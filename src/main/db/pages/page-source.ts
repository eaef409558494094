import { readSync } from 'node:fs';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { createPageCipher, damagedPage, isZero } from './page-cipher.ts';
import type { PageCipher } from './page-cipher.ts';
import { CONTENT_SIZE, IV_SIZE, LOCK_BYTE_PAGE, offsetOf, PAGE_SIZE, SALT_SIZE } from './page-layout.ts';

/** The decrypted pages of a snapshot, best read in order. Synchronous: it belongs in a thread. */
export type PageSource = {
  /**
   * The first 16 bytes of the page's MAC, which is made from content, IV and page number under the store's key: the
   * same as before means the same page. All zero where the page was never written. Valid until the next call.
   */
  markOf(pageNumber: number): Uint8Array;
  /** Puts the page's content at the start of `into`; false, and nothing put, where it was never written. */
  read(pageNumber: number, into: Uint8Array): boolean;
  /** Once every page was asked for: only free pages may never have been written. Throws `store_corrupt`. */
  checkUnwritten(): void;
  /** Wipes the keys. The descriptor stays its owner's. */
  close(): void;
};

export type PageSourceOptions = {
  readonly fd: number;
  readonly pageCount: number;
  /** 32 bytes; stays the caller's. */
  readonly key: Uint8Array;
};

export const MARK_SIZE = 16;
const READ_PAGES = 256;
const MAC_AT = CONTENT_SIZE + IV_SIZE;

/** Throws `store_corrupt` where the first page is not that of a store under this key. */
export function openPageSource(options: PageSourceOptions): PageSource {
  return new FileSource(options);
}

class FileSource implements PageSource {
  readonly #fd: number;
  readonly #pageCount: number;
  readonly #cipher: PageCipher;
  readonly #buffer: Buffer;
  readonly #unwritten: number[] = [];
  #firstInBuffer = 0;
  /** Bytes of it that are pages of the file. */
  #inBuffer = 0;
  /** Pages of the buffer that were decrypted together, and the first of them. */
  #opened: Buffer = Buffer.alloc(0);
  #firstOpened = 0;

  constructor({ fd, pageCount, key }: PageSourceOptions) {
    this.#fd = fd;
    this.#pageCount = pageCount;
    this.#buffer = Buffer.alloc(Math.min(pageCount, READ_PAGES) * PAGE_SIZE);
    this.#cipher = createPageCipher(key, Uint8Array.from(this.#stored(1).subarray(0, SALT_SIZE)));
    const header = this.#content(1);
    // Page size and reserve, as the file format has them at 16 and 20.
    if (header.readUInt16BE(16) !== PAGE_SIZE || header[20] !== PAGE_SIZE - CONTENT_SIZE)
      throw damagedPage(1);
  }

  markOf(pageNumber: number): Uint8Array {
    return this.#stored(pageNumber).subarray(MAC_AT, MAC_AT + MARK_SIZE);
  }

  read(pageNumber: number, into: Uint8Array): boolean {
    const stored = this.#stored(pageNumber);
    if (isZero(stored)) {
      if (pageNumber !== LOCK_BYTE_PAGE) this.#unwritten.push(pageNumber);
      return false;
    }
    this.#cipher.check(pageNumber, stored);
    const start = this.#openedAt(pageNumber);
    into.set(this.#opened.subarray(start, start + CONTENT_SIZE));
    return true;
  }

  checkUnwritten(): void {
    if (this.#unwritten.length === 0) return;
    const free = this.#freePages();
    const lost = this.#unwritten.find((pageNumber) => !free.has(pageNumber));
    if (lost !== undefined) throw damagedPage(lost);
  }

  close(): void {
    this.#cipher.close();
  }

  /** The list of free pages: trunks that name the next trunk, and leaves (file format, "The Freelist"). */
  #freePages(): ReadonlySet<number> {
    const free = new Set<number>();
    let trunk = this.#content(1).readUInt32BE(32);
    while (trunk !== 0) {
      if (trunk > this.#pageCount || free.has(trunk)) throw damagedPage(trunk);
      free.add(trunk);
      const page = this.#content(trunk);
      const leaves = Math.min(page.readUInt32BE(4), CONTENT_SIZE / 4 - 2);
      for (let leaf = 0; leaf < leaves; leaf += 1) free.add(page.readUInt32BE(8 + leaf * 4));
      trunk = page.readUInt32BE(0);
    }
    return free;
  }

  #content(pageNumber: number): Buffer {
    const content = this.#cipher.open(pageNumber, this.#stored(pageNumber));
    if (content === null) throw damagedPage(pageNumber);
    return Buffer.from(content.buffer, content.byteOffset, content.length);
  }

  /**
   * Where the page's content begins in what is decrypted. Pages in a row are decrypted together, each time twice as
   * many as before: single ones among many that nobody asks for cost little, and a whole file few calls.
   */
  #openedAt(pageNumber: number): number {
    const count = this.#opened.length / PAGE_SIZE;
    const place = pageNumber - this.#firstOpened;
    if (place >= 0 && place < count) return place * PAGE_SIZE;
    const first = pageNumber - this.#firstInBuffer;
    const last = first + (place === count ? Math.max(1, count * 2) : 1);
    this.#opened = this.#cipher.decrypt(
      pageNumber,
      this.#buffer.subarray(first * PAGE_SIZE, Math.min(last * PAGE_SIZE, this.#inBuffer)),
    );
    this.#firstOpened = pageNumber;
    return 0;
  }

  #stored(pageNumber: number): Uint8Array {
    const place = pageNumber - this.#firstInBuffer;
    if (this.#firstInBuffer === 0 || place < 0 || place >= READ_PAGES) this.#fill(pageNumber);
    const start = (pageNumber - this.#firstInBuffer) * PAGE_SIZE;
    return this.#buffer.subarray(start, start + PAGE_SIZE);
  }

  #fill(pageNumber: number): void {
    const length = Math.min(this.#buffer.length, offsetOf(this.#pageCount + 1) - offsetOf(pageNumber));
    for (let done = 0; done < length;) {
      const got = readInto(this.#fd, this.#buffer, { done, length, at: offsetOf(pageNumber) });
      if (got === 0) throw damagedPage(pageNumber + Math.floor(done / PAGE_SIZE));
      done += got;
    }
    this.#firstInBuffer = pageNumber;
    this.#inBuffer = length;
  }
}

function readInto(
  fd: number,
  buffer: Buffer,
  { done, length, at }: { done: number; length: number; at: number },
): number {
  try {
    return readSync(fd, buffer, done, length - done, at + done);
  } catch (error) {
    throw fileError(error);
  }
}
