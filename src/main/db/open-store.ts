import { mkdir } from 'node:fs/promises';
import type { SlotKind } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import { renameAside } from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import type { Credential, KeyRing, NewSlot } from '#main/engine/secrets/index.ts';
import type { SqliteDriver } from './driver/driver.ts';
import type { Migration } from './migrate.ts';
import { connectStore } from './open-store-connect.ts';
import type { OpenedStore } from './open-store-connect.ts';
import {
  asideName,
  fileKind,
  keptFiles,
  removeUnfinished,
  storeFiles,
  swapStore,
} from './open-store-files.ts';
import type { StoreFiles } from './open-store-files.ts';
import { lockFolder } from './open-store-lock.ts';
import type { FolderLock } from './open-store-lock.ts';
import { salvageInto } from './open-store-salvage.ts';
import type { SalvageReport } from './open-store-salvage.ts';
import { importPlaintext } from './plaintext-import.ts';

/** Where a data folder stands. Each state but `ready` is a screen that says what to do; none deletes anything. */
export type StoreState =
  | { readonly state: 'absent' }
  | { readonly state: 'locked'; readonly slots: readonly SlotKind[]; readonly reason: string | null }
  | { readonly state: 'ready'; readonly opened: OpenedStore }
  | { readonly state: 'wrong_passphrase'; readonly reason: string }
  | { readonly state: 'corrupt'; readonly details: string; readonly canSalvage: boolean }
  | { readonly state: 'too_new'; readonly storeSchema: number; readonly appSchema: number }
  | { readonly state: 'plaintext_found' }
  | { readonly state: 'second_instance'; readonly pid: number }
  | { readonly state: 'read_only'; readonly details: string }
  | { readonly state: 'disk_full'; readonly details: string };

export type StoreDoorDeps = {
  /** The data folder; made where it is missing. */
  readonly folder: string;
  readonly driver: SqliteDriver;
  readonly keyRing: KeyRing;
  readonly migrations: readonly Migration[];
  /** Connections beside the writer. */
  readonly readers: number;
  readonly nowMs: () => number;
  /** Once the folder is held and before anything in it is looked at: what a restore left to be finished. */
  readonly onEntered?: (files: StoreFiles) => Promise<void>;
};

/** Makes the file of a new store; what it rejects with leaves the folder as it was. */
export type FillStore = (
  key: Uint8Array,
  at: { readonly files: StoreFiles; readonly storeId: string },
) => Promise<void>;

/**
 * The way into a data folder. It holds the folder's lock from the first look to `close`, so that the screens
 * for unlocking and repair stand on ground that nobody else moves.
 */
