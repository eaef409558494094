import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import type { KdfParams, SealedBox } from './key-file.ts';

/** RFC 9106's second recommended option: 64 MiB, three passes; one lane, as it runs on one thread. */
export const KDF_DEFAULTS = { memoryKiB: 65_536, passes: 3, lanes: 1 } as const;
export const SALT_BYTES = 16;
export const KEY_BYTES = 32;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** What a box is bound to beside its key. */
type Aad = string | Uint8Array;

export function newKdfParams(): KdfParams {
  return { name: 'argon2id', ...KDF_DEFAULTS, salt: randomBytes(SALT_BYTES).toString('base64') };
}

/** Stretches a secret to a 256-bit key with Argon2id (RFC 9106). The library loads when first used. */
export async function deriveKey(secret: string, params: KdfParams): Promise<Buffer> {
  const { hash } = await import('argon2');
  return hash(Buffer.from(secret, 'utf8'), {
    raw: true,
    type: 2, // argon2id
    version: 0x13,
    salt: Buffer.from(params.salt, 'base64'),
    memoryCost: params.memoryKiB,
    timeCost: params.passes,
    parallelism: params.lanes,
    hashLength: KEY_BYTES,
  });
}

/** AES-256-GCM with a random 96-bit nonce; a wrapping key seals one box only, so nonces cannot repeat under it. */
export function seal(wrappingKey: Uint8Array, plain: Uint8Array, aad: Aad): SealedBox {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, wrappingKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(typeof aad === 'string' ? Buffer.from(aad, 'utf8') : aad);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    ciphertext: ciphertext.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
}

/** The sealed bytes, or `null` where the key is wrong or anything was altered. */
export function unseal(wrappingKey: Uint8Array, box: SealedBox, aad: Aad): Buffer | null {
  const nonce = Buffer.from(box.nonce, 'base64');
  const tag = Buffer.from(box.tag, 'base64');
  // Node would accept shorter tags, which can be guessed.
  if (nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, wrappingKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(typeof aad === 'string' ? Buffer.from(aad, 'utf8') : aad);
  decipher.setAuthTag(tag);
  const plain = decipher.update(Buffer.from(box.ciphertext, 'base64'));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    plain.fill(0);
    return null;
  }
}

/** Tells whether a store key is the right one without opening the store: HKDF-SHA256 (RFC 5869) under its own label. */
export function keyCheckValue(storeKey: Uint8Array, storeId: string): string {
  return Buffer.from(hkdfSync('sha256', storeKey, storeId, 'adiuva/key-check/v1', 32)).toString('base64');
}

export function isStoreKey(candidate: Uint8Array, storeId: string, check: string): boolean {
  const actual = Buffer.from(keyCheckValue(candidate, storeId), 'base64');
  const expected = Buffer.from(check, 'base64');
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}

export function requireStoreKey(candidate: Uint8Array, storeId: string, check: string): void {
  if (isStoreKey(candidate, storeId, check)) return;
  throw new AppError(
    'store_wrong_key',
    'This key does not belong to this data folder. Nothing was changed; unlock the store first.',
  );
}
