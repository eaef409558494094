import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkChunk,
  createHeader,
  deriveVaultKeys,
  encodeHeader,
  hashOf,
  nextGeneration,
  openChunk,
  openDoomed,
  openHead,
  openIndex,
  openManifest,
  openPack,
  parseHeader,
  rebuildPackEntry,
  requireGoingOn,
  requireManifest,
  rewrapHeader,
  sealHead,
  sealIndex,
  unlockHeader,
  unlockWithMasterKey,
  type UnlockedVault,
  type VaultHeader,
  type VaultKeys,
} from '#main/engine/vault/format/index.ts';
import { newRecoveryPhrase } from '#main/engine/secrets/recovery-phrase.ts';
import { deriveKey } from '#main/engine/secrets/slot-crypto.ts';
import { digestOf } from '#main/engine/vault/format/header-file.ts';
import { unlockWithWrappingKey } from '#main/engine/vault/format/header.ts';
import { listFrames } from '#main/engine/vault/format/frames.ts';
import { isAppError } from '#shared/errors.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { makePack, makeSmallBackup, seededBytes } from '../support/small-vault.ts';

const report = (what: string, passed: number, total: number): void => {
  process.stderr.write(`${what}: ${passed} of ${total} refused\n`);
};

/** What became of it: the reason of the damage, another code, or that it was taken. */
function outcome(read: () => unknown): string {
  try {
    read();
    return 'taken';
  } catch (error) {
    if (!isAppError(error)) return `not an error of ours: ${String(error)}`;
    return error.code === 'backup_damaged' ? String(error.details['reason']) : error.code;
  }
}

/** How often each outcome came up. */
function tally(outcomes: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of outcomes) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
}

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function* everyFlip(bytes: Uint8Array, read: (flipped: Buffer) => unknown): Generator<string> {
  const copy = Buffer.from(bytes);
  for (let bit = 0; bit < copy.length * 8; bit += 1) {
    const mask = 1 << (bit & 7);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ mask;
    yield outcome(() => read(copy));
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ mask;
  }
}

function* everyCut(bytes: Uint8Array, read: (cut: Uint8Array) => unknown): Generator<string> {
  for (let length = 0; length < bytes.length; length += 1) {
    yield outcome(() => read(bytes.subarray(0, length)));
  }
}

/** Everything of a pack: its order, its table, each chunk. */
function readAll(keys: VaultKeys, packId: string, bytes: Uint8Array): readonly Buffer[] {
  const { table, readChunk } = openPack(keys, packId, bytes);
  return table.map((_, number) => readChunk(number));
}

const backup = makeSmallBackup();
const { keys } = backup.sealing;

/** The sealed objects of the small backup, and how each is read. */
const OBJECTS = {
  manifest: {
    bytes: backup.sealedManifest.bytes,
    read: (bytes: Uint8Array) => openManifest(keys, backup.sealedManifest.id, bytes),
  },
  head: { bytes: backup.sealedHead.bytes, read: (bytes: Uint8Array) => openHead(keys, bytes) },
  index: {
    bytes: backup.index.bytes,
    read: (bytes: Uint8Array) => openIndex(keys, backup.index.id, bytes),
  },
  doomed: {
    bytes: backup.sealedDoomed.bytes,
    read: (bytes: Uint8Array) => openDoomed(keys, backup.sealedDoomed.id, bytes),
  },
  pack: {
    bytes: backup.pack.object.bytes,
    read: (bytes: Uint8Array) => readAll(keys, backup.pack.object.id, bytes),
  },
} as const;
const NAMES = Object.keys(OBJECTS) as (keyof typeof OBJECTS)[];

let vault: UnlockedVault;
let phrase: string;

beforeAll(async () => {
  phrase = await newRecoveryPhrase();
  vault = await createHeader({ phrase, createdAtMs: 1_700_000_000_000, random: randomBytes });
});

