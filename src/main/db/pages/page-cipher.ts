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
   * Writes the page as it lies in the file to `into`. Its IV is made from `random`, 16 bytes that nobody can foresee
   * and that are never used again.
   */
  seal(
    pageNumber: number,
    content: Uint8Array,
    target: { readonly random: Uint8Array; into: Uint8Array },
  ): void;
  /** Wipes the key of the MACs; nothing can be opened afterwards. */
  close(): void;
};

const SALT_MASK = 0x3a;
const FAST_ROUNDS = 2;

/** Block cipher and MAC of the pages of a file with this raw key and salt. `key` stays the caller's. */
export function createPageCipher(key: Uint8Array, salt: Uint8Array): PageCipher {
  invariant(key.length === KEY_SIZE && salt.length === SALT_SIZE, 'a page key has 32 bytes and a salt 16');
  // One object each for all pages: to make one for each page takes longer than its work. Both go with the thread.
  const pageKey = createSecretKey(key);
  const blocks = createDecipheriv('aes-256-ecb', pageKey, null).setAutoPadding(false);
  const chain = createCipheriv('aes-256-cbc', pageKey, randomBytes(IV_SIZE)).setAutoPadding(false);
  const toSeal = Buffer.alloc(IV_SIZE + CONTENT_SIZE);
  const macKey = pbkdf2Sync(key, salt.map(masked), FAST_ROUNDS, KEY_SIZE, 'sha512');
  const mac = createBlockMac('sha512', macKey, PAGE_SIZE);
  macKey.fill(0);
  const numberLE = Buffer.alloc(4);

  /** The MAC covers ciphertext, IV and the page's number; the salt of the first page lies before it. */
  function tagOf(pageNumber: number, page: Uint8Array): Buffer {
    numberLE.writeUInt32LE(pageNumber);
    return mac.digest(page.subarray(startOf(pageNumber), CONTENT_SIZE + IV_SIZE), numberLE);
  }

  return {
    open(pageNumber, stored) {
      if (isZero(stored)) return null;
      const tag = stored.subarray(CONTENT_SIZE + IV_SIZE, PAGE_SIZE);
      if (!timingSafeEqual(tagOf(pageNumber, stored), tag)) throw damagedPage(pageNumber);
      const start = startOf(pageNumber);
      const iv = stored.subarray(CONTENT_SIZE, CONTENT_SIZE + IV_SIZE);
      // CBC, taken apart: each block is opened by itself, then joined with the ciphertext before it.
      const opened = blocks.update(stored.subarray(start, CONTENT_SIZE));
      joinWith(opened, 0, iv);
      joinWith(opened, IV_SIZE, stored.subarray(start, CONTENT_SIZE - IV_SIZE));
      return start === 0 ? opened : Buffer.concat([FILE_HEADER, opened]);
    },
    seal(pageNumber, content, { random, into }) {
      const start = startOf(pageNumber);
      // One chain over all pages. What it makes of a random block is as random, and is the page's IV: what follows is
      // the page in CBC under it.
      toSeal.set(random);
      toSeal.set(content.subarray(start, CONTENT_SIZE), IV_SIZE);
      const sealed = chain.update(toSeal.subarray(0, IV_SIZE + CONTENT_SIZE - start));
      into.set(sealed.subarray(IV_SIZE), start);
      if (start > 0) into.set(salt);
      into.set(sealed.subarray(0, IV_SIZE), CONTENT_SIZE);
      into.set(tagOf(pageNumber, into), CONTENT_SIZE + IV_SIZE);
    },
    close() {
      mac.close();
      toSeal.fill(0);
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

/** Exclusive or of `bytes` into `into` from `at` on; both a multiple of four bytes long. */
function joinWith(into: Uint8Array, at: number, bytes: Uint8Array): void {
  const left = wordsOf(into.subarray(at, at + bytes.length));
  const right = wordsOf(bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes));
  for (let word = 0; word < left.length; word += 1) left[word] = (left[word] ?? 0) ^ (right[word] ?? 0);
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

function startOf(pageNumber: number): number {
  return pageNumber === 1 ? SALT_SIZE : 0;
}

function masked(byte: number): number {
  return byte ^ SALT_MASK;
}
