import { createCipheriv, createDecipheriv, createSecretKey, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
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
  /** Writes the page as it lies in the file to `into`. An IV must never be used twice. */
  seal(pageNumber: number, content: Uint8Array, target: { readonly iv: Uint8Array; into: Uint8Array }): void;
  /** Wipes the key of the MACs; nothing can be opened afterwards. */
  close(): void;
};

const SALT_MASK = 0x3a;
const FAST_ROUNDS = 2;

/** Block cipher and MAC of the pages of a file with this raw key and salt. `key` stays the caller's. */
export function createPageCipher(key: Uint8Array, salt: Uint8Array): PageCipher {
  invariant(key.length === KEY_SIZE && salt.length === SALT_SIZE, 'a page key has 32 bytes and a salt 16');
  // A key object: with plain bytes each page takes four times as long. It goes with the thread.
  const pageKey = createSecretKey(key);
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
      const decipher = createDecipheriv('aes-256-cbc', pageKey, iv).setAutoPadding(false);
      const opened = decipher.update(stored.subarray(start, CONTENT_SIZE));
      return start === 0 ? opened : Buffer.concat([FILE_HEADER, opened]);
    },
    seal(pageNumber, content, { iv, into }) {
      const start = startOf(pageNumber);
      const encipher = createCipheriv('aes-256-cbc', pageKey, iv).setAutoPadding(false);
      into.set(encipher.update(content.subarray(start, CONTENT_SIZE)), start);
      if (start > 0) into.set(salt);
      into.set(iv, CONTENT_SIZE);
      into.set(tagOf(pageNumber, into), CONTENT_SIZE + IV_SIZE);
    },
    close: () => mac.close(),
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

function startOf(pageNumber: number): number {
  return pageNumber === 1 ? SALT_SIZE : 0;
}

function masked(byte: number): number {
  return byte ^ SALT_MASK;
}
