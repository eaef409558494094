import type { BlobTarget } from './targets/blob-target.ts';
import type { RandomBytes, UnlockedVault } from './format/index.ts';
import type { VaultState } from './local-state.ts';

export type VaultClock = {
  /** Milliseconds since the epoch, as this device has it; only ever shown, never decided by. */
  nowMs(): number;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
};

/** Who backs up: one per data folder, made once and kept. */
export type VaultDevice = { readonly id: string; readonly name: string };

export type VaultDeps = {
  readonly target: BlobTarget;
  /** Where what this device knows of its vaults lies; beside the store, never in it. */
  readonly stateFolder: string;
  readonly device: VaultDevice;
  readonly appVersion: string;
  readonly clock: VaultClock;
  readonly random: RandomBytes;
};

/** A vault whose phrase was right. Holds keys: `closeVault` wipes them. */
export type Vault = UnlockedVault & {
  readonly deps: VaultDeps;
  readonly state: VaultState;
  readonly headerEtag: string;
};
