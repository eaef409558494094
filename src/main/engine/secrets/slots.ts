import { randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import { slotBinding } from './key-file.ts';
import type { KeyFile, KeySlot } from './key-file.ts';
import type { Keychain } from './keychain.ts';
import { newRecoveryPhrase, parseRecoveryPhrase } from './recovery-phrase.ts';
import { openSealed, requireBackend } from './safe-storage.ts';
import type { SafeStorage } from './safe-storage.ts';
import { KEY_BYTES, deriveKey, newKdfParams, seal, unseal } from './slot-crypto.ts';

/** A slot to be made; a recovery slot makes its own phrase, unless it is to open with one that is known already. */
export type NewSlot =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'recovery'; readonly phrase?: string }
  | { readonly kind: 'keychain' }
  | { readonly kind: 'safe-storage' };

/** What opens a slot. */
export type Credential =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'recovery'; readonly phrase: string }
  | { readonly kind: 'keychain' }
  | { readonly kind: 'safe-storage' };

export type SlotPorts = {
  readonly nowMs: () => number;
  readonly keychain: Keychain | null;
  readonly safeStorage: SafeStorage | null;
};

export type MadeSlot = {
  readonly slot: KeySlot;
  /** What opens the slot just made; for a recovery slot the only place where the phrase is told. */
  readonly credential: Credential;
};

type StoreRef = Pick<KeyFile, 'version' | 'storeId'>;

const SHORTEST_PASSPHRASE = 8;

/** Wraps the store key for one way of unlocking. Nothing is written but the keychain's own entry. */
export async function makeSlot(
  wanted: NewSlot,
  storeKey: Uint8Array,
  store: StoreRef,
  ports: SlotPorts,
): Promise<MadeSlot> {
  const base = { id: randomUUID(), createdAt: ports.nowMs() };
  const binding = slotBinding(store, { id: base.id, kind: wanted.kind });
  switch (wanted.kind) {
    case 'passphrase': {
      const passphrase = requireStrongPassphrase(wanted.passphrase);
      const sealed = await sealWithSecret(passphrase, storeKey, binding);
      return {
        slot: { kind: wanted.kind, ...base, ...sealed },
        credential: { kind: wanted.kind, passphrase },
      };
    }
    case 'recovery': {
      const { phrase: given } = wanted;
      const phrase = given === undefined ? await newRecoveryPhrase() : await parseRecoveryPhrase(given);
      const sealed = await sealWithSecret(phrase, storeKey, binding);
      return { slot: { kind: wanted.kind, ...base, ...sealed }, credential: { kind: wanted.kind, phrase } };
    }
    case 'keychain': {
      const account = `${store.storeId}/${base.id}`;
      const wrappingKey = randomBytes(KEY_BYTES);
      await requireKeychain(ports.keychain).set(account, wrappingKey.toString('base64'));
      const box = seal(wrappingKey, storeKey, binding);
      return { slot: { kind: wanted.kind, ...base, account, box }, credential: { kind: wanted.kind } };
    }
    case 'safe-storage': {
      const backend = await requireBackend(ports.safeStorage);
      const wrappingKey = randomBytes(KEY_BYTES);
      const bytes = await ports.safeStorage?.encrypt(wrappingKey.toString('base64'));
      const sealed = Buffer.from(bytes ?? []).toString('base64');
      const box = seal(wrappingKey, storeKey, binding);
      return {
        slot: { kind: wanted.kind, ...base, backend, sealed, box },
        credential: { kind: wanted.kind },
      };
    }
  }
}

/** The store key, or `null` where the credential is not this slot's. */
export async function openSlot(
  slot: KeySlot,
  credential: Credential,
  store: StoreRef,
  ports: SlotPorts,
): Promise<Buffer | null> {
  const wrappingKey = await wrappingKeyOf(slot, credential, ports);
  if (!wrappingKey) return null;
  try {
    return unseal(wrappingKey, slot.box, slotBinding(store, slot));
  } finally {
    wrappingKey.fill(0);
  }
}

/** Removes what a slot has outside the key file. */
export async function forgetSlot(slot: KeySlot, ports: SlotPorts): Promise<void> {
  if (slot.kind === 'keychain') await ports.keychain?.remove(slot.account);
}

async function wrappingKeyOf(
  slot: KeySlot,
  credential: Credential,
  ports: SlotPorts,
): Promise<Buffer | null> {
  if (slot.kind === 'passphrase' && credential.kind === 'passphrase') {
    return deriveKey(normalisePassphrase(credential.passphrase), slot.kdf);
  }
  if (slot.kind === 'recovery' && credential.kind === 'recovery') {
    return deriveKey(await parseRecoveryPhrase(credential.phrase), slot.kdf);
  }
  if (slot.kind === 'keychain' && credential.kind === 'keychain') {
    return decodeKey(await requireKeychain(ports.keychain).get(slot.account));
  }
  if (slot.kind === 'safe-storage' && credential.kind === 'safe-storage') {
    return decodeKey(await openSealed(ports.safeStorage, slot));
  }
  return null;
}

async function sealWithSecret(secret: string, storeKey: Uint8Array, binding: string) {
  const kdf = newKdfParams();
  const wrappingKey = await deriveKey(secret, kdf);
  const box = seal(wrappingKey, storeKey, binding);
  wrappingKey.fill(0);
  return { kdf, box };
}

function decodeKey(text: string | null): Buffer | null {
  const key = text === null ? null : Buffer.from(text, 'base64');
  return key?.length === KEY_BYTES ? key : null;
}

/** Keyboards compose accents differently; NFKC makes them one (RFC 8265 does the same for passwords). */
function normalisePassphrase(passphrase: string): string {
  return passphrase.normalize('NFKC');
}

function requireStrongPassphrase(passphrase: string): string {
  const normal = normalisePassphrase(passphrase);
  const characters = Array.from(normal);
  if (characters.length < SHORTEST_PASSPHRASE || new Set(characters).size < 3) {
    throw new AppError(
      'weak_passphrase',
      `A passphrase needs at least ${SHORTEST_PASSPHRASE} characters, three of them different. Nothing was changed; a few unrelated words are easy to remember.`,
    );
  }
  return normal;
}

function requireKeychain(keychain: Keychain | null): Keychain {
  if (keychain) return keychain;
  throw new AppError(
    'keychain_unavailable',
    'This host uses no keychain. Your data is safe; unlock with your passphrase or recovery phrase.',
    { details: { reason: 'no keychain on this host' } },
  );
}