describe('what was sealed', () => {
  it('is read back as it was', () => {
    expect(OBJECTS.manifest.read(OBJECTS.manifest.bytes)).toEqual(backup.manifest);
    expect(OBJECTS.head.read(OBJECTS.head.bytes)).toEqual({
      head: backup.head,
      hash: backup.sealedHead.hash,
    });
    expect(OBJECTS.index.read(OBJECTS.index.bytes)).toEqual({ packs: [backup.pack.entry] });
    expect(OBJECTS.doomed.read(OBJECTS.doomed.bytes)).toEqual(backup.doomed);
    expect(OBJECTS.pack.read(OBJECTS.pack.bytes)).toEqual(backup.pack.pages);
    expect(requireManifest(keys, backup.entry, backup.sealedManifest.bytes)).toEqual(backup.manifest);
  });

  it('gives one chunk from its bytes alone, and the index again from the pack', () => {
    const { entry, object, pages } = backup.pack;
    for (const [number, chunk] of entry.chunks.entries()) {
      const end = chunk.offsetBytes + chunk.lengthBytes;
      const found = openChunk(keys, entry, number, object.bytes.subarray(chunk.offsetBytes, end));
      expect(found).toEqual(pages[number]);
      expect(() => checkChunk(keys, entry.packId, chunk, found)).not.toThrow();
      found[5000] = (found[5000] ?? 0) ^ 1;
      expect(outcome(() => checkChunk(keys, entry.packId, chunk, found))).toBe('content');
    }
    expect(rebuildPackEntry(keys, entry.packId, object.bytes)).toEqual(entry);
  });

  it('is compressed, and tells nobody without the keys what it is', () => {
    const { object, pages } = backup.pack;
    expect(object.bytes.length).toBeLessThan(Buffer.concat(pages).length / 3);
    const all = Buffer.concat(NAMES.map((name) => OBJECTS[name].bytes));
    const secrets = ['A line of a note', 'Laptop', 'notes', 'device-one', backup.masterKey, keys.pack];
    expect(secrets.filter((secret) => all.indexOf(secret) >= 0)).toEqual([]);
  });

  it('lies in memory of its own, which can be handed to another thread', () => {
    for (const name of NAMES) {
      const { bytes } = OBJECTS[name];
      expect([bytes.byteOffset, bytes.buffer.byteLength]).toEqual([0, bytes.length]);
    }
  });

  it('never comes out twice the same', () => {
    const sealing = { keys, random: randomBytes };
    const one = sealHead(sealing, backup.head);
    const other = sealHead(sealing, backup.head);
    expect(one.hash).not.toBe(other.hash);
    expect(openHead(keys, one.bytes).head).toEqual(openHead(keys, other.bytes).head);
  });
});

