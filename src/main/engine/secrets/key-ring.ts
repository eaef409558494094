import { randomBytes, randomUUID } from 'node:crypto';
import type { SlotKind } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { healKeyFile, readKeyFile, setAsideKeyFile, writeKeyFile } from './key-file.ts';
import type { KeyFile, KeySlot } from './key-file.ts';
import { KEY_BYTES, isStoreKey, keyCheckValue, requireStoreKey } from './slot-crypto.ts';
import { forgetSlot, makeSlot, openSlot } from './slots.ts';
import type { Credential, NewSlot, SlotPorts } from './slots.ts';

export type SlotStatus = {
  readonly kind: SlotKind;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
};

/**
 * The ways to unlock one data folder's store. A random 256-bit store key is wrapped once per slot; there is
 * one slot of a kind, always at least two kinds, and one of them always a passphrase or a recovery phrase,
 * which leave with the person and not with the machine.
 */
export type KeyRing = {
  /** `null` before set-up. Rejects with `store_corrupt` where the key file and its copy are both damaged. */
  list(): Promise<readonly SlotStatus[] | null>;
  /** Names the store whose keys these are; `null` before set-up. */
  storeId(): Promise<string | null>;
  /** First set-up. The recovery phrase is told here and nowhere else; `null` when none was asked for. */
  create(slots: readonly NewSlot[]): Promise<{ key: Uint8Array; recoveryPhrase: string | null }>;
  /**
   * The store key. Rejects with `wrong_passphrase`, `wrong_recovery_phrase`, `keychain_unavailable`, or
   * `store_absent` before set-up.
   */
  unlock(credential: Credential): Promise<Uint8Array>;
  /**
   * Adds a slot, or replaces the one of its kind. The former one goes only after the new one, read back
   * from the disk, has returned the key.
   */
  put(key: Uint8Array, slot: NewSlot): Promise<{ recoveryPhrase: string | null }>;
  /** Rejects with `last_key_slot` where too few would stay. */
  remove(key: Uint8Array, kind: SlotKind): Promise<void>;
  /** Whether a phrase typed back is the one that was told. */
  isRecoveryPhrase(phrase: string): Promise<boolean>;
  /** Renames the key files so that they are found again but no longer used: `keyslots.<label>.json`. */
  setAside(label: string): Promise<void>;
};

export type KeyRingOptions = SlotPorts & {
  /** The data folder; it must exist. */
  readonly folder: string;
};

