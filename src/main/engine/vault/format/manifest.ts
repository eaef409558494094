import { z } from 'zod';
import { invariant } from '#shared/kernel/invariant.ts';
import { createCursor, u32 } from './byte-cursor.ts';
import { decodePageMap, encodePageMap } from './page-map.ts';
import { damaged } from './refusals.ts';
import { fromJsonBytes, openBody, sealBody, toJsonBytes } from './sealed-body.ts';
import { device, hash, rowCounts, vaultId, whole } from './sealed-schemas.ts';
import { hashOf, ID_BYTES } from './vault-keys.ts';
import { newVaultId, objectName } from './vault-names.ts';
import type { BackupEntry, Manifest, SealedObject, Sealing, VaultKeys } from './vault-types.ts';

/** 256 GiB of pages of 4 KiB. */
const MAX_PAGES = 0x400_0000;

const manifestFacts = z.strictObject({
  sequence: whole.min(1),
  device,
  createdAtMs: whole,
  appVersion: z.string(),
  storeSchema: whole,
  storeId: z.string(),
  pageSizeBytes: whole.min(512).max(65_536),
  pageCount: whole.max(MAX_PAGES),
  rowCounts,
  indexIds: z.array(vaultId),
  packIds: z.array(vaultId),
  formerHash: hash.nullable(),
  chunkCount: whole,
});

export function sealManifest(
  sealing: Sealing,
  manifest: Manifest,
  id: string = newVaultId(sealing.random),
): SealedObject {
  const { chunks, pages, ...facts } = manifest;
  invariant(pages.chunkOf.length === facts.pageCount, 'the map has an entry for each page');
  const json = toJsonBytes(manifestFacts.parse({ ...facts, chunkCount: chunks.length }));
  const chunkIds = Buffer.from(chunks.join(''), 'hex');
  invariant(chunkIds.length === chunks.length * ID_BYTES, 'chunk ids have 16 bytes');
  return sealBody(
    sealing,
    'manifest',
    id,
    Buffer.concat([u32(json.length), json, chunkIds, encodePageMap(pages)]),
  );
}

export function openManifest(keys: VaultKeys, id: string, bytes: Uint8Array): Manifest {
  const name = objectName(keys.generation, 'manifest', id);
  const cursor = createCursor(openBody(keys, { name, type: 'manifest', id }, bytes).plain);
  const facts = manifestFacts.safeParse(fromJsonBytes(name, cursor.bytes(cursor.u32())));
  if (!facts.success || !cursor.isSound) throw damaged(name, 'content');
  const { chunkCount, ...rest } = facts.data;
  const chunks: string[] = [];
  while (chunks.length < chunkCount && cursor.isSound) chunks.push(cursor.hex(ID_BYTES));
  const pages = decodePageMap(cursor.rest(), rest.pageCount, chunkCount);
  if (pages === null || !cursor.isSound) throw damaged(name, 'content');
  return { ...rest, chunks, pages };
}

/** The manifest that the head's entry means, and no other that was ever sealed: its hash and its facts must agree. */
export function requireManifest(keys: VaultKeys, entry: BackupEntry, bytes: Uint8Array): Manifest {
  const name = objectName(keys.generation, 'manifest', entry.manifestId);
  // Opened first: what is wrong with it says more than that its hash is another.
  const manifest = openManifest(keys, entry.manifestId, bytes);
  const agrees =
    hashOf(bytes) === entry.manifestHash &&
    manifest.sequence === entry.sequence &&
    manifest.device.id === entry.device.id &&
    manifest.pageCount === entry.pageCount;
  if (!agrees) throw damaged(name, 'wrong_object');
  return manifest;
}
