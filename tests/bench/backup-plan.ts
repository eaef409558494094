import type { Watched } from './watched-work.ts';

/** What a process of its own is to do with a vault in a folder. */
export type BackupFarPlan = {
  readonly work: 'backup' | 'restore';
  readonly targetFolder: string;
  readonly stateFolder: string;
  /** Hex. */
  readonly masterKey: string;
  readonly storeKey: string;
  /** The store to back up, or the file to restore to. */
  readonly path: string;
  /** The backup to restore. */
  readonly sequence: number;
};

export type BackupFarResult = Watched & {
  /** Those that were sent, or all that were restored. */
  readonly pages: number;
  readonly sequence: number;
  /** Until every page was checked and lay on the disk; what follows is the proof by SQLite. */
  readonly writtenMs: number;
  /** Longest that the main thread was held while it did nothing: by whatever else the machine does. */
  readonly idleHoldMs: number;
};
