import { createHash, createHmac, hkdfSync } from 'node:crypto';
import type { VaultKeys } from './vault-types.ts';

const KEY_BYTES = 32;

/** Bytes of a page's or chunk's keyed id: HMAC-SHA256, cut to its first half. */
export const ID_BYTES = 16;

/** HKDF-SHA256 (RFC 5869) with the vault's id as salt and `adiuva/vault/v1/<label>` as info. */
export function deriveSubkey(key: Uint8Array, vaultId: string, label: string): Buffer {
  const salt = Buffer.from(vaultId, 'hex');
  return Buffer.from(hkdfSync('sha256', key, salt, `adiuva/vault/v1/${label}`, KEY_BYTES));
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
  return createHmac('sha256', keys.pageId).update(page).digest().subarray(0, ID_BYTES);
}

/** The id of a chunk, hex: made from the ids of its pages, which stand for their content. */
export function chunkIdOf(keys: VaultKeys, pageIds: Uint8Array): string {
  return createHmac('sha256', keys.chunkId).update(pageIds).digest().toString('hex', 0, ID_BYTES);
}

/** SHA-256, hex: what heads, manifests and indexes remember of whole objects. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
