import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import type {
  DoctorReport,
  SetupResult,
  SlotKind,
  SystemStatus,
  SystemWarning,
} from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import type { OpenedStore } from '#main/db/open-store-connect.ts';
import { damageOf } from '#main/db/open-store-integrity.ts';
import type { FillStore, StoreDoor, StoreState } from '#main/db/open-store.ts';
import {
  recoveryWords,
  type KeyRing,
  type Keychain,
  type NewSlot,
  type SafeStorage,
} from '#main/engine/secrets/index.ts';
import type { RepairReport, System, SystemInfo, Unlock } from '#main/domains/system/index.ts';
import { credentialsOf, machineSlots, newSlots, openKey, wrongSecret } from './unlocking.ts';
import type { OpenWorkspace } from './workspace.ts';

export type SystemDeps = {
  readonly info: Omit<SystemInfo, 'unencryptedFiles'>;
  readonly door: StoreDoor;
  readonly keyRing: KeyRing;
  readonly keychain: Keychain | null;
  readonly safeStorage: SafeStorage | null;
  readonly openWorkspace: (opened: OpenedStore) => Promise<OpenWorkspace>;
  readonly examine: (workspace: OpenWorkspace | null) => Promise<DoctorReport>;
};

type SetupInput = Parameters<System['setup']>[0];

const WORDS_ASKED = 3;

