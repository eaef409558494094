import { randomBytes } from 'node:crypto';
import type { BackupPlace } from '#shared/contracts/backup.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { closeVault, openVault, type Vault, type VaultDeps } from '#main/engine/vault/index.ts';
import type { BackupSetup, BackupStore } from './backup.store.ts';
import { MASTER_SECRET, PLACE_SECRET } from './backup-defaults.ts';

/** Reaches a place; `bytesPerSecond` is asked again and again, so that a changed setting holds at once. */
export type OpenTarget = (
  place: BackupPlace,
  options: { readonly secret: string | null; readonly bytesPerSecond: () => number | null },
) => VaultDeps['target'];

export type VaultAccessDeps = {
  readonly reads: BackupStore;
  readonly secrets: NamedSecrets;
  readonly openTarget: OpenTarget;
  /** What this device knows of its vaults; beside the store. */
  readonly stateFolder: string;
  readonly appVersion: string;
  readonly nowMs: () => number;
};

type KeptKey = {
  readonly deps: VaultDeps;
  readonly masterKey: Uint8Array;
  readonly setup: BackupSetup;
};

/** Opens the vault of this workspace with the keys that were kept, for as long as a piece of work takes. */
export class VaultAccess {
  readonly #deps: VaultAccessDeps;
  #bytesPerSecond: number | null = null;

  constructor(deps: VaultAccessDeps) {
    this.#deps = deps;
  }

  async requireSetup(): Promise<BackupSetup> {
    const setup = await this.#deps.reads.readSetup();
    if (setup) return setup;
    throw new AppError(
      'not_found',
      'There is no backup of this workspace yet. Nothing was changed; set one up first.',
    );
  }

  /** Follows a changed limit while something is on its way. */
  limit(bytesPerSecond: number | null): void {
    this.#bytesPerSecond = bytesPerSecond;
  }

  vaultDeps(
    { place, deviceId, deviceName }: Pick<BackupSetup, 'place' | 'deviceId' | 'deviceName'>,
    secret: string | null,
  ): VaultDeps {
    const { openTarget, stateFolder, appVersion, nowMs } = this.#deps;
    return {
      target: openTarget(place, { secret, bytesPerSecond: () => this.#bytesPerSecond }),
      stateFolder,
      device: { id: deviceId, name: deviceName },
      appVersion,
      clock: { nowMs, monotonicMs: () => performance.now() },
      random: (size) => randomBytes(size),
    };
  }

  withVault<T>(work: (vault: Vault, setup: BackupSetup) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.withKey(async ({ deps, masterKey, setup }) => {
      const vault = await openVault(deps, { masterKey }, signal);
      try {
        return await work(vault, setup);
      } finally {
        closeVault(vault);
      }
    });
  }

  /** The key that was kept, for work that may find the vault turned to another already. */
  async withKey<T>(work: (kept: KeptKey) => Promise<T>): Promise<T> {
    const setup = await this.requireSetup();
    this.limit(setup.settings.maxBytesPerSecond);
    const masterKey = Buffer.from(await this.#deps.secrets.use(MASTER_SECRET), 'base64');
    try {
      return await work({ deps: this.vaultDeps(setup, await this.#placeSecret()), masterKey, setup });
    } finally {
      masterKey.fill(0);
    }
  }

  /** As `withVault`, but by the words of a person: what was kept here may be of before a change elsewhere. */
  async withPhrase<T>(
    phrase: string,
    work: (vault: Vault, setup: BackupSetup) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const setup = await this.requireSetup();
    this.limit(setup.settings.maxBytesPerSecond);
    const vault = await openVault(this.vaultDeps(setup, await this.#placeSecret()), { phrase }, signal);
    try {
      return await work(vault, setup);
    } finally {
      closeVault(vault);
    }
  }

  async #placeSecret(): Promise<string | null> {
    try {
      return await this.#deps.secrets.use(PLACE_SECRET);
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return null;
      throw error;
    }
  }
}
