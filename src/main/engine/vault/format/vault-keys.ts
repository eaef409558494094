import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { VaultKeys } from './vault-types.ts';

const KEY_BYTES = 32;

/** Bytes of a page's or chunk's keyed id: HMAC-SHA256, cut to its first half. */
export const ID_BYTES = 16;

/** HKDF-SHA256 (RFC 5869). */
export function hkdf(
  key: Uint8Array,
  salt: Uint8Array,
  info: string | Uint8Array,
  lengthBytes = KEY_BYTES,
): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, lengthBytes));
}

/** HMAC-SHA256 (RFC 2104). */
export function hmac(key: Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** A key made from another for one use: the vault's id is the salt, `adiuva/vault/v1/<label>` the info. */
export function deriveSubkey(key: Uint8Array, vaultId: string, label: string): Buffer {
  return hkdf(key, Buffer.from(vaultId, 'hex'), `adiuva/vault/v1/${label}`);
}

/** The subkeys of one generation. Plain data: a worker is given these and never the master key. */
export function deriveVaultKeys(masterKey: Uint8Array, vaultId: string, generation: number): VaultKeys {
  const subkey = (label: string): Buffer => deriveSubkey(masterKey, vaultId, label);
  return {
    vaultId,
    generation,
    pack: subkey('pack'),
    index: subkey('index'),
    manifest: subkey('manifest'),
    head: subkey('head'),
    doomed: subkey('doomed'),
    chunkId: subkey('chunk-id'),
    pageId: subkey('page-id'),
  };
}

/** The keyed id of a plain page: the same content has the same id in this generation, and tells nobody else anything. */
export function pageIdOf(keys: VaultKeys, page: Uint8Array): Buffer {
  return hmac(keys.pageId, page).subarray(0, ID_BYTES);
}

/** The id of a chunk, hex: made from the ids of its pages, which stand for their content. */
export function chunkIdOf(keys: VaultKeys, pageIds: Uint8Array): string {
  return hmac(keys.chunkId, pageIds).toString('hex', 0, ID_BYTES);
}

/** SHA-256, hex: what heads, manifests and indexes remember of whole objects. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
