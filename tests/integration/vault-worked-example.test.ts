import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  openHead,
  openIndex,
  parseHeader,
  parseObjectName,
  rebuildPackEntry,
  requireManifest,
  unlockHeader,
  type BackupEntry,
  type Head,
} from '#main/engine/vault/format/index.ts';
import {
  keyedId,
  openFrames,
  openHeader,
  readPageMap,
  sha256,
  unpack,
} from '../support/second-vault-reader.ts';

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/backup/${name}`, import.meta.url)), 'utf8');

type Example = {
  phrase: string;
  wrappingKey: string;
  masterKey: string;
  subkeys: Record<string, string>;
  pageIds: (string | null)[];
  chunkId: string;
  head: Head;
  manifest: Record<string, unknown>;
  objects: Record<string, string>;
};

const example = JSON.parse(read('format-example.json')) as Example;
const headerText = example.objects['vault.json'] ?? '';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The one object of a kind, by its name. */
function objectOf(type: string): { readonly id: string; readonly bytes: Buffer } {
  for (const [name, text] of Object.entries(example.objects)) {
    const parsed = parseObjectName(name);
    if (parsed?.type !== type) continue;
    return { id: 'id' in parsed ? parsed.id : '', bytes: Buffer.from(text, 'hex') };
  }
  throw new Error(`the example has no ${type}`);
}

const PAGES = [Buffer.alloc(4096, 'A'), Buffer.alloc(4096), Buffer.alloc(4096, 'B')] as const;

describe('the worked example', () => {
  it('is what the page about the format quotes', () => {
    const page = read('format.md');
    const quoted = [example.wrappingKey, example.masterKey, example.chunkId];
    for (const figure of [...quoted, ...example.pageIds.filter((id) => id !== null)]) {
      expect(page).toContain(figure);
    }
  });

  it('is read by the app', async () => {
    const { masterKey, keys } = await unlockHeader(parseHeader(Buffer.from(headerText)), example.phrase);
    expect(hex(masterKey)).toBe(example.masterKey);
    const subkeys = Object.entries(example.subkeys).map(([label, key]) => [label, Buffer.from(key, 'hex')]);
    expect(keys).toMatchObject(Object.fromEntries(subkeys));
    expect(openHead(keys, objectOf('head').bytes).head).toEqual(example.head);
    const [entry] = example.head.backups as [BackupEntry];
    const { pages, ...facts } = requireManifest(keys, entry, objectOf('manifest').bytes);
    expect({
      ...facts,
      pages: { chunkOf: [...pages.chunkOf], placeOf: [...pages.placeOf] },
    }).toEqual(example.manifest);
    const pack = objectOf('pack');
    const index = objectOf('index');
    expect(openIndex(keys, index.id, index.bytes).packs).toEqual([
      rebuildPackEntry(keys, pack.id, pack.bytes),
    ]);
  });
});

describe('a reader that knows only the page about the format', () => {
  let vault: Awaited<ReturnType<typeof openHeader>>;
  beforeAll(async () => {
    vault = await openHeader(headerText, example.phrase);
  });

  it('comes to the keys from the phrase', () => {
    expect([hex(vault.wrappingKey), hex(vault.masterKey)]).toEqual([example.wrappingKey, example.masterKey]);
    expect([vault.keyCheckFits, vault.masterCheckFits, vault.digestFits]).toEqual([true, true, true]);
    const labels = { chunkId: 'chunk-id', pageId: 'page-id' } as Record<string, string>;
    for (const [name, key] of Object.entries(example.subkeys)) {
      expect(hex(vault.subkey(labels[name] ?? name))).toBe(key);
    }
  });

  it('finds the backup in the head, and the store in the backup', () => {
    const head = openFrames(vault.subkey('head'), objectOf('head').bytes);
    const { backups } = JSON.parse(
      unpack(Buffer.concat(head.frames.map(({ plain }) => plain))).toString(),
    ) as Head;
    const [backup] = backups as [BackupEntry];
    const sealed = objectOf('manifest');
    expect([backup.manifestId, backup.manifestHash]).toEqual([sealed.id, sha256(sealed.bytes)]);

    const manifest = openFrames(vault.subkey('manifest'), sealed.bytes);
    const body = unpack(Buffer.concat(manifest.frames.map(({ plain }) => plain)));
    const textEnd = 4 + body.readUInt32LE(0);
    const facts = JSON.parse(body.toString('utf8', 4, textEnd)) as { chunkCount: number; packIds: string[] };
    const chunkId = body.toString('hex', textEnd, textEnd + 16);
    const pages = readPageMap(body.subarray(textEnd + 16 * facts.chunkCount));
    expect(pages).toEqual([{ chunk: 0, place: 0 }, null, { chunk: 0, place: 1 }]);

    const pack = openFrames(vault.subkey('pack'), objectOf('pack').bytes);
    expect([pack.type, pack.id]).toEqual([1, facts.packIds[0]]);
    const chunk = pack.frames.find(({ kind, id }) => kind === 1 && id === chunkId);
    const plain = unpack(chunk?.plain ?? Buffer.alloc(0));
    const store = pages.map((page) =>
      page === null ? Buffer.alloc(4096) : plain.subarray(page.place * 4096, (page.place + 1) * 4096),
    );
    expect(store).toEqual(PAGES);

    const ids = PAGES.map((page) => keyedId(vault.subkey('page-id'), page));
    expect(example.pageIds).toEqual([ids[0], null, ids[2]]);
    const idsOfChunk = Buffer.from(`${ids[0]}${ids[2]}`, 'hex');
    expect(keyedId(vault.subkey('chunk-id'), idsOfChunk)).toBe(chunkId);
  });

  it('reads the table of the pack and the index alike', () => {
    const { bytes } = objectOf('pack');
    const pack = openFrames(vault.subkey('pack'), bytes);
    const table = pack.frames.at(-1);
    const chunk = pack.frames[0];
    const inTable = Buffer.alloc(30);
    inTable.writeUInt32LE(1, 0);
    inTable.write(example.chunkId, 4, 'hex');
    inTable.writeUInt32LE(80, 20);
    inTable.writeUInt32LE(28 + (chunk?.plain.length ?? 0) + 16, 24);
    inTable.writeUInt16LE(2, 28);
    expect([table?.kind, table?.isLast, hex(table?.plain ?? Buffer.alloc(0))]).toEqual([
      2,
      true,
      hex(inTable),
    ]);

    const index = openFrames(vault.subkey('index'), objectOf('index').bytes);
    const size = Buffer.alloc(6);
    size.writeUIntLE(bytes.length, 0, 6);
    const pageIds = example.pageIds.filter((id) => id !== null).join('');
    const expected = [
      '01000000',
      pack.id,
      pack.salt,
      sha256(bytes),
      hex(size),
      '01000000',
      hex(inTable.subarray(4)),
      pageIds,
    ].join('');
    expect(hex(unpack(Buffer.concat(index.frames.map(({ plain }) => plain))))).toBe(expected);
  });
});
