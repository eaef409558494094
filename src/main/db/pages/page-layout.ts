/**
 * How a page of an encrypted store lies in its file (SQLCipher 4, raw key; https://www.zetetic.net/sqlcipher/design/):
 * ciphertext, then the IV, then the HMAC-SHA512. The first page begins with the file's salt in the clear, where an
 * unencrypted file has its header string.
 */
export const PAGE_SIZE = 4096;
export const IV_SIZE = 16;
export const TAG_SIZE = 64;
/** What a page holds for SQLite: all but the reserve with IV and HMAC. */
export const CONTENT_SIZE = PAGE_SIZE - IV_SIZE - TAG_SIZE;
export const SALT_SIZE = 16;
export const KEY_SIZE = 32;

/** Where the first page of an unencrypted file says what it is; replaced by the salt. */
export const FILE_HEADER = Buffer.from('SQLite format 3\0', 'latin1');

/** SQLite locks a byte of this page and never writes the page itself (file format, "The Lock-Byte Page"). */
export const LOCK_BYTE_PAGE = 0x40000000 / PAGE_SIZE + 1;

export function offsetOf(pageNumber: number): number {
  return (pageNumber - 1) * PAGE_SIZE;
}
