/**
 * The encrypted backup: a vault on a target, made from the pages of the store and restored into a store of its own.
 * Nothing here knows what the store holds. Errors: `wrong_recovery_phrase`, `store_wrong_key` (the vault has a new
 * phrase), `backup_damaged` (names the object), `backup_rolled_back`, `backup_forked`, `backup_too_new`, and those of
 * the target. docs/backup/format.md describes what lies there.
 */
export { hashTables, type ReadRows, type TableContent } from './content-hash.ts';
export { createBackup, type BackupProgress, type BackupSource, type CreateOptions } from './create-backup.ts';
export {
  drillBackup,
  openBackup,
  type DrillOptions,
  type DrillReport,
  type OpenBackupOptions,
  type OpenedBackup,
} from './drill.ts';
export { forgetBackups } from './forget.ts';
export type { BackupEntry, Head } from './format/index.ts';
export { acceptHead, readHead, type FoundHead } from './head.ts';
export { closeVault, createVault, findVault, openVault, type VaultSecret } from './open-vault.ts';
export { pruneVault, type PruneOptions, type PruneReport } from './prune.ts';
export {
  getBackup,
  restoreFile,
  type RestoredFile,
  type RestoreInto,
  type RestoreProgress,
} from './restore.ts';
export {
  dropFormerStore,
  dropLeftStores,
  findFormerStore,
  finishRestore,
  putBackFormer,
  restoringPath,
  swapInRestored,
  type RestoreOutcome,
} from './restore-swap.ts';
export type { RetentionPolicy } from './retention.ts';
export { changePhrase, claimNext, turnToNext, type NextGeneration } from './rotate.ts';
export type { Vault, VaultClock, VaultDeps, VaultDevice } from './vault.ts';
export { verifyVault, type VerifyOptions, type VerifyProblem, type VerifyReport } from './verify.ts';
