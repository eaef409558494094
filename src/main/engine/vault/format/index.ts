/**
 * The format of a vault, the encrypted backup: pure functions from data to bytes and back, for the app, its worker and
 * the stand-alone verifier. They touch no file and no network. Whatever does not open throws `backup_damaged`,
 * `backup_too_new` or `wrong_recovery_phrase`, and says what it was. docs/backup/format.md describes the bytes.
 */
export {
  HEADER_NAME,
  headName,
  newVaultId,
  objectName,
  objectPrefix,
  parseObjectName,
} from './vault-names.ts';
export type { ParsedName } from './vault-names.ts';
export type {
  BackupEntry,
  ChunkEntry,
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
  VaultKdf,
  VaultKeys,
} from './vault-types.ts';