describe('the header', () => {
  it('is read back, opened by its phrase in any spelling, and by a remembered master key', async () => {
    const header = parseHeader(encodeHeader(vault.header));
    expect(header).toEqual(vault.header);
    const typed = `1. ${phrase.toUpperCase().replaceAll(' ', '\n2. ')}`;
    expect((await unlockHeader(header, typed)).keys).toEqual(vault.keys);
    expect(unlockWithMasterKey(header, vault.masterKey).keys).toEqual(vault.keys);
    expect(outcome(() => unlockWithMasterKey(header, randomBytes(32)))).toBe('store_wrong_key');
  });

  it('keeps its master key under a new phrase, and only the new one opens it', async () => {
    const other = await newRecoveryPhrase();
    const turned = await rewrapHeader(vault, { phrase: other, random: randomBytes });
    expect(turned.keys).toEqual(vault.keys);
    expect(turned.header.kdf.salt).not.toBe(vault.header.kdf.salt);
    expect((await unlockHeader(turned.header, other)).masterKey).toEqual(vault.masterKey);
    await expect(unlockHeader(turned.header, phrase)).rejects.toMatchObject({
      code: 'wrong_recovery_phrase',
    });
  });

  it('has another master key in its next generation, and the former opens nothing of it', async () => {
    const next = await nextGeneration(vault, { phrase, random: randomBytes });
    expect([next.header.generation, next.header.vaultId]).toEqual([2, vault.header.vaultId]);
    expect(next.masterKey).not.toEqual(vault.masterKey);
    expect(outcome(() => unlockWithMasterKey(next.header, vault.masterKey))).toBe('store_wrong_key');
    const sealed = sealHead({ keys: next.keys, random: randomBytes }, backup.head);
    const renamed = { ...vault.keys, generation: 2 };
    expect(outcome(() => openHead(vault.keys, sealed.bytes))).toBe('wrong_generation');
    expect(outcome(() => openHead(renamed, sealed.bytes))).toBe('altered');
  });

  it('is refused with any bit changed, and cut at any byte', () => {
    const bytes = encodeHeader(vault.header);
    const flips = tally(everyFlip(bytes, parseHeader));
    report('header, single bits', total(flips), bytes.length * 8);
    expect(total(flips)).toBe(bytes.length * 8);
    expect(Object.keys(flips).toSorted()).toEqual(['altered', 'truncated', 'unreadable']);
    const cuts = tally(everyCut(bytes, parseHeader));
    report('header, cuts', total(cuts), bytes.length);
    expect(Object.keys(cuts).toSorted()).toEqual(['altered', 'truncated']);
    expect(outcome(() => parseHeader(Buffer.concat([bytes, Buffer.from(' ')])))).toBe('altered');
    expect(outcome(() => parseHeader(Buffer.concat([bytes, bytes])))).toBe('altered');
  });

  it('is refused after any change by one who sets the digest right, even with the true key', async () => {
    const wrappingKey = await deriveKey(phrase, vault.header.kdf);
    expect(unlockWithWrappingKey(vault.header, wrappingKey).masterKey).toEqual(vault.masterKey);
    let readable = 0;
    const forge = (flipped: Buffer): void => {
      const { digest: _, ...fields } = JSON.parse(flipped.toString('utf8')) as VaultHeader;
      const header = parseHeader(encodeHeader({ ...fields, digest: digestOf(fields) }));
      if (JSON.stringify(header) === JSON.stringify(parseHeader(encodeHeader(vault.header)))) {
        // Only the digest itself was changed, and put right again: this is the header as it was.
        throw new SyntaxError('nothing was forged');
      }
      readable += 1;
      unlockWithWrappingKey(header, wrappingKey);
    };
    const outcomes = tally(everyFlip(encodeHeader(vault.header), forge));
    process.stderr.write(
      `header, forged with a right digest: ${readable} readable, ${outcomes['taken'] ?? 0} taken\n`,
    );
    expect(outcomes['taken']).toBeUndefined();
    expect(readable).toBeGreaterThan(100);
  });

  it.each([
    [{ memoryKiB: 65_535 }, 'weak_kdf'],
    [{ passes: 2 }, 'weak_kdf'],
    [{ memoryKiB: 1_048_577 }, 'costly_kdf'],
    [{ passes: 11 }, 'costly_kdf'],
    [{ lanes: 5 }, 'costly_kdf'],
  ])('may not ask for %o', (change, reason) => {
    const { digest: _, ...fields } = { ...vault.header, kdf: { ...vault.header.kdf, ...change } };
    const bytes = encodeHeader({ ...fields, digest: digestOf(fields) });
    expect(outcome(() => parseHeader(bytes))).toBe(reason);
  });

  it('of a newer format says so', () => {
    const { digest: _, ...fields } = { ...vault.header, version: 2, further: true };
    const text = canonicalJson({ ...fields, digest: hashOf(Buffer.from(canonicalJson(fields))) });
    const bytes = Buffer.from(text);
    expect(outcome(() => parseHeader(bytes))).toBe('backup_too_new');
  });
});