/** Where the app stands: one store door, at most one open workspace, and the way from the one to the other. */
export class AppSystem implements System {
  readonly #deps: SystemDeps;
  #workspace: OpenWorkspace | null = null;
  #warnings: readonly SystemWarning[] = [];
  #lastLook: StoreState | null = null;
  /** Known from set-up until its words were typed back, and only in memory. */
  #unconfirmedPhrase: string | null = null;
  #isExchanging = false;
  readonly #listeners = new Set<() => void>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: SystemDeps) {
    this.#deps = deps;
  }

  get workspace(): OpenWorkspace | null {
    return this.#workspace;
  }

  /** Whether another file is taking the place of the store. */
  get isExchanging(): boolean {
    return this.#isExchanging;
  }

  /** Called after each change of the status. */
  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async info(): Promise<SystemInfo> {
    return { ...this.#deps.info, unencryptedFiles: await this.#deps.door.unencryptedFiles() };
  }

  async status(): Promise<SystemStatus> {
    if (this.#workspace) {
      const onboarding = await this.#workspace.onboarding.read();
      return { state: 'ready', warnings: this.#warnings, onboarding };
    }
    // The last answer of an unlock says more than a new look, e.g. that the file is damaged.
    const state = this.#lastLook ?? (await this.#deps.door.look());
    return this.#toStatus(state);
  }

  async *statuses(signal: AbortSignal): AsyncGenerator<{ readonly status: SystemStatus }> {
    let wake = Promise.withResolvers<void>();
    const stopListening = this.onStatus(() => wake.resolve());
    const onAbort = () => wake.resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        wake = Promise.withResolvers();
        yield { status: await this.status() };
        await wake.promise;
      }
    } finally {
      stopListening();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Opens without asking where the system's keychain or safe storage holds the key. */
  async openQuietly(): Promise<SystemStatus> {
    const state = await this.#deps.door.look();
    this.#lastLook = state;
    if (state.state !== 'locked') return this.status();
    for (const kind of ['safe-storage', 'keychain'] as const) {
      if (!state.slots.includes(kind) || this.#workspace) continue;
      await this.#enter(await this.#deps.door.unlock({ kind }));
    }
    return this.status();
  }

  setup(input: SetupInput): Promise<SetupResult> {
    return this.#inTurn(async () => {
      const made = await this.#deps.door.create(await newSlots(input, this.#deps));
      return this.#begin(made);
    });
  }

  importPlaintext(input: SetupInput): Promise<SetupResult> {
    return this.#inTurn(async () => {
      const made = await this.#deps.door.bringInPlaintext(await newSlots(input, this.#deps));
      return this.#begin(made);
    });
  }

  async confirmRecovery(words: readonly { readonly index: number; readonly word: string }[]): Promise<void> {
    const phrase = this.#unconfirmedPhrase?.split(' ');
    if (!phrase)
      throw new AppError('conflict', 'There is no recovery phrase to confirm. Make a new one in Settings.');
    const isRight = words.every(({ index, word }) => phrase[index] === word.trim().toLowerCase());
    if (!isRight) {
      throw new AppError(
        'wrong_recovery_phrase',
        'These words are not the ones that were shown. Nothing was changed; look at your note and try again.',
      );
    }
    this.#unconfirmedPhrase = null;
    const open = this.#requireOpen();
    if ((await open.onboarding.read()) === 'recovery') await open.onboarding.write('start');
    this.#announce();
  }

  async finishOnboarding(): Promise<void> {
    await this.#requireOpen().onboarding.write('done');
    this.#announce();
  }

  unlock(input: Unlock): Promise<SystemStatus> {
    return this.#inTurn(async () => {
      if (this.#workspace) return this.status();
      for (const credential of credentialsOf(input)) {
        const state = await this.#deps.door.unlock(credential);
        if (state.state === 'wrong_passphrase') throw wrongSecret(input, state.reason);
        await this.#enter(state);
        if (this.#workspace) break;
      }
      return this.status();
    });
  }

  lock(): Promise<SystemStatus> {
    return this.#inTurn(async () => {
      await this.#closeWorkspace();
      this.#announce();
      return this.status();
    });
  }

  doctor(): Promise<DoctorReport> {
    return this.#deps.examine(this.#workspace);
  }

  repair(input: Unlock): Promise<RepairReport> {
    return this.#inTurn(async () => {
      await this.#closeWorkspace();
      const [credential] = credentialsOf(input);
      if (!credential) throw noCredential();
      const { report, keptFile } = await this.#deps.door.salvage(credential);
      this.#lastLook = null;
      await this.#enter(await this.#deps.door.unlock(credential));
      const salvaged = Object.fromEntries(report.tables.map(({ table, rows }) => [table, rows]));
      const lost = report.tables.filter(({ isWhole }) => !isWhole).map(({ table }) => table);
      return { salvaged, lost, keptFile: basename(keptFile) };
    });
  }

  recoveryWords(): Promise<readonly string[]> {
    return recoveryWords();
  }

  async keySlots(): Promise<readonly { readonly kind: SlotKind; readonly createdAt: number }[]> {
    return (await this.#deps.keyRing.list()) ?? [];
  }

  changePassphrase(current: Unlock, next: string): Promise<void> {
    return this.#withKey(current, async (key) => {
      await this.#deps.keyRing.put(key, { kind: 'passphrase', passphrase: next });
    });
  }

  newRecoveryPhrase(current: Unlock): Promise<SetupResult> {
    return this.#withKey(current, async (key) => {
      const { recoveryPhrase } = await this.#deps.keyRing.put(key, { kind: 'recovery' });
      return this.#askForWords(recoveryPhrase ?? '');
    });
  }

  addKeychain(current: Unlock): Promise<void> {
    return this.#withKey(current, async (key) => {
      const [slot] = await machineSlots(this.#deps);
      if (!slot) throw noKeychain();
      await this.#deps.keyRing.put(key, slot);
    });
  }

  removeKeySlot(current: Unlock, kind: SlotKind): Promise<void> {
    return this.#withKey(current, (key) => this.#deps.keyRing.remove(key, kind));
  }

  async acknowledgeWarning(kind: string): Promise<SystemStatus> {
    if (kind === 'rolled_back') await this.#requireOpen().acceptSequence();
    this.#warnings = this.#warnings.filter((warning) => warning.kind !== kind);
    this.#announce();
    return this.status();
  }

  /**
   * Closes the workspace, lets `swap` put another file in the store's place and opens what lies there then. Where it
   * does not open, `undo` puts the former one back, which opens; the call rejects all the same.
   */
  exchange(current: Unlock, swap: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      this.#isExchanging = true;
      try {
        await this.#closeWorkspace();
        this.#announce();
        await swap();
        await this.#reopen(current);
      } catch (error) {
        if (!this.#workspace) {
          await undo().catch(() => undefined);
          await this.#reopen(current);
        }
        throw error;
      } finally {
        this.#isExchanging = false;
        this.#announce();
      }
    });
  }

  /** A store that `fill` makes under new keys, where there is none. */
  beginFrom(slots: readonly NewSlot[], fill: FillStore): Promise<void> {
    return this.#inTurn(async () => {
      const { opened } = await this.#deps.door.createFrom(slots, fill);
      this.#warnings = opened.warnings;
      this.#workspace = await this.#deps.openWorkspace(opened);
      this.#lastLook = null;
      this.#announce();
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#closeWorkspace();
      await this.#deps.door.close();
    });
  }

  async #begin(made: { opened: OpenedStore; recoveryPhrase: string | null }): Promise<SetupResult> {
    this.#workspace = await this.#deps.openWorkspace(made.opened);
    this.#lastLook = null;
    await this.#workspace.onboarding.write('recovery');
    const result = this.#askForWords(made.recoveryPhrase ?? '');
    this.#announce();
    return result;
  }

  #askForWords(phrase: string): SetupResult {
    this.#unconfirmedPhrase = phrase;
    const indexes = Array.from({ length: 12 }, (_, index) => index);
    const asked: number[] = [];
    while (asked.length < WORDS_ASKED) asked.push(...indexes.splice(randomInt(indexes.length), 1));
    return { recoveryPhrase: phrase, confirmIndexes: asked.sort((left, right) => left - right) };
  }

  async #enter(state: StoreState): Promise<void> {
    this.#lastLook = state.state === 'ready' ? await this.#tryOpen(state.opened) : state;
    this.#announce();
  }

  /** Damage that shows only when the work begins is damage as any: it can be repaired. */
  async #tryOpen(opened: OpenedStore): Promise<StoreState | null> {
    try {
      this.#workspace = await this.#deps.openWorkspace(opened);
      this.#warnings = opened.warnings;
      return null;
    } catch (error) {
      const damage = damageOf(error);
      if (!damage) throw error;
      return { state: 'corrupt', details: damage.message, canSalvage: true };
    }
  }

  async #reopen(current: Unlock): Promise<void> {
    for (const credential of credentialsOf(current)) {
      const state = await this.#deps.door.unlock(credential);
      await this.#enter(state);
      if (this.#workspace) return;
    }
    throw new AppError(
      'store_corrupt',
      'The store that was put in place did not open. The one from before is kept in the data folder.',
    );
  }

  async #closeWorkspace(): Promise<void> {
    const open = this.#workspace;
    this.#workspace = null;
    this.#lastLook = null;
    this.#warnings = [];
    await open?.close();
  }

  #withKey<T>(current: Unlock, work: (key: Uint8Array) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      const key = await openKey(this.#deps.keyRing, current);
      try {
        return await work(key);
      } finally {
        key.fill(0);
      }
    });
  }

  async #toStatus(state: StoreState): Promise<SystemStatus> {
    switch (state.state) {
      case 'absent':
      case 'plaintext_found':
        return {
          state: 'absent',
          keychainAvailable: (await machineSlots(this.#deps)).length > 0,
          plaintextFound: state.state === 'plaintext_found',
        };
      case 'locked':
        return this.#isExchanging ? { ...state, isExchanging: true } : state;
      case 'wrong_passphrase':
        return {
          state: 'locked',
          slots: (await this.keySlots()).map((slot) => slot.kind),
          reason: state.reason,
        };
      case 'corrupt':
        return { state: 'corrupt', detail: state.details, canSalvage: state.canSalvage };
      case 'too_new':
        return state;
      case 'second_instance':
        return { state: 'in_use', pid: state.pid };
      case 'read_only':
      case 'disk_full':
        return { state: state.state, detail: state.details };
      case 'ready':
        return { state: 'ready', warnings: this.#warnings, onboarding: 'done' };
    }
  }

  #requireOpen(): OpenWorkspace {
    if (!this.#workspace) throw storeLocked();
    return this.#workspace;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Opening, closing and changing keys never overlap. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

export function storeLocked(): AppError {
  return new AppError('store_locked', 'The workspace is locked. Your data is safe; unlock it first.');
}

function noKeychain(): AppError {
  return new AppError(
    'keychain_unavailable',
    'This system has no keychain that Adiuva can use. Nothing was changed.',
  );
}

function noCredential(): AppError {
  return new AppError('invalid_input', 'A passphrase or the recovery phrase is needed for this.');
}
