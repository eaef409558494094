import { timingSafeEqual } from 'node:crypto';
import { parseRecoveryPhrase, wrongPhrase } from '#main/engine/secrets/recovery-phrase.ts';
import { deriveKey } from '#main/engine/secrets/slot-crypto.ts';
import { AppError } from '#shared/errors.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { decryptGcm, encryptGcm, NONCE_BYTES, TAG_BYTES } from './aes-gcm.ts';
import { digestOf, KDF_FLOOR, requireFairWork } from './header-file.ts';
import { damaged } from './refusals.ts';
import { deriveSubkey, deriveVaultKeys } from './vault-keys.ts';
import { HEADER_NAME, newVaultId } from './vault-names.ts';
import type { RandomBytes, UnlockedVault, VaultHeader } from './vault-types.ts';

const KEY_BYTES = 32;
const KDF_SALT_BYTES = 16;

/** What the wrapped key is bound to. */
type Bound = Omit<VaultHeader, 'wrappedKey' | 'digest'>;
type Identity = Pick<VaultHeader, 'vaultId' | 'generation' | 'createdAtMs'>;

/** A new vault of generation 1 with a random master key, wrapped by the phrase. Nothing is written. */
export async function createHeader(options: {
  readonly phrase: string;
  readonly createdAtMs: number;
  readonly random: RandomBytes;
}): Promise<UnlockedVault> {
  const { phrase, createdAtMs, random } = options;
  const identity = { vaultId: newVaultId(random), generation: 1, createdAtMs };
  return wrap(identity, Buffer.from(random(KEY_BYTES)), phrase, random);
}

/** The same master key under a new phrase: the former phrase opens the former header only. */
export async function rewrapHeader(
  { header, masterKey }: UnlockedVault,
  { phrase, random }: { readonly phrase: string; readonly random: RandomBytes },
): Promise<UnlockedVault> {
  return wrap(header, masterKey, phrase, random);
}

/** A new master key in a new generation: what was sealed before stays readable to whoever has the former phrase. */
export async function nextGeneration(
  { header }: UnlockedVault,
  { phrase, random }: { readonly phrase: string; readonly random: RandomBytes },
): Promise<UnlockedVault> {
  const identity = { ...header, generation: header.generation + 1 };
  return wrap(identity, Buffer.from(random(KEY_BYTES)), phrase, random);
}

/**
 * Opens a vault by its phrase, typed in any spelling. Rejects with `wrong_recovery_phrase` for a phrase that is none
 * or another vault's, and with `backup_damaged` where the phrase is right and the header was tampered with.
 */
export async function unlockHeader(header: VaultHeader, phrase: string): Promise<UnlockedVault> {
  requireFairWork(header.kdf);
  const wrappingKey = await deriveKey(await parseRecoveryPhrase(phrase), header.kdf);
  try {
    return unlockWithWrappingKey(header, wrappingKey);
  } finally {
    wrappingKey.fill(0);
  }
}

/** The step behind Argon2id: what the phrase has become must be this vault's, and open the master key. */
export function unlockWithWrappingKey(header: VaultHeader, wrappingKey: Uint8Array): UnlockedVault {
  if (!isCheckOf(wrappingKey, header.vaultId, 'key-check', header.keyCheck)) {
    throw wrongPhrase('These words are a recovery phrase, but not that of this backup.');
  }
  const { nonce, ciphertext, tag } = header.wrappedKey;
  const sealed = Buffer.concat([Buffer.from(ciphertext, 'base64'), Buffer.from(tag, 'base64')]);
  const masterKey = decryptGcm(wrappingKey, Buffer.from(nonce, 'base64'), bindingOf(header), sealed);
  if (masterKey === null || !isCheckOf(masterKey, header.vaultId, 'master-check', header.masterCheck)) {
    throw damaged(HEADER_NAME, 'altered');
  }
  return { header, masterKey, keys: deriveVaultKeys(masterKey, header.vaultId, header.generation) };
}

/** Opens a vault by a master key that was remembered. Throws `store_wrong_key` where it has been changed since. */
export function unlockWithMasterKey(header: VaultHeader, masterKey: Uint8Array): UnlockedVault {
  if (!isCheckOf(masterKey, header.vaultId, 'master-check', header.masterCheck)) {
    throw new AppError(
      'store_wrong_key',
      'The key remembered for this backup is not its key any more. Nothing was changed; enter the recovery phrase again.',
    );
  }
  return { header, masterKey, keys: deriveVaultKeys(masterKey, header.vaultId, header.generation) };
}

async function wrap(
  identity: Identity,
  masterKey: Uint8Array,
  phrase: string,
  random: RandomBytes,
): Promise<UnlockedVault> {
  const salt = Buffer.from(random(KDF_SALT_BYTES)).toString('base64');
  const kdf = { name: 'argon2id', ...KDF_FLOOR, salt } as const;
  const wrappingKey = await deriveKey(await parseRecoveryPhrase(phrase), kdf);
  const nonce = Buffer.from(random(NONCE_BYTES));
  try {
    return wrapWithWrappingKey({ ...identity, kdf }, masterKey, wrappingKey, nonce);
  } finally {
    wrappingKey.fill(0);
  }
}

/** The step behind Argon2id: the header of a master key that is wrapped by what the phrase has become. */
export function wrapWithWrappingKey(
  { vaultId, generation, createdAtMs, kdf }: Identity & Pick<VaultHeader, 'kdf'>,
  masterKey: Uint8Array,
  wrappingKey: Uint8Array,
  nonce: Buffer,
): UnlockedVault {
  const bound: Bound = {
    format: 'adiuva-vault',
    version: 1,
    vaultId,
    generation,
    createdAtMs,
    kdf,
    keyCheck: checkOf(wrappingKey, vaultId, 'key-check'),
    masterCheck: checkOf(masterKey, vaultId, 'master-check'),
  };
  const sealed = encryptGcm(wrappingKey, nonce, bindingOf(bound), masterKey);
  const wrappedKey = {
    nonce: nonce.toString('base64'),
    ciphertext: sealed.toString('base64', 0, KEY_BYTES),
    tag: sealed.toString('base64', KEY_BYTES, KEY_BYTES + TAG_BYTES),
  };
  const header = { ...bound, wrappedKey, digest: digestOf({ ...bound, wrappedKey }) };
  return { header, masterKey, keys: deriveVaultKeys(masterKey, vaultId, generation) };
}

/** All fields but the two that come after the wrapping. */
function bindingOf(header: Bound): Buffer {
  const { format, version, vaultId, generation, createdAtMs, kdf, keyCheck, masterCheck } = header;
  const bound = { format, version, vaultId, generation, createdAtMs, kdf, keyCheck, masterCheck };
  return Buffer.from(canonicalJson(bound), 'utf8');
}

function checkOf(key: Uint8Array, vaultId: string, label: string): string {
  return deriveSubkey(key, vaultId, label).toString('base64');
}

function isCheckOf(key: Uint8Array, vaultId: string, label: string, check: string): boolean {
  const expected = Buffer.from(check, 'base64');
  const actual = deriveSubkey(key, vaultId, label);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