describe('damage of one object', () => {
  it.each(NAMES.filter((name) => name !== 'pack'))('%s: any single bit', (name) => {
    const { bytes, read } = OBJECTS[name];
    const flips = tally(everyFlip(bytes, read));
    const taken = flips['taken'] ?? 0;
    report(`${name}, single bits`, total(flips) - taken, bytes.length * 8);
    expect(taken).toBe(0);
    // In the clear part each field has its own words; the seven higher bits of the version are a newer format.
    const frames = ['altered', 'extended', 'order', 'truncated'];
    const prefix = ['backup_too_new', 'unreadable', 'wrong_generation', 'wrong_object'];
    const known = new Set([...frames, ...prefix, 'wrong_type', 'wrong_vault']);
    expect(Object.keys(flips).filter((reason) => !known.has(reason))).toEqual([]);
    expect(flips['wrong_vault']).toBe(128);
    expect(flips['wrong_generation']).toBe(32);
    expect(flips['wrong_type']).toBe(8);
    expect(flips['altered']).toBeGreaterThan((bytes.length - 120) * 8);
  });

  it('pack: 10,000 single bits at random places', () => {
    const { bytes } = OBJECTS.pack;
    const random = seededBytes('flips');
    const copy = Buffer.from(bytes);
    const outcomes = Array.from({ length: 10_000 }, () => {
      const at = random(4).readUInt32LE(0) % (bytes.length * 8);
      copy[at >> 3] = (copy[at >> 3] ?? 0) ^ (1 << (at & 7));
      const what = outcome(() => OBJECTS.pack.read(copy));
      copy[at >> 3] = bytes[at >> 3] ?? 0;
      return what;
    });
    const counts = tally(outcomes);
    report('pack, random bits', 10_000 - (counts['taken'] ?? 0), 10_000);
    expect(counts['taken']).toBeUndefined();
    expect(counts['altered']).toBeGreaterThan(9_000);
  });

  it.each(NAMES)('%s: cut at any byte, and longer by any', (name) => {
    const { bytes, read } = OBJECTS[name];
    const cuts = tally(everyCut(bytes, read));
    report(`${name}, cuts`, cuts['truncated'] ?? 0, bytes.length);
    expect(cuts).toEqual({ truncated: bytes.length });
    for (const more of [Buffer.alloc(1), Buffer.alloc(4096), bytes, bytes.subarray(80)]) {
      expect(outcome(() => read(Buffer.concat([bytes, more])))).toBe('extended');
    }
  });
});