export type StoreDoor = {
  /** What is there, without a key: never `ready`. */
  look(): Promise<StoreState>;
  unlock(credential: Credential): Promise<StoreState>;
  /** A new store. The recovery phrase is told here only. Rejects with `conflict` where there is a store. */
  create(slots: readonly NewSlot[]): Promise<{ opened: OpenedStore; recoveryPhrase: string | null }>;
  /** As `create`, but the store is not an empty one: `fill` puts it in its place, encrypted with the new key. */
  createFrom(
    slots: readonly NewSlot[],
    fill: FillStore,
  ): Promise<{ opened: OpenedStore; recoveryPhrase: string | null }>;
  /** Brings in the unencrypted database; the former file is kept under the name returned. */
  bringInPlaintext(
    slots: readonly NewSlot[],
  ): Promise<{ opened: OpenedStore; recoveryPhrase: string | null; keptFile: string }>;
  /** Saves what can be read of a damaged store into a new one; the damaged file is kept under the name returned. */
  salvage(credential: Credential): Promise<{ report: SalvageReport; keptFile: string }>;
  /** Names of the unencrypted databases that were brought in and are still in the folder. */
  unencryptedFiles(): Promise<readonly string[]>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Rebuilt by the search index from the tables it reads; records without counts are counted when they are asked for. */
const DERIVED_TABLES = [
  'dataset_counts',
  'search_docs',
  'passages',
  'passages_due',
  'passages_gone',
  'passage_models',
  'passage_vectors',
] as const;

/** How the file is labelled that an unencrypted workspace was brought in from. */
const UNENCRYPTED = 'unencrypted';

export function createStoreDoor(deps: StoreDoorDeps): StoreDoor {
  return new FolderDoor(deps);
}

class FolderDoor implements StoreDoor {
  private readonly deps: StoreDoorDeps;
  private readonly files: StoreFiles;
  private lock: FolderLock | null = null;
  private entering: Promise<StoreState | null> | null = null;

  constructor(deps: StoreDoorDeps) {
    this.deps = deps;
    this.files = storeFiles(deps.folder);
  }

  look(): Promise<StoreState> {
    return asState(async () => (await this.enter()) ?? this.lookInside());
  }

  unlock(credential: Credential): Promise<StoreState> {
    return asState(async () => {
      const state = (await this.enter()) ?? (await this.lookInside());
      if (state.state !== 'locked') return state;
      try {
        const opened = await this.withKey(await this.deps.keyRing.unlock(credential), (key) =>
          this.connect(key, 'write'),
        );
        return { state: 'ready', opened };
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'keychain_unavailable') throw error;
        return { ...state, reason: error.message };
      }
    });
  }

  create(slots: readonly NewSlot[]): Promise<{ opened: OpenedStore; recoveryPhrase: string | null }> {
    return this.begin(slots, (key) => this.connect(key, 'create'));
  }

  createFrom(
    slots: readonly NewSlot[],
    fill: FillStore,
  ): Promise<{ opened: OpenedStore; recoveryPhrase: string | null }> {
    return this.begin(slots, async (key) => {
      await fill(key, { files: this.files, storeId: (await this.deps.keyRing.storeId()) ?? '' });
      return this.connect(key, 'write');
    });
  }

  private async begin(
    slots: readonly NewSlot[],
    open: (key: Uint8Array) => Promise<OpenedStore>,
  ): Promise<{ opened: OpenedStore; recoveryPhrase: string | null }> {
    await this.requireEntered();
    if ((await this.lookInside()).state !== 'absent') throw storeExists();
    // A log without its store would be played into the new one.
    await renameAside(`${this.files.store}-wal`, `${this.files.store}-wal.${this.aside('unused')}`);
    const { key, recoveryPhrase } = await this.newKeys(slots);
    try {
      return { opened: await this.withKey(key, open), recoveryPhrase };
    } catch (error) {
      await this.undoSetUp();
      throw error;
    }
  }

  async bringInPlaintext(
    slots: readonly NewSlot[],
  ): Promise<{ opened: OpenedStore; recoveryPhrase: string | null; keptFile: string }> {
    await this.requireEntered();
    if ((await fileKind(this.files.store)) !== 'plaintext') throw noPlaintext();
    const target = `${this.files.store}.importing`;
    await removeUnfinished(target);
    const { key, recoveryPhrase } = await this.newKeys(slots);
    return await this.withKey(key, async () => {
      await importPlaintext({
        driver: this.deps.driver,
        source: this.files.store,
        target,
        key,
        appSchema: this.deps.migrations.length,
      });
      const keptFile = await this.swapIn(target, UNENCRYPTED);
      return { opened: await this.connect(key, 'write'), recoveryPhrase, keptFile };
    });
  }

  async salvage(credential: Credential): Promise<{ report: SalvageReport; keptFile: string }> {
    await this.requireEntered();
    const target = `${this.files.store}.salvaging`;
    await removeUnfinished(target);
    return await this.withKey(await this.deps.keyRing.unlock(credential), async (key) => {
      const report = await this.salvageTo(target, key);
      return { report, keptFile: await this.swapIn(target, 'damaged') };
    });
  }

  unencryptedFiles(): Promise<readonly string[]> {
    return keptFiles(this.files.store, UNENCRYPTED);
  }

  async close(): Promise<void> {
    const held = this.lock;
    this.lock = null;
    await held?.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Takes the lock once; afterwards only answers. Two looks at the same time would find each other in the way. */
  private enter(): Promise<StoreState | null> {
    if (this.lock) return Promise.resolve(null);
    this.entering ??= this.takeLock().finally(() => {
      this.entering = null;
    });
    return this.entering;
  }

  private async takeLock(): Promise<StoreState | null> {
    await mkdir(this.deps.folder, { recursive: true, mode: 0o700 })
      // With parents asked for, a read-only disk is answered with ENOENT; without, with the reason.
      .catch(() => mkdir(this.deps.folder, { mode: 0o700 }))
      .catch((error: unknown) => {
        throw fileError(error);
      });
    const answer = await lockFolder(this.files.lock);
    if (!answer.held) return { state: 'second_instance', pid: answer.pid };
    try {
      await this.deps.onEntered?.(this.files);
    } catch (error) {
      await answer.lock.release();
      throw error;
    }
    this.lock = answer.lock;
    return null;
  }

  private async requireEntered(): Promise<void> {
    const refused = await this.enter();
    if (refused?.state === 'second_instance') throw folderInUse(refused.pid);
  }

  private async lookInside(): Promise<StoreState> {
    const kind = await fileKind(this.files.store);
    if (kind === 'absent') return { state: 'absent' };
    if (kind === 'plaintext') return { state: 'plaintext_found' };
    const slots = await this.deps.keyRing.list();
    if (slots) return { state: 'locked', slots: slots.map((slot) => slot.kind), reason: null };
    return kind === 'empty' ? { state: 'absent' } : keysMissing();
  }

  private async connect(key: Uint8Array, mode: 'create' | 'write'): Promise<OpenedStore> {
    const storeId = await this.deps.keyRing.storeId();
    const opened = await connectStore(key, mode, { ...this.deps, files: this.files, storeId: storeId ?? '' });
    if (!this.lock?.tookOver) return opened;
    const detail = 'Adiuva ended without closing the store; what was saved before is there.';
    return { ...opened, warnings: [...opened.warnings, { kind: 'unclean_recovery', detail }] };
  }

  /** Keys without a store come from a set-up that did not finish, or their store was moved: they are kept. */
  private async newKeys(
    slots: readonly NewSlot[],
  ): Promise<{ key: Uint8Array; recoveryPhrase: string | null }> {
    const { keyRing } = this.deps;
    const earlier = await keyRing.list().catch(() => []);
    if (earlier) await keyRing.setAside(this.aside('unused'));
    return keyRing.create(slots);
  }

  /** Nobody was told the phrase of these keys and nothing was stored under them, so the next set-up starts afresh. */
  private async undoSetUp(): Promise<void> {
    await removeUnfinished(this.files.store);
    await this.deps.keyRing.setAside(this.aside('unfinished'));
  }

  private async salvageTo(target: string, key: Uint8Array): Promise<SalvageReport> {
    const { driver } = this.deps;
    try {
      const open = () => driver.open({ path: this.files.store, key, mode: 'read' });
      await using saved = await driver.open({ path: target, key, mode: 'create' });
      const report = await salvageInto(open, saved, { derivedTables: DERIVED_TABLES });
      // The search index starts empty, so its bookmark in the change log must not say that it is up to date.
      await saved.batch([{ sql: `DELETE FROM store_meta WHERE key LIKE 'search%'` }]);
      return report;
    } catch (error) {
      await removeUnfinished(target);
      throw error;
    }
  }

  private swapIn(replacement: string, label: string): Promise<string> {
    const kept = asideName(this.files.store, label, this.deps.nowMs());
    return swapStore(this.files.store, replacement, kept);
  }

  private aside(label: string): string {
    return `${label}-${new Date(this.deps.nowMs()).toISOString().slice(0, 10)}`;
  }

  private async withKey<T>(key: Uint8Array, work: (key: Uint8Array) => Promise<T>): Promise<T> {
    try {
      return await work(key);
    } finally {
      key.fill(0);
    }
  }
}

/** Expected answers become states; bugs go on as errors. */
async function asState(work: () => Promise<StoreState>): Promise<StoreState> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const state = stateOf(error);
    if (state) return state;
    throw error;
  }
}