export function createKeyRing(options: KeyRingOptions): KeyRing {
  const { folder } = options;
  let tail: Promise<unknown> = Promise.resolve();

  /** Changes read, then write: two at once would lose one of them. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  }

  return {
    async list() {
      const file = await readKeyFile(folder);
      return file && statusOf(file.slots);
    },
    async storeId() {
      return (await readKeyFile(folder))?.storeId ?? null;
    },
    create: (slots) => inTurn(() => createKeys(slots, options)),
    async unlock(credential) {
      const file = await requireKeyFile(folder);
      const key = await openAny(file, credential, options);
      // A folder that cannot be written now must still open; the next unlock tries again.
      await healKeyFile(folder, file).catch(() => undefined);
      return key;
    },
    put: (key, slot) => inTurn(() => putSlot(key, slot, options)),
    remove: (key, kind) => inTurn(() => removeSlots(key, kind, options)),
    setAside: (label) => inTurn(() => setAsideKeyFile(folder, label)),
    async isRecoveryPhrase(phrase) {
      try {
        const key = await openAny(await requireKeyFile(folder), { kind: 'recovery', phrase }, options);
        key.fill(0);
        return true;
      } catch (error) {
        if (error instanceof AppError && error.code === 'wrong_recovery_phrase') return false;
        throw error;
      }
    },
  };
}

async function createKeys(
  slots: readonly NewSlot[],
  options: KeyRingOptions,
): Promise<{ key: Uint8Array; recoveryPhrase: string | null }> {
  if (await readKeyFile(options.folder)) {
    throw new AppError(
      'conflict',
      'This data folder already has keys. Nothing was changed; unlock it, or choose another folder.',
    );
  }
  const kinds = slots.map((slot) => slot.kind);
  requireEnough(kinds);
  invariant(new Set(kinds).size === kinds.length, 'one slot of a kind');
  const key = randomBytes(KEY_BYTES);
  const store = { version: 1, storeId: randomUUID() } as const;
  const made = await Promise.all(slots.map((slot) => makeSlot(slot, key, store, options)));
  const check = keyCheckValue(key, store.storeId);
  await writeKeyFile(options.folder, {
    format: 'adiuva-key-slots',
    ...store,
    check,
    slots: made.map(({ slot }) => slot),
  });
  try {
    for (const { credential } of made) await verifyWritten(key, credential, options);
  } catch (error) {
    await setAsideKeyFile(options.folder, 'unusable');
    throw error;
  }
  return { key, recoveryPhrase: phraseOf(made.map(({ credential }) => credential)) };
}

async function putSlot(
  key: Uint8Array,
  wanted: NewSlot,
  options: KeyRingOptions,
): Promise<{ recoveryPhrase: string | null }> {
  const file = await requireKeyFile(options.folder);
  requireStoreKey(key, file.storeId, file.check);
  const { slot, credential } = await makeSlot(wanted, key, file, options);
  await writeKeyFile(options.folder, { ...file, slots: [slot, ...file.slots] });
  try {
    await verifyWritten(key, credential, options, slot.id);
  } catch (error) {
    await writeKeyFile(options.folder, file);
    throw error;
  }
  const former = file.slots.filter((other) => other.kind === slot.kind);
  await writeKeyFile(options.folder, {
    ...file,
    slots: [slot, ...file.slots.filter((other) => other.kind !== slot.kind)],
  });
  await forgetAll(former, options);
  return { recoveryPhrase: phraseOf([credential]) };
}

async function removeSlots(key: Uint8Array, kind: SlotKind, options: KeyRingOptions): Promise<void> {
  const file = await requireKeyFile(options.folder);
  requireStoreKey(key, file.storeId, file.check);
  const staying = file.slots.filter((slot) => slot.kind !== kind);
  requireEnough(staying.map((slot) => slot.kind));
  await writeKeyFile(options.folder, { ...file, slots: staying });
  await forgetAll(
    file.slots.filter((slot) => slot.kind === kind),
    options,
  );
}

/** The proof that a slot works is what the disk holds, not what memory holds. */
async function verifyWritten(
  key: Uint8Array,
  credential: Credential,
  options: KeyRingOptions,
  slotId?: string,
): Promise<void> {
  const file = await requireKeyFile(options.folder);
  const slots = slotId ? file.slots.filter((slot) => slot.id === slotId) : file.slots;
  const readBack = await openAny({ ...file, slots }, credential, options);
  const same = Buffer.compare(readBack, key) === 0;
  readBack.fill(0);
  if (same) return;
  throw new AppError(
    'internal',
    'A new way to unlock did not return the key when read back. The former ones still work; try again.',
  );
}

async function openAny(file: KeyFile, credential: Credential, ports: SlotPorts): Promise<Buffer> {
  const candidates = file.slots.filter((slot) => slot.kind === credential.kind);
  for (const slot of candidates) {
    const key = await openSlot(slot, credential, file, ports);
    if (key && isStoreKey(key, file.storeId, file.check)) return key;
  }
  throw refused(credential.kind, candidates.length > 0);
}

/** A leftover keychain entry opens nothing once its slot is gone, so a failure to remove it is no failure. */
async function forgetAll(slots: readonly KeySlot[], ports: SlotPorts): Promise<void> {
  for (const slot of slots) await forgetSlot(slot, ports).catch(() => undefined);
}

async function requireKeyFile(folder: string): Promise<KeyFile> {
  const file = await readKeyFile(folder);
  if (file) return file;
  throw new AppError('store_absent', 'There are no keys in this folder yet. Create a store first.');
}

function requireEnough(kinds: readonly SlotKind[]): void {
  const distinct = new Set(kinds);
  const portable = distinct.has('passphrase') || distinct.has('recovery');
  if (distinct.size >= 2 && portable) return;
  throw new AppError(
    'last_key_slot',
    'A store keeps at least two ways to unlock it, one of them a passphrase or a recovery phrase. Nothing was changed; add another way first.',
  );
}

function statusOf(slots: readonly KeySlot[]): SlotStatus[] {
  const byKind = new Map<SlotKind, SlotStatus>();
  for (const { kind, createdAt } of slots) if (!byKind.has(kind)) byKind.set(kind, { kind, createdAt });
  return [...byKind.values()];
}

function phraseOf(credentials: readonly Credential[]): string | null {
  const recovery = credentials.find((credential) => credential.kind === 'recovery');
  return recovery?.phrase ?? null;
}

function refused(kind: SlotKind, hasSlot: boolean): AppError {
  if (kind === 'passphrase') {
    return new AppError(
      'wrong_passphrase',
      hasSlot
        ? 'The passphrase is not right. Nothing was changed; try again, or use the recovery phrase.'
        : 'This store has no passphrase. Nothing was changed; use the keychain or the recovery phrase.',
    );
  }
  if (kind === 'recovery') {
    return new AppError(
      'wrong_recovery_phrase',
      hasSlot
        ? 'This recovery phrase belongs to another store. Nothing was changed; check the words and try again.'
        : 'This store has no recovery phrase. Nothing was changed; use the passphrase or the keychain.',
    );
  }
  return new AppError(
    'keychain_unavailable',
    'The keychain of this system does not hold the key of this store. Your data is safe; unlock with your passphrase or recovery phrase.',
    { details: { reason: hasSlot ? 'no matching entry' : 'no slot of this kind' } },
  );
}
