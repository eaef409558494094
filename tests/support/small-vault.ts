import { createHash } from 'node:crypto';
import {
  createPackWriter,
  deriveVaultKeys,
  pageIdOf,
  sealDoomed,
  sealHead,
  sealIndex,
  sealManifest,
  type BackupEntry,
  type Manifest,
  type RandomBytes,
  type Sealing,
} from '#main/engine/vault/format/index.ts';

/** The same bytes for the same seed: SHA-256 of the seed and a counter. */
export function seededBytes(seed: string): RandomBytes {
  let counter = 0;
  return (size) => {
    const blocks = Array.from({ length: Math.ceil(size / 32) }, () => {
      counter += 1;
      return createHash('sha256').update(`${seed}/${counter}`).digest();
    });
    return Buffer.concat(blocks).subarray(0, size);
  };
}

const PAGE_BYTES = 4096;

/** Pages of which a quarter is noise and the rest is text, as a store's pages are neither. */
export function makePages(count: number, random: RandomBytes): Buffer {
  const pages = Buffer.alloc(count * PAGE_BYTES, 'A line of a note that says something. ');
  for (let page = 0; page < count; page += 1) pages.set(random(PAGE_BYTES / 4), page * PAGE_BYTES);
  return pages;
}

export function pageIdsOf(sealing: Sealing, pages: Uint8Array): Buffer {
  const count = pages.length / PAGE_BYTES;
  return Buffer.concat(
    Array.from({ length: count }, (_, at) =>
      pageIdOf(sealing.keys, pages.subarray(at * PAGE_BYTES, (at + 1) * PAGE_BYTES)),
    ),
  );
}

/** One pack of chunks of two pages each. */
export function makePack(sealing: Sealing, chunkCount: number) {
  const writer = createPackWriter(sealing);
  const chunks = Array.from({ length: chunkCount }, () => {
    const pages = makePages(2, sealing.random);
    writer.addChunk(pages, pageIdsOf(sealing, pages));
    return pages;
  });
  return { ...writer.finish(), pages: chunks };
}

/** All objects of a backup of a few pages, made with a master key and randomness of the seed. */
export function makeSmallBackup(seed = 'small', generation = 1) {
  const random = seededBytes(seed);
  const vaultId = Buffer.from(random(16)).toString('hex');
  const masterKey = random(32);
  const sealing: Sealing = { keys: deriveVaultKeys(masterKey, vaultId, generation), random };
  const pack = makePack(sealing, 3);
  const index = sealIndex(sealing, { packs: [pack.entry] });
  const manifest: Manifest = {
    sequence: 1,
    device: { id: 'device-one', name: 'Laptop' },
    createdAtMs: 1_700_000_000_000,
    appVersion: '0.1.0',
    storeSchema: 42,
    storeId: '018f3c5e-0000-7000-8000-000000000001',
    pageSizeBytes: PAGE_BYTES,
    pageCount: 8,
    rowCounts: { notes: 3, tasks: 12 },
    indexIds: [index.id],
    packIds: [pack.entry.packId],
    formerHash: null,
    chunks: pack.entry.chunks.map(({ chunkId }) => chunkId),
    pages: {
      chunkOf: Int32Array.of(0, 0, 1, -1, 2, 2, -1, 1),
      placeOf: Uint16Array.of(0, 1, 0, 0, 0, 1, 0, 1),
    },
  };
  const sealedManifest = sealManifest(sealing, manifest);
  const entry: BackupEntry = {
    sequence: 1,
    manifestId: sealedManifest.id,
    manifestHash: sealedManifest.hash,
    createdAtMs: manifest.createdAtMs,
    device: manifest.device,
    pageCount: manifest.pageCount,
    rowCounts: manifest.rowCounts,
    addedBytes: pack.object.bytes.length + index.bytes.length + sealedManifest.bytes.length,
    wholeBytes: 8 * PAGE_BYTES,
  };
  const head = {
    sequence: 1,
    formerHash: null,
    writtenAtMs: 1_700_000_000_500,
    deviceId: 'device-one',
    backups: [entry],
  };
  const doomed = {
    createdAtMs: 1_700_000_001_000,
    headSequence: 1,
    names: [`g${generation}/packs/${pack.entry.packId}`],
  };
  return {
    sealing,
    masterKey,
    pack,
    index,
    manifest,
    sealedManifest,
    entry,
    head,
    sealedHead: sealHead(sealing, head),
    doomed,
    sealedDoomed: sealDoomed(sealing, doomed),
  };
}
