import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  createHeader,
  createPackWriter,
  deriveVaultKeys,
  encodeHeader,
  HEADER_NAME,
  headName,
  objectName,
  pageIdOf,
  sealDoomed,
  sealHead,
  sealIndex,
  sealManifest,
  type BackupEntry,
  type Manifest,
  type Sealing,
} from '#main/engine/vault/format/index.ts';

/** The same bytes for the same seed: SHA-256 of the seed and a counter. */
export function seededBytes(seed: string): (size: number) => Buffer {
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
export function makePages(count: number, random: Sealing['random']): Buffer {
  const pages = Buffer.alloc(count * PAGE_BYTES, 'A line of a note that says something. ');
  for (let page = 0; page < count; page += 1) pages.set(random(1024), page * PAGE_BYTES);
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

/** A backup of a few pages, made with a master key and randomness of the seed. */
export function makeSmallBackup(seed = 'small', generation = 1) {
  const random = seededBytes(seed);
  const vaultId = random(16).toString('hex');
  const masterKey = random(32);
  return { masterKey, ...makeObjects({ keys: deriveVaultKeys(masterKey, vaultId, generation), random }) };
}

/** A folder with a whole vault of one small backup; what is returned names its objects. */
export async function writeSmallVault(folder: string, phrase: string) {
  const random = randomBytes;
  const unlocked = await createHeader({ phrase, createdAtMs: 1_700_000_000_000, random });
  const { keys } = unlocked;
  const backup = makeObjects({ keys, random });
  const names = {
    header: HEADER_NAME,
    head: headName(1),
    pack: objectName(1, 'pack', backup.pack.object.id),
    index: objectName(1, 'index', backup.index.id),
    manifest: objectName(1, 'manifest', backup.sealedManifest.id),
  };
  const files: readonly (readonly [string, Uint8Array])[] = [
    [names.header, encodeHeader(unlocked.header)],
    [names.head, backup.sealedHead.bytes],
    [names.pack, backup.pack.object.bytes],
    [names.index, backup.index.bytes],
    [names.manifest, backup.sealedManifest.bytes],
  ];
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return { names, backup, unlocked };
}

/** All objects of one backup of eight pages, two of them zero. */
function makeObjects(sealing: Sealing) {
  const { generation } = sealing.keys;
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
    lastBackup: 1,
    backups: [entry],
  };
  const doomed = {
    createdAtMs: 1_700_000_001_000,
    headSequence: 1,
    names: [`g${generation}/packs/${pack.entry.packId}`],
  };
  return {
    sealing,
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
