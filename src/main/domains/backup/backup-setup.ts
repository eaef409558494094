import { randomInt, randomUUID } from 'node:crypto';
import {
  PHRASE_WORDS,
  WORDS_ASKED_BACK,
  type BackupPlace,
  type ChangeAccessInput,
  type FoundAtPlace,
  type NewPhrase,
  type SetUpBackupInput,
} from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import {
  changePhrase,
  closeVault,
  createVault,
  findVault,
  openVault,
  type Vault,
  type VaultDeps,
} from '#main/engine/vault/index.ts';
import type { Store } from '#main/db/store.ts';
import { putSetup, type BackupSetup } from './backup.store.ts';
import { DEFAULT_SETTINGS, MASTER_SECRET, PLACE_SECRET } from './backup-defaults.ts';
import type { VaultAccess } from './vault-access.ts';

/** Recovery phrases: twelve words of BIP39. */
export type Phrases = {
  make(): Promise<string>;
  /** As it was given out, from what was typed; rejects with `wrong_recovery_phrase`. */
  parse(typed: string): Promise<string>;
};

export type SetUpDeps = {
  readonly phrases: Phrases;
  /** Proves with a small object of its own that a place can hold a vault. */
  readonly checkTarget: (target: VaultDeps['target'], signal?: AbortSignal) => Promise<void>;
  readonly store: Store;
  readonly secrets: NamedSecrets;
  readonly access: VaultAccess;
  readonly nowMs: () => number;
};

/** Setting up, and the phrase of the vault. The words of a new phrase are known from when they were told until they are used. */
export class BackupSetUp {
  readonly #deps: SetUpDeps;
  #offered: string | null = null;
  #asked: readonly number[] = [];

  constructor(deps: SetUpDeps) {
    this.#deps = deps;
  }

