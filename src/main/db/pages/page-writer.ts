import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { createPageCipher } from './page-cipher.ts';
import { CONTENT_SIZE, IV_SIZE, LOCK_BYTE_PAGE, offsetOf, PAGE_SIZE, SALT_SIZE } from './page-layout.ts';

/** Writes a new store file page by page, in any order, each under a fresh IV. Synchronous: it belongs in a thread. */
export type PageWriter = {
  /** A page with its 4,016 bytes of content; a page is written once. */
  write(pageNumber: number, content: Uint8Array): void;
  /** How many pages have not been written yet. */
  missing(): number;
  /** Writes what was held back and syncs the file. Every page must have been written. */
  finish(): void;
  /** The file stays as it is. */
  close(): void;
};

export type PageWriterOptions = {
  /** Must not exist: what is there is never written over. */
  readonly path: string;
  /** 32 bytes; stays the caller's. */
  readonly key: Uint8Array;
  readonly pageCount: number;
};

/** Pages next to each other are written together. */
const RUN_PAGES = 64;
const IVS_AT_ONCE = 1024;

export function createPageWriter(options: PageWriterOptions): PageWriter {
  return new FileWriter(options);
}

class FileWriter implements PageWriter {
  readonly #pageCount: number;
  readonly #cipher;
  readonly #fd: number;
  readonly #written: Uint8Array;
  readonly #run = Buffer.alloc(RUN_PAGES * PAGE_SIZE);
  readonly #randomness = Buffer.alloc(IVS_AT_ONCE * IV_SIZE);
  #runStart = 0;
  #runLength = 0;
  #nextRandom = IVS_AT_ONCE;
  #left: number;

  constructor({ path, key, pageCount }: PageWriterOptions) {
    this.#pageCount = pageCount;
    this.#written = new Uint8Array(pageCount + 1);
    this.#left = pageCount;
    this.#fd = inFile(() => openSync(path, 'wx', 0o600));
    this.#cipher = createPageCipher(key, randomBytes(SALT_SIZE));
  }

  write(pageNumber: number, content: Uint8Array): void {
    invariant(pageNumber >= 1 && pageNumber <= this.#pageCount, 'a page of the store');
    invariant(content.length === CONTENT_SIZE, 'the content of a page');
    invariant(this.#written[pageNumber] === 0, 'a page is written once');
    if (this.#runLength === RUN_PAGES || pageNumber !== this.#runStart + this.#runLength) this.#flush();
    if (this.#runLength === 0) this.#runStart = pageNumber;
    const into = this.#run.subarray(this.#runLength * PAGE_SIZE, (this.#runLength + 1) * PAGE_SIZE);
    // SQLite leaves this one as a hole, and so does every file that it wrote.
    if (pageNumber === LOCK_BYTE_PAGE) into.fill(0);
    else this.#cipher.seal(pageNumber, content, { random: this.#random(), into });
    this.#runLength += 1;
    this.#written[pageNumber] = 1;
    this.#left -= 1;
  }

  missing(): number {
    return this.#left;
  }

  finish(): void {
    invariant(this.#left === 0, 'every page was written');
    this.#flush();
    inFile(() => fsyncSync(this.#fd));
  }

  close(): void {
    this.#cipher.close();
    inFile(() => closeSync(this.#fd));
  }

  #flush(): void {
    const bytes = this.#run.subarray(0, this.#runLength * PAGE_SIZE);
    const at = offsetOf(this.#runStart);
    for (let done = 0; done < bytes.length;) {
      done += inFile(() => writeSync(this.#fd, bytes, done, bytes.length - done, at + done));
    }
    this.#runLength = 0;
  }

  #random(): Uint8Array {
    if (this.#nextRandom === IVS_AT_ONCE) {
      this.#randomness.set(randomBytes(this.#randomness.length));
      this.#nextRandom = 0;
    }
    this.#nextRandom += 1;
    return this.#randomness.subarray((this.#nextRandom - 1) * IV_SIZE, this.#nextRandom * IV_SIZE);
  }
}

function inFile<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileError(error);
  }
}
