import { createCipheriv, createDecipheriv } from 'node:crypto';

export const TAG_BYTES = 16;
export const NONCE_BYTES = 12;

const CIPHER = 'aes-256-gcm';

/** Ciphertext and tag in one piece: AES-256-GCM (NIST SP 800-38D), tag always whole. */
export function encryptGcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plain: Uint8Array): Buffer {
  return Buffer.concat(encryptGcmParts(key, nonce, aad, [plain]));
}

/** As `encryptGcm`, of what lies in several places, and without a copy: what it returns belongs together. */
export function encryptGcmParts(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plain: readonly Uint8Array[],
): Buffer[] {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return [...plain.map((part) => cipher.update(part)), cipher.final(), cipher.getAuthTag()];
}

/** The plain bytes, or `null` where key, nonce or binding differ or one bit was changed. */
export function decryptGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Buffer | null {
  const length = sealed.length - TAG_BYTES;
  if (length < 0 || nonce.length !== NONCE_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(length));
  const plain = decipher.update(sealed.subarray(0, length));
  try {
    decipher.final();
    return plain;
  } catch {
    plain.fill(0);
    return null;
  }
}