  async newPhrase(): Promise<NewPhrase> {
    const phrase = await this.#deps.phrases.make();
    this.#offered = phrase;
    const left = Array.from({ length: PHRASE_WORDS }, (_, index) => index);
    const asked: number[] = [];
    while (asked.length < WORDS_ASKED_BACK) asked.push(...left.splice(randomInt(left.length), 1));
    this.#asked = asked.toSorted((a, b) => a - b);
    return { phrase, confirmIndexes: this.#asked };
  }

  /** Reaches the place, proves that it can hold a vault, and says whether it holds one. */
  async tryPlace(place: BackupPlace, secret: string | null, signal?: AbortSignal): Promise<FoundAtPlace> {
    const { target } = this.#vaultDeps(place, secret);
    const found = await findVault({ target }, signal);
    if (found) return { found: 'vault', vaultId: found.vaultId, createdAt: found.createdAtMs };
    await this.#deps.checkTarget(target, signal);
    return { found: 'empty' };
  }

  /** Begins a vault, or joins the one that is there; both end with keys kept for backups without a person. */
  async setUp(
    input: SetUpBackupInput,
    signal?: AbortSignal,
  ): Promise<{ readonly setup: BackupSetup; readonly phrase: string }> {
    const { place, secret = null, deviceName } = input;
    const phrase = await this.#phraseOf(input.phrase);
    const device = { id: randomUUID(), name: deviceName };
    const deps = this.#vaultDeps(place, secret, device);
    const found = await findVault(deps, signal);
    if (found && input.phrase.kind === 'new') throw vaultIsThere();
    if (!found) await this.#deps.checkTarget(deps.target, signal);
    const vault = found ? await openVault(deps, { phrase }, signal) : await createVault(deps, phrase, signal);
    try {
      const setup = {
        place,
        vaultId: vault.header.vaultId,
        deviceId: device.id,
        deviceName,
        settings: DEFAULT_SETTINGS,
        createdAt: this.#deps.nowMs(),
      };
      await this.#keep(setup, vault, secret);
      this.#offered = null;
      return { setup, phrase };
    } finally {
      closeVault(vault);
    }
  }

  /** The new phrase, once four of its words came back, in place of the former one. */
  async changePhrase(
    words: readonly { readonly index: number; readonly word: string }[],
    signal?: AbortSignal,
  ): Promise<string> {
    const phrase = this.#confirmed(words);
    await this.#deps.access.withVault(async (vault) => {
      await changePhrase(vault, phrase, signal);
    }, signal);
    this.#offered = null;
    return phrase;
  }

  /** Opens the vault of this workspace with a typed phrase, which proves that it is the right one. */
  async provePhrase(typed: string, signal?: AbortSignal): Promise<string> {
    const phrase = await this.#deps.phrases.parse(typed);
    await this.#deps.access.withPhrase(phrase, () => Promise.resolve(), signal);
    return phrase;
  }

  /** The keys that a typed phrase opens, in place of those that were kept. */
  async reenter(typed: string, signal?: AbortSignal): Promise<void> {
    const phrase = await this.#deps.phrases.parse(typed);
    const masterKey = await this.#deps.access.withPhrase(
      phrase,
      async ({ header, masterKey: key }, setup) => {
        if (header.vaultId !== setup.vaultId) throw anotherVault();
        return Uint8Array.from(key);
      },
      signal,
    );
    await this.#keepMasterKey(masterKey);
    masterKey.fill(0);
  }

  /** What opens the place now, in place of what was kept; proven before it is. */
  async changeAccess({ name, secret }: ChangeAccessInput, signal?: AbortSignal): Promise<void> {
    const { access, store, secrets } = this.#deps;
    const setup = await access.requireSetup();
    const changed = { ...setup, place: openedBy(setup.place, name) };
    const found = await findVault(this.#vaultDeps(changed.place, secret), signal);
    if (found?.vaultId !== setup.vaultId) throw anotherVault();
    await store.write({ command: 'backup.access', principal: 'user' }, (tx) => {
      secrets.setIn(tx, PLACE_SECRET, secret);
      putSetup(tx, changed);
    });
  }

  /** Takes the confirmed phrase for a new master key: the caller sends everything anew under it. */
  takeConfirmed(words: readonly { readonly index: number; readonly word: string }[]): string {
    return this.#confirmed(words);
  }

  /** They were used: the same words do not begin anything a second time. */
  forgetOffered(): void {
    this.#offered = null;
  }

  async #keepMasterKey(masterKey: Uint8Array): Promise<void> {
    await this.#deps.store.write({ command: 'backup.keys', principal: 'backup' }, (tx) =>
      this.#deps.secrets.setIn(tx, MASTER_SECRET, Buffer.from(masterKey).toString('base64')),
    );
  }

  async #keep(setup: BackupSetup, { masterKey }: Vault, secret: string | null): Promise<void> {
    const { store, secrets } = this.#deps;
    await store.write({ command: 'backup.set_up', principal: 'user' }, (tx) => {
      secrets.setIn(tx, MASTER_SECRET, Buffer.from(masterKey).toString('base64'));
      if (secret === null) secrets.removeIn(tx, PLACE_SECRET);
      else secrets.setIn(tx, PLACE_SECRET, secret);
      putSetup(tx, setup);
    });
  }

  async #phraseOf(phrase: SetUpBackupInput['phrase']): Promise<string> {
    return phrase.kind === 'new' ? this.#confirmed(phrase.words) : this.#deps.phrases.parse(phrase.phrase);
  }

  #confirmed(words: readonly { readonly index: number; readonly word: string }[]): string {
    const phrase = this.#offered;
    if (phrase === null) {
      throw new AppError(
        'conflict',
        'No new words were shown, or they were used already. Nothing was changed; ask for new words.',
      );
    }
    const all = phrase.split(' ');
    const given = new Map(words.map(({ index, word }) => [index, word.trim().toLowerCase()]));
    if (this.#asked.every((index) => given.get(index) === all[index])) return phrase;
    throw new AppError(
      'wrong_recovery_phrase',
      'These words are not the ones that were shown. Nothing was changed; look at your note and try again.',
    );
  }

  #vaultDeps(place: BackupPlace, secret: string | null, device = { id: randomUUID(), name: '' }) {
    this.#deps.access.limit(null);
    return this.#deps.access.vaultDeps({ place, deviceId: device.id, deviceName: device.name }, secret);
  }
}

/** The same place with another name to open it by. A folder has none, and an Adiuva server asks the account. */
function openedBy(place: BackupPlace, name: string | undefined): BackupPlace {
  switch (place.kind) {
    case 's3':
      return { ...place, accessKeyId: name || place.accessKeyId };
    case 'webdav':
      return { ...place, user: name ?? place.user };
    case 'folder':
    case 'adiuva':
      throw new AppError(
        'invalid_input',
        'This place is not opened by a password of its own. Nothing was changed.',
      );
  }
}

function vaultIsThere(): AppError {
  return new AppError(
    'conflict',
    'There is a backup at this place already. Nothing was changed; join it with its recovery phrase, or choose another place.',
  );
}

function anotherVault(): AppError {
  return new AppError(
    'conflict',
    'Another backup or none lies at this place now. Nothing was changed; disconnect this one and set it up anew to go on with that.',
  );
}