function stateOf(error: AppError): StoreState | null {
  const { message: details } = error;
  switch (error.code) {
    case 'wrong_passphrase':
    case 'wrong_recovery_phrase':
      return { state: 'wrong_passphrase', reason: details };
    case 'store_corrupt':
      return { state: 'corrupt', details, canSalvage: error.details['page'] === undefined };
    case 'store_too_new':
      return {
        state: 'too_new',
        storeSchema: Number(error.details['storeSchema'] ?? 0),
        appSchema: Number(error.details['appSchema'] ?? 0),
      };
    case 'store_read_only':
      return { state: 'read_only', details };
    case 'disk_full':
      return { state: 'disk_full', details };
    default:
      return null;
  }
}

function keysMissing(): StoreState {
  return {
    state: 'corrupt',
    details:
      'The store is here, but its key file keyslots.json is not. Nothing was changed; put the key file back from a backup.',
    canSalvage: false,
  };
}

function folderInUse(pid: number): AppError {
  return new AppError(
    'store_in_use',
    'Adiuva is already working on this folder. Nothing was changed; use the running one, or close it first.',
    { details: { pid } },
  );
}

function storeExists(): AppError {
  return new AppError(
    'conflict',
    'There is a store in this folder already. Nothing was changed; unlock it, or choose another folder.',
  );
}

function noPlaintext(): AppError {
  return new AppError('not_found', 'There is no unencrypted database in this folder. Nothing was changed.');
}
