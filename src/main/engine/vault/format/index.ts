/**
 * The format of a vault, the encrypted backup: pure functions from data to bytes and back, for the app, its worker and
 * the stand-alone verifier. They touch no file and no network. Whatever does not open throws `backup_damaged`,
 * `backup_too_new` or `wrong_recovery_phrase`, and says what it was. docs/backup/format.md describes the bytes.
 */
export { openDoomed, sealDoomed } from './doomed.ts';
export { openHead, requireGoingOn, sealHead } from './head.ts';
export { encodeHeader, parseHeader } from './header-file.ts';
export { createHeader, nextGeneration, rewrapHeader, unlockHeader, unlockWithMasterKey } from './header.ts';
export { openManifest, requireManifest, sealManifest } from './manifest.ts';
export { openIndex, sealIndex } from './pack-index.ts';
export { checkChunk, openChunk, openPack, rebuildPackEntry } from './pack-reader.ts';
export { createPackWriter, MAX_CHUNK_PAGES } from './pack.ts';
export { damaged } from './refusals.ts';
export { deriveVaultKeys, hashOf, pageIdOf } from './vault-keys.ts';
export { HEADER_NAME, headName, objectName, objectPrefix, parseObjectName } from './vault-names.ts';
export type {
  BackupEntry,
  Doomed,
  Head,
  Manifest,
  PackEntry,
  PackIndex,
  PageMap,
  RandomBytes,
  SealedObject,
  SealedType,
  Sealing,
  SeenHead,
  UnlockedVault,
  VaultHeader,
  VaultKeys,
} from './vault-types.ts';
export { giveBack } from './give-back.ts';
