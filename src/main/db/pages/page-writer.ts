import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { createPageCipher, PLAIN_SIZE } from './page-cipher.ts';
import { CONTENT_SIZE, IV_SIZE, LOCK_BYTE_PAGE, offsetOf, PAGE_SIZE, SALT_SIZE } from './page-layout.ts';

/**
 * Writes a new store file page by page, in any order, each under a fresh IV. Synchronous: it belongs in a thread. Several
 * threads may write to one file, each its own pages.
 */
export type PageWriter = {
  /** A page with its 4,016 bytes of content; a page is written once. */
  write(pageNumber: number, content: Uint8Array): void;
  /** Writes what was held back. */
  flush(): void;
  /** Flushes. Every page must have been written, by this writer or another; that all lies on the disk is not said. */
  finish(): void;
  /** The file stays as it is. */
  close(): void;
};

export type PageWriterOptions = {
  /** Must not exist, unless it is shared: what is there is never written over. */
  readonly path: string;
  /** 32 bytes; stays the caller's. */
  readonly key: Uint8Array;
  readonly pageCount: number;
  readonly shared?: SharedFile;
};

/**
 * A file that was made empty, and that several writers fill. The salt is 16 random bytes; `written` has a byte for each
 * page and one more, in memory that all of them share.
 */
export type SharedFile = { readonly salt: Uint8Array; readonly written: Uint8Array };

/** Pages next to each other are sealed and written together. */
const RUN_PAGES = 128;

export function createPageWriter(options: PageWriterOptions): PageWriter {
  return new FileWriter(options);
}

class FileWriter implements PageWriter {
  readonly #pageCount: number;
  readonly #cipher;
  readonly #fd: number;
  readonly #written: Uint8Array;
  /** Room for the IVs and contents of a run, and for its pages as they will lie in the file. */
  readonly #plain = Buffer.alloc(RUN_PAGES * PLAIN_SIZE);
  readonly #sealed = Buffer.alloc(RUN_PAGES * PAGE_SIZE);
  #runStart = 0;
  #runLength = 0;

  constructor({ path, key, pageCount, shared }: PageWriterOptions) {
    this.#pageCount = pageCount;
    this.#written = shared?.written ?? new Uint8Array(pageCount + 1);
    this.#fd = inFile(() => openSync(path, shared ? 'r+' : 'wx', 0o600));
    this.#cipher = createPageCipher(key, shared?.salt ?? randomBytes(SALT_SIZE));
  }

  write(pageNumber: number, content: Uint8Array): void {
    invariant(pageNumber >= 1 && pageNumber <= this.#pageCount, 'a page of the store');
    invariant(content.length === CONTENT_SIZE, 'the content of a page');
    invariant(this.#written[pageNumber] === 0, 'a page is written once');
    // The first page holds the salt and is sealed alone; SQLite leaves the one that it locks as a hole.
    const isApart = pageNumber <= 2 || pageNumber === LOCK_BYTE_PAGE || this.#runStart === LOCK_BYTE_PAGE;
    const isNext = pageNumber === this.#runStart + this.#runLength && this.#runLength < RUN_PAGES;
    if (isApart || !isNext) this.flush();
    if (this.#runLength === 0) this.#runStart = pageNumber;
    this.#plain.set(content, this.#runLength * PLAIN_SIZE + IV_SIZE);
    this.#runLength += 1;
    this.#written[pageNumber] = 1;
  }

  finish(): void {
    invariant(this.#written.indexOf(0, 1) === -1, 'every page was written');
    this.flush();
  }

  close(): void {
    this.#cipher.close();
    this.#plain.fill(0);
    inFile(() => closeSync(this.#fd));
  }

  flush(): void {
    const bytes = this.#sealed.subarray(0, this.#runLength * PAGE_SIZE);
    if (this.#runStart === LOCK_BYTE_PAGE) bytes.fill(0);
    else if (bytes.length > 0) this.#seal(bytes);
    const at = offsetOf(this.#runStart);
    for (let done = 0; done < bytes.length;) {
      done += inFile(() => writeSync(this.#fd, bytes, done, bytes.length - done, at + done));
    }
    this.#runLength = 0;
  }

  #seal(into: Buffer): void {
    const fresh = randomBytes(this.#runLength * IV_SIZE);
    for (let page = 0; page < this.#runLength; page += 1) {
      fresh.copy(this.#plain, page * PLAIN_SIZE, page * IV_SIZE, (page + 1) * IV_SIZE);
    }
    this.#cipher.seal(this.#runStart, this.#plain.subarray(0, this.#runLength * PLAIN_SIZE), into);
  }
}

function inFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileError(error);
  }
}
