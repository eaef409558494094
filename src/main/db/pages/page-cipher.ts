import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { createBlockMac } from './block-mac.ts';
import { CONTENT_SIZE, FILE_HEADER, IV_SIZE, KEY_SIZE, PAGE_SIZE, SALT_SIZE } from './page-layout.ts';

/** Opens and seals the pages of one file. Formats: see page-layout.ts. */
export type PageCipher = {
  /**
   * The 4,016 bytes of content of a page as it lies in the file; `null` for one that was never written (all zero).
   * Throws `store_corrupt` where the page is not what was written there.
   */
  open(pageNumber: number, stored: Uint8Array): Uint8Array | null;
  /**
   * Pages one behind the other at once, each with its content at its start and nothing of use in the reserve. Nothing
   * is proven by it: a page counts only after `check`.
   */
  decrypt(firstPage: number, stored: Uint8Array): Buffer;
  /** Throws `store_corrupt` where the page as it lies in the file is not what was written there. */
  check(pageNumber: number, stored: Uint8Array): void;
  /**
   * Writes pages as they lie in the file, one behind the other, to `into`. In `plain` each has 16 bytes that nobody can
   * foresee and that are never used again, for its IV, and then its content. The first page comes alone.
   */
  seal(firstPage: number, plain: Uint8Array, into: Buffer): void;
  /** Wipes the key of the MACs; nothing can be opened afterwards. */
  close(): void;
};

/** Of a page that is to be sealed: what its IV is made from, and its content. */
export const PLAIN_SIZE = IV_SIZE + CONTENT_SIZE;

const SALT_MASK = 0x3a;
const FAST_ROUNDS = 2;

/** Block cipher and MAC of the pages of a file with this raw key and salt. `key` stays the caller's. */
export function createPageCipher(key: Uint8Array, salt: Uint8Array): PageCipher {
  invariant(key.length === KEY_SIZE && salt.length === SALT_SIZE, 'a page key has 32 bytes and a salt 16');
  // One object each for all pages: to make one for each page takes longer than its work. Both go with the thread.
  const pageKey = createSecretKey(key);
  const blocks = createDecipheriv('aes-256-ecb', pageKey, null).setAutoPadding(false);
  const chain = createCipheriv('aes-256-cbc', pageKey, randomBytes(IV_SIZE)).setAutoPadding(false);
  const macKey = pbkdf2Sync(key, salt.map(masked), FAST_ROUNDS, KEY_SIZE, 'sha512');
  const mac = createBlockMac('sha512', macKey, PAGE_SIZE);
  macKey.fill(0);
  const numberLE = Buffer.alloc(4);

  /** The MAC covers ciphertext, IV and the page's number; the salt of the first page lies before it. */
  function tagOf(pageNumber: number, page: Uint8Array): Buffer {
    numberLE.writeUInt32LE(pageNumber);
    return mac.digest(page.subarray(startOf(pageNumber), CONTENT_SIZE + IV_SIZE), numberLE);
  }

  function check(pageNumber: number, stored: Uint8Array): void {
    const tag = stored.subarray(CONTENT_SIZE + IV_SIZE, PAGE_SIZE);
    if (!timingSafeEqual(tagOf(pageNumber, stored), tag)) throw damagedPage(pageNumber);
  }

  function decrypt(firstPage: number, stored: Uint8Array): Buffer {
    const opened = blocks.update(stored);
    joinBlocks(wordsOf(opened), wordsOf(aligned(stored)), startOf(firstPage) / WORD_SIZE);
    if (firstPage === 1) FILE_HEADER.copy(opened);
    return opened;
  }

  return {
    check,
    decrypt,
    open(pageNumber, stored) {
      if (isZero(stored)) return null;
      check(pageNumber, stored);
      return decrypt(pageNumber, stored).subarray(0, CONTENT_SIZE);
    },
    seal(firstPage, pages, into) {
      const start = startOf(firstPage);
      const count = pages.length / PLAIN_SIZE;
      invariant(Number.isInteger(count) && (start === 0 || count === 1), 'the first page is sealed alone');
      // One chain over all pages. What it makes of a random block is as random, and is the page's IV: what follows is
      // the page in CBC under it.
      const sealed = chain.update(start > 0 ? withoutHeader(pages) : pages);
      for (let page = 0; page < count; page += 1) {
        const from = page * PLAIN_SIZE;
        const to = page * PAGE_SIZE;
        if (start > 0) into.set(salt, to);
        sealed.copy(into, to + start, from + IV_SIZE, from + PLAIN_SIZE - start);
        sealed.copy(into, to + CONTENT_SIZE, from, from + IV_SIZE);
        const tag = tagOf(firstPage + page, into.subarray(to, to + PAGE_SIZE));
        tag.copy(into, to + CONTENT_SIZE + IV_SIZE);
      }
    },
    close() {
      mac.close();
    },
  };
}

export function damagedPage(pageNumber: number): AppError {
  return new AppError(
    'store_corrupt',
    'A page of the store is damaged, so it was not backed up. Earlier backups are untouched; run the integrity check, then repair the store or restore a backup.',
    { details: { page: pageNumber } },
  );
}

const ZERO_PAGE = Buffer.alloc(PAGE_SIZE);

/** Whether there is nothing but zeros in a page or its content. */
export function isZero(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && ZERO_PAGE.compare(bytes, 0, bytes.length, 0, bytes.length) === 0;
}

/**
 * CBC, taken apart: each block was opened by itself, and is joined (exclusive or) with the ciphertext before it, the
 * first of a page with the page's IV. `skipped` words of the first page are no ciphertext.
 */
function joinBlocks(opened: Uint32Array, stored: Uint32Array, skipped: number): void {
  let first = skipped;
  for (let page = 0; page < opened.length; page += PAGE_WORDS) {
    const end = page + CONTENT_WORDS;
    let before = end;
    for (let word = page + first; word < page + first + IV_WORDS; word += 1) {
      opened[word] = (opened[word] ?? 0) ^ (stored[before] ?? 0);
      before += 1;
    }
    for (let word = page + first + IV_WORDS; word < end; word += 1) {
      opened[word] = (opened[word] ?? 0) ^ (stored[word - IV_WORDS] ?? 0);
    }
    first = 0;
  }
}

const WORD_SIZE = 4;
const PAGE_WORDS = PAGE_SIZE / WORD_SIZE;
const CONTENT_WORDS = CONTENT_SIZE / WORD_SIZE;
const IV_WORDS = IV_SIZE / WORD_SIZE;

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / WORD_SIZE);
}

function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % WORD_SIZE === 0 ? bytes : Uint8Array.from(bytes);
}

/** The first page without what an unencrypted file begins with: the salt stands there. */
function withoutHeader(plain: Uint8Array): Uint8Array {
  return Buffer.concat([plain.subarray(0, IV_SIZE), plain.subarray(IV_SIZE + SALT_SIZE)]);
}

function startOf(pageNumber: number): number {
  return pageNumber === 1 ? SALT_SIZE : 0;
}

function masked(byte: number): number {
  return byte ^ SALT_MASK;
}
