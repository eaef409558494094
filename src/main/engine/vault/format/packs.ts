/**
 * The part of the format that a thread needs for packs: no words, no passwords, no schemas, whose libraries take longer
 * to load than a small backup takes. Everybody else comes in by index.ts.
 */
export { compressAside, type Compressed } from './compression.ts';
export { checkChunk, openChunk, openPack, rebuildPackEntry } from './pack-reader.ts';
export { createPackWriter, MAX_CHUNK_PAGES, TARGET_PACK_BYTES, type PackWriter } from './pack.ts';
export { damaged } from './refusals.ts';
export { chunkIdOf } from './vault-keys.ts';
export { objectName } from './vault-names.ts';
export type { PackEntry, Sealing, VaultKeys } from './vault-types.ts';
export { giveBack } from './give-back.ts';