/** Objects of several frames: a pack of six chunks, and an index that fills three frames. */
describe('frames that were moved', () => {
  const random = seededBytes('frames');
  const sealing = { keys, random };
  const pack = makePack(sealing, 5);
  const otherPack = makePack(sealing, 5);
  const chunks = Array.from({ length: 600 }, (_, number) => ({
    chunkId: random(16).toString('hex'),
    offsetBytes: number,
    lengthBytes: 1,
    pageCount: 256,
    pageIds: Uint8Array.from(random(4096)),
  }));
  const index = sealIndex(sealing, { packs: [{ ...pack.entry, chunks }] });
  const cases = [
    {
      what: 'pack',
      bytes: pack.object.bytes,
      read: (bytes: Uint8Array) => readAll(keys, pack.object.id, bytes),
    },
    { what: 'index', bytes: index.bytes, read: (bytes: Uint8Array) => openIndex(keys, index.id, bytes) },
  ] as const;

  const split = (bytes: Uint8Array) => ({
    prefix: bytes.subarray(0, 80),
    frames: listFrames('test', bytes).map(({ offsetBytes, endBytes }) =>
      bytes.subarray(offsetBytes, endBytes),
    ),
  });
  /** Sets the clear counters and final flags right, as one would who hopes that nobody looks further. */
  const tidy = (frames: readonly Uint8Array[]): Buffer[] =>
    frames.map((frame, number) => {
      const copy = Buffer.from(frame);
      copy.writeUInt8(number === frames.length - 1 ? 1 : 0, 1);
      copy.writeUInt32LE(number, 4);
      return copy;
    });

  function* rearranged(frames: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
    const { length } = frames;
    const pick = (order: readonly number[]) =>
      order.flatMap((at) => {
        const frame = frames[at];
        return frame === undefined ? [] : [frame];
      });
    const whole = Array.from({ length }, (_, at) => at);
    for (let a = 0; a < length; a += 1) {
      // Left out, and doubled at every place.
      yield pick(whole.toSpliced(a, 1));
      for (let b = 0; b <= length; b += 1) yield pick(whole.toSpliced(b, 0, a));
      // Changed places with every other, and put in the place of every other.
      for (let b = 0; b < length; b += 1) {
        if (a < b) yield pick(whole.with(a, b).with(b, a));
        if (a !== b) yield pick(whole.with(a, b));
      }
      // The end and the beginning gone.
      if (a > 0) yield pick(whole.slice(0, a));
      if (a > 0) yield pick(whole.slice(a));
    }
    yield [];
  }

  it.each(cases)('$what: every swap, double, drop and append', ({ what, bytes, read }) => {
    const { prefix, frames } = split(bytes);
    expect(frames.length).toBeGreaterThanOrEqual(3);
    const plain: string[] = [];
    const tidied: string[] = [];
    for (const order of rearranged(frames)) {
      plain.push(outcome(() => read(Buffer.concat([prefix, ...order]))));
      tidied.push(outcome(() => read(Buffer.concat([prefix, ...tidy(order)]))));
    }
    const counts = tally(plain);
    const tidyCounts = tally(tidied);
    report(`${what}, rearranged`, plain.length - (counts['taken'] ?? 0), plain.length);
    report(
      `${what}, rearranged with right counters`,
      tidied.length - (tidyCounts['taken'] ?? 0),
      tidied.length,
    );
    expect(Object.keys(counts).filter((one) => !['order', 'truncated', 'extended'].includes(one))).toEqual(
      [],
    );
    expect(
      Object.keys(tidyCounts).filter((one) => !['altered', 'order', 'truncated', 'content'].includes(one)),
    ).toEqual([]);
  });

  it('pack: a frame of another pack of the same vault in the place of each', () => {
    const { prefix, frames } = split(pack.object.bytes);
    const others = split(otherPack.object.bytes).frames;
    for (const [at, frame] of others.entries()) {
      const spliced = Buffer.concat([prefix, ...frames.with(at, frame)]);
      expect(['altered', 'order']).toContain(outcome(() => readAll(keys, pack.object.id, spliced)));
    }
    // All frames of the other under this one's prefix.
    const dressed = Buffer.concat([prefix, ...others]);
    expect(outcome(() => readAll(keys, pack.object.id, dressed))).toBe('altered');
  });

  it('pack: a chunk read by its range is refused in the place of each other', () => {
    const { entry, object } = pack;
    const refused = entry.chunks.flatMap((chunk, from) =>
      entry.chunks.map((_, as) => {
        const end = chunk.offsetBytes + chunk.lengthBytes;
        const sameLength = {
          ...entry,
          chunks: entry.chunks.map((one) => ({ ...one, lengthBytes: chunk.lengthBytes })),
        };
        const frame = object.bytes.subarray(chunk.offsetBytes, end);
        return from === as || outcome(() => openChunk(keys, sameLength, as, frame)) === 'order';
      }),
    );
    expect(refused.filter(Boolean)).toHaveLength(25);
  });
});

