import type { Unlock } from '#shared/contracts/system.ts';
import type { RestoredFile, RestoreInto } from '#main/engine/vault/index.ts';
import type { Writer } from '#main/db/store.ts';
import type { BackupRun } from '#shared/contracts/backup.ts';

export type Statement = Parameters<Writer['run']>[0];

/** The key of this folder's store, for as long as a restore takes, and what opens the store again by itself. */
export type HeldKey = { readonly key: Uint8Array; readonly current: Unlock };

/** A store that is kept from before a restore. */
export type FormerStore = { readonly file: string; readonly restoredAtMs: number };

/**
 * The store as one file among others: what only whoever opened the folder can do. Closing and opening again are begun
 * by a call and not waited for where the caller is a part of what is closed.
 */
export type StoreExchange = {
  /** Rejects with `wrong_passphrase`, `wrong_recovery_phrase` or `keychain_unavailable`. */
  hold(current: Unlock): Promise<HeldKey>;
  /** Where and how a restored file is written. */
  into(held: HeldKey): Pick<RestoreInto, 'path' | 'storeKey' | 'driver' | 'appSchema'>;
  /** Brings a restored file up to date and runs the statements on it: after that it only has to be put in place. */
  prepare(path: string, held: HeldKey, statements: readonly Statement[]): Promise<void>;
  /** Puts a prepared file in the place of the store. Where that fails the former one opens again, and `run` says why. */
  takePlace(restored: RestoredFile, held: HeldKey, run: BackupRun): void;
  /** These words become the recovery phrase of this folder. */
  useAsRecovery(held: HeldKey, phrase: string): Promise<void>;
  /** When the recovery slot of this folder was made; null where it has none. */
  recoverySlotAt(): Promise<number | null>;
  former(): Promise<FormerStore | null>;
  /** Puts the former store back, with these statements run on it. */
  putBack(held: HeldKey, statements: readonly Statement[]): Promise<void>;
  /** The former store goes, and with it the way back. */
  dropFormer(): Promise<void>;
  /** Files of restores before the last one, and of one that was taken back, go; not while an exchange opens the store. */
  dropLeft(): Promise<void>;
};
