/** The app as a whole: set-up, unlocking, keys, health. It works before there is an open store. */
import type { DoctorReport, SetupResult, SlotKind, SystemStatus } from '#shared/contracts/system.ts';

export type RepairReport = {
  /** Rows saved, by table. */
  readonly salvaged: Readonly<Record<string, number>>;
  /** Tables of which some rows could not be read. */
  readonly lost: readonly string[];
  /** Name of the damaged file, kept in the data folder. */
  readonly keptFile: string;
};

export type Unlock =
  | { readonly passphrase: string }
  | { readonly recoveryPhrase: string }
  | { readonly keychain: true };

export type SystemInfo = {
  readonly appVersion: string;
  readonly host: 'electron' | 'web' | 'cli' | 'test';
  readonly platform: string;
  /** What this machine calls itself; empty where it has no name. */
  readonly deviceName: string;
  readonly dataDir: string;
  /** Names of files in the data folder that an unencrypted workspace was brought in from. */
  readonly unencryptedFiles: readonly string[];
};

export type System = {
  info(): Promise<SystemInfo>;
  status(): Promise<SystemStatus>;
  /** Yields the status now and after each change of it. */
  statuses(signal: AbortSignal): AsyncGenerator<{ readonly status: SystemStatus }>;
  /** Makes the store. The phrase is told here only; `confirmRecovery` proves that it was written down. */
  setup(input: {
    readonly passphrase?: string | undefined;
    readonly useKeychain: boolean;
  }): Promise<SetupResult>;
  confirmRecovery(words: readonly { readonly index: number; readonly word: string }[]): Promise<void>;
  /** Ends the first start: the choice between empty, sample and import was made. */
  finishOnboarding(): Promise<void>;
  unlock(input: Unlock): Promise<SystemStatus>;
  lock(): Promise<SystemStatus>;
  doctor(): Promise<DoctorReport>;
  repair(input: Unlock): Promise<RepairReport>;
  /** Brings in an unencrypted database found in the folder; the old file is kept aside. */
  importPlaintext(input: {
    readonly passphrase?: string | undefined;
    readonly useKeychain: boolean;
  }): Promise<SetupResult>;
  /** The 2,048 words that a recovery phrase is made of. */
  recoveryWords(): Promise<readonly string[]>;
  keySlots(): Promise<readonly { readonly kind: SlotKind; readonly createdAt: number }[]>;
  changePassphrase(current: Unlock, next: string): Promise<void>;
  newRecoveryPhrase(current: Unlock): Promise<SetupResult>;
  addKeychain(current: Unlock): Promise<void>;
  removeKeySlot(current: Unlock, kind: SlotKind): Promise<void>;
  acknowledgeWarning(kind: string): Promise<SystemStatus>;
};
