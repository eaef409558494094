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

/** `pages`: those that were sent, or all that were restored. */
export type BackupFarResult = Watched & { readonly pages: number; readonly sequence: number };
