/**
 * The pages of the encrypted store, below SQLite: read as they lie in the file while the app goes on, decrypted, and
 * written again under another key. For backups; nothing else needs to know that there are pages.
 */
export { createBlockMac, type BlockMac } from './block-mac.ts';
export { createPageCipher, isZero } from './page-cipher.ts';
export { CONTENT_SIZE, PAGE_SIZE } from './page-layout.ts';
export { MARK_SIZE, openPageSource } from './page-source.ts';
export { createRowCounter, type RowCounter } from './row-counter.ts';
export { createPageWriter, type PageWriter, type SharedFile } from './page-writer.ts';
export { createStorePages, type PageSnapshot, type StorePages } from './store-pages.ts';
