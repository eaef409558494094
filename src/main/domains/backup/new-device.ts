import { randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type {
  openVaultInputSchema,
  OpenedVault,
  restoreHereInputSchema,
  RestoreProgress,
} from '#shared/contracts/backup.ts';
import {
  closeVault,
  getBackup,
  openVault,
  readHead,
  restoreFile,
  type RestoredFile,
  type RestoreInto,
  type Vault,
  type VaultDeps,
} from '#main/engine/vault/index.ts';
import { goOnStatements, newHomeStatements } from './backup-carry.store.ts';
import { DEFAULT_SETTINGS } from './backup-defaults.ts';
import { pointOf } from './backup-points.ts';
import type { Statement } from './store-exchange.ts';

export type OpenVaultInput = z.infer<typeof openVaultInputSchema>;
export type RestoreHereInput = z.infer<typeof restoreHereInputSchema>;

type Into = Pick<RestoreInto, 'path' | 'storeKey' | 'driver' | 'appSchema'>;

export type NewDeviceDeps = {
  readonly openTarget: (where: Omit<OpenVaultInput, 'phrase'>) => VaultDeps['target'];
  readonly stateFolder: string;
  readonly appVersion: string;
  readonly nowMs: () => number;
  readonly parsePhrase: (typed: string) => Promise<string>;
  /**
   * Makes keys for this folder, one of them that of the phrase, lets the store be made under them and opens it. Rejects
   * with `conflict` where there is a store. Nothing is left where making it fails.
   */
  readonly begin: (
    keys: {
      readonly passphrase?: string | undefined;
      readonly useKeychain: boolean;
      readonly phrase: string;
    },
    make: (
      into: Into,
    ) => Promise<{ readonly restored: RestoredFile; readonly statements: readonly Statement[] }>,
  ) => Promise<void>;
  /** Once the restored workspace is open. */
  readonly settle: (input: RestoreHereInput) => Promise<void>;
};

/** The way from a vault to a workspace where there is none yet: a place and twelve words are all it takes. */
export class NewDevice {
  readonly #deps: NewDeviceDeps;
  readonly #listeners = new Set<() => void>();
  #progress: RestoreProgress | null = null;

  constructor(deps: NewDeviceDeps) {
    this.#deps = deps;
  }

  /** What can be restored. Rejects with `wrong_recovery_phrase`, and with `not_found` where no vault is. */
  openVault(input: OpenVaultInput, signal?: AbortSignal): Promise<OpenedVault> {
    return this.#withVault(
      input,
      { id: randomUUID(), name: '' },
      async (vault) => {
        const { head } = await readHead(vault, signal);
        const points = head.backups.map((entry) => pointOf(entry, vault.deps.device.id)).toReversed();
        return { vaultId: vault.header.vaultId, createdAt: vault.header.createdAtMs, points };
      },
      signal,
    );
  }

  /** The whole store, under keys of this folder's own. It goes on as another device of the same vault. */
  async restoreHere(input: RestoreHereInput, signal?: AbortSignal): Promise<void> {
    const device = { id: randomUUID(), name: input.deviceName };
    const phrase = await this.#deps.parsePhrase(input.phrase);
    try {
      await this.#withVault(
        input,
        device,
        (vault) => this.#restore(vault, { ...input, phrase }, signal),
        signal,
      );
      await this.#deps.settle(input);
      this.#tell({ ...(this.#progress ?? NOTHING_YET), step: 'done' });
    } finally {
      this.#progress = null;
    }
  }

  /** How far a restore is; nothing while none is under way. */
  async *progress(signal: AbortSignal): AsyncGenerator<RestoreProgress> {
    let wake = Promise.withResolvers<void>();
    const seen: RestoreProgress[] = this.#progress ? [this.#progress] : [];
    const ring = () => {
      if (this.#progress) seen.push(this.#progress);
      wake.resolve();
    };
    this.#listeners.add(ring);
    signal.addEventListener('abort', ring, { once: true });
    try {
      while (!signal.aborted) {
        wake = Promise.withResolvers();
        const latest = seen.at(-1);
        seen.length = 0;
        if (latest) yield latest;
        else await wake.promise;
      }
    } finally {
      this.#listeners.delete(ring);
      signal.removeEventListener('abort', ring);
    }
  }

  async #restore(vault: Vault, input: RestoreHereInput, signal?: AbortSignal): Promise<void> {
    const { begin, nowMs } = this.#deps;
    this.#tell(NOTHING_YET);
    const entry = await getBackup(vault, input.sequence, signal);
    await begin(input, async (into) => {
      const restored = await restoreFile(vault, entry, {
        ...into,
        signal,
        onProgress: ({ phase, fetchedBytes, totalBytes }) =>
          this.#tell({
            step: phase === 'fetching' ? 'reading' : 'checking',
            doneBytes: fetchedBytes,
            totalBytes,
          }),
      });
      this.#tell({ step: 'opening', doneBytes: restored.fetchedBytes, totalBytes: restored.fetchedBytes });
      const home = newHomeStatements({
        setup: {
          place: input.place,
          vaultId: vault.header.vaultId,
          deviceId: vault.deps.device.id,
          deviceName: vault.deps.device.name,
          settings: DEFAULT_SETTINGS,
          createdAt: nowMs(),
        },
        masterKey: vault.masterKey,
        placeSecret: input.secret ?? null,
        nowMs: nowMs(),
      });
      return { restored, statements: [...goOnStatements(nowMs()), ...home] };
    });
  }

  async #withVault<T>(
    input: OpenVaultInput,
    device: { readonly id: string; readonly name: string },
    work: (vault: Vault) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { stateFolder, appVersion, nowMs } = this.#deps;
    const vault = await openVault(
      {
        target: this.#deps.openTarget(input),
        stateFolder,
        device,
        appVersion,
        clock: { nowMs, monotonicMs: () => performance.now() },
        random: (size) => randomBytes(size),
      },
      { phrase: await this.#deps.parsePhrase(input.phrase) },
      signal,
    );
    try {
      return await work(vault);
    } finally {
      closeVault(vault);
    }
  }

  #tell(progress: RestoreProgress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener();
  }
}

const NOTHING_YET: RestoreProgress = { step: 'reading', doneBytes: 0, totalBytes: 0 };