describe('an object in the place of another', () => {
  const other = makeSmallBackup('other');

  it('of another vault is refused, and still is with its name rewritten', () => {
    for (const name of NAMES) {
      const foreign = {
        manifest: other.sealedManifest,
        head: other.sealedHead,
        index: other.index,
        doomed: other.sealedDoomed,
        pack: other.pack.object,
      }[name].bytes;
      expect(outcome(() => OBJECTS[name].read(foreign))).toBe('wrong_vault');
      const rewritten = Buffer.concat([OBJECTS[name].bytes.subarray(0, 48), foreign.subarray(48)]);
      expect(outcome(() => OBJECTS[name].read(rewritten))).toBe('altered');
    }
  });

  it('of another type is refused, and still is with its type and id rewritten', () => {
    for (const from of NAMES) {
      for (const as of NAMES.filter((name) => name !== from)) {
        const { bytes } = OBJECTS[from];
        expect(outcome(() => OBJECTS[as].read(bytes))).toBe('wrong_type');
        const rewritten = Buffer.concat([OBJECTS[as].bytes.subarray(0, 48), bytes.subarray(48)]);
        expect(['altered', 'content']).toContain(outcome(() => OBJECTS[as].read(rewritten)));
      }
    }
  });

  it('of another generation is refused, even one of the same master key', () => {
    const laterKeys = deriveVaultKeys(backup.masterKey, keys.vaultId, 2);
    for (const [bytes, read] of [
      [backup.sealedHead.bytes, (given: Uint8Array) => openHead(laterKeys, given)],
      [
        backup.sealedManifest.bytes,
        (given: Uint8Array) => openManifest(laterKeys, backup.sealedManifest.id, given),
      ],
      [backup.pack.object.bytes, (given: Uint8Array) => readAll(laterKeys, backup.pack.object.id, given)],
    ] as const) {
      expect(outcome(() => read(bytes))).toBe('wrong_generation');
      const rewritten = Buffer.from(bytes);
      rewritten.writeUInt32LE(2, 12);
      expect(outcome(() => read(rewritten))).toBe('altered');
    }
  });

  it('of another name is refused: a pack, index or manifest answers to its own id only', () => {
    const id = 'ab'.repeat(16);
    expect(outcome(() => openManifest(keys, id, backup.sealedManifest.bytes))).toBe('wrong_object');
    expect(outcome(() => openIndex(keys, id, backup.index.bytes))).toBe('wrong_object');
    expect(outcome(() => openPack(keys, id, backup.pack.object.bytes))).toBe('wrong_object');
    const renamed = Buffer.from(backup.sealedManifest.bytes);
    renamed.write(id, 32, 'hex');
    expect(outcome(() => openManifest(keys, id, renamed))).toBe('altered');
  });

  it('is no manifest of the list unless it is the very one', () => {
    const entry = { ...backup.entry, manifestHash: '0'.repeat(64) };
    expect(outcome(() => requireManifest(keys, entry, backup.sealedManifest.bytes))).toBe('wrong_object');
    const later = { ...backup.entry, sequence: 2 };
    expect(outcome(() => requireManifest(keys, later, backup.sealedManifest.bytes))).toBe('wrong_object');
  });
});

describe('an older head', () => {
  it('opens, and is refused for what was seen before', () => {
    const former = { head: backup.head, hash: backup.sealedHead.hash };
    const next = sealHead(backup.sealing, { ...backup.head, sequence: 2, formerHash: former.hash });
    const opened = openHead(keys, next.bytes);
    const seen = { generation: 1, sequence: opened.head.sequence, hash: opened.hash };
    const replayed = openHead(keys, backup.sealedHead.bytes);
    const now = { generation: 1, ...replayed.head, hash: replayed.hash };
    expect(outcome(() => requireGoingOn(seen, now))).toBe('backup_rolled_back');
    // A second head that follows the first: the server shows one device this, another that.
    const twin = sealHead(backup.sealing, { ...backup.head, sequence: 2, formerHash: former.hash });
    expect(outcome(() => requireGoingOn(seen, { ...seen, hash: twin.hash }))).toBe('backup_forked');
    expect(outcome(() => requireGoingOn(seen, seen))).toBe('taken');
  });
});
