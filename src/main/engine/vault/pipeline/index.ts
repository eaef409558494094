/**
 * The bytes of a backup, in a thread of their own: pages of the store to sealed packs, and sealed packs to a store.
 * Neither knows where packs are kept; the main thread only passes them on.
 */
export { startBackup } from './backup-run.ts';
export { startRepack } from './repack-run.ts';
export { startRestore } from './restore-run.ts';
export type {
  BackedUpPages,
  BackupOptions,
  LiveChunk,
  PackPart,
  RepackRun,
  RestoreRun,
  SealedPack,
} from './pipeline-types.ts';
