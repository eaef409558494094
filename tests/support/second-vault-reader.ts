/**
 * A second reader of backups, written from docs/backup/format.md alone: it shares no code with the app. What it reads
 * in the worked example shows that the page says enough.
 */
import { createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { hash } from 'argon2';

type Header = {
  vaultId: string;
  kdf: { memoryKiB: number; passes: number; lanes: number; salt: string };
  keyCheck: string;
  masterCheck: string;
  wrappedKey: { nonce: string; ciphertext: string; tag: string };
  digest: string;
};

const b64 = (text: string): Buffer => Buffer.from(text, 'base64');
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Enough of RFC 8785 for what a header holds. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

function hkdf(key: Uint8Array, salt: Uint8Array, info: string | Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32));
}

function gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

export async function openHeader(text: string, phrase: string) {
  const { wrappedKey, digest, ...bound } = JSON.parse(text) as Header;
  const { kdf, vaultId } = bound;
  const label = (key: Uint8Array, name: string): Buffer =>
    hkdf(key, Buffer.from(vaultId, 'hex'), `adiuva/vault/v1/${name}`);
  const wrappingKey = await hash(phrase, {
    raw: true,
    type: 2,
    version: 0x13,
    salt: b64(kdf.salt),
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.passes,
    parallelism: kdf.lanes,
    hashLength: 32,
  });
  const sealed = Buffer.concat([b64(wrappedKey.ciphertext), b64(wrappedKey.tag)]);
  const masterKey = gcm(wrappingKey, b64(wrappedKey.nonce), Buffer.from(canonical(bound)), sealed);
  return {
    wrappingKey,
    masterKey,
    vaultId,
    subkey: (name: string) => label(masterKey, name),
    keyCheckFits: label(wrappingKey, 'key-check').equals(b64(bound.keyCheck)),
    masterCheckFits: label(masterKey, 'master-check').equals(b64(bound.masterCheck)),
    digestFits: sha256(Buffer.from(canonical({ ...bound, wrappedKey }))) === digest,
  };
}

export function keyedId(key: Uint8Array, data: Uint8Array): string {
  return createHmac('sha256', key).update(data).digest('hex').slice(0, 32);
}

/** The plain content of each frame of a sealed object. */
export function openFrames(typeKey: Uint8Array, bytes: Buffer) {
  const prefix = bytes.subarray(0, 80);
  const info = Buffer.concat([Buffer.from('adiuva/vault/v1/session'), prefix.subarray(0, 48)]);
  const key = hkdf(typeKey, prefix.subarray(48), info);
  const frames: { kind: number; isLast: boolean; offset: number; id: string; plain: Buffer }[] = [];
  for (let at = 80; at < bytes.length;) {
    const head = bytes.subarray(at, at + 28);
    const end = at + 28 + head.readUInt32LE(8) + 16;
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(frames.length, 8);
    const plain = gcm(key, nonce, Buffer.concat([prefix, head]), bytes.subarray(at + 28, end));
    const id = head.toString('hex', 12, 28);
    frames.push({ kind: head[0] ?? -1, isLast: head[1] === 1, offset: at, id, plain });
    at = end;
  }
  return {
    type: prefix[9],
    id: prefix.toString('hex', 32, 48),
    salt: prefix.toString('hex', 48, 80),
    frames,
  };
}

export function unpack(bytes: Uint8Array): Buffer {
  return bytes[0] === 0 ? Buffer.from(bytes.subarray(1)) : zstdDecompressSync(bytes.subarray(1));
}

/** For each page its chunk and place, or null where it is all zero. */
export function readPageMap(bytes: Uint8Array): ({ chunk: number; place: number } | null)[] {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const signed = (): number => {
    const value = varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const pages: ({ chunk: number; place: number } | null)[] = [];
  const next: Record<number, number> = {};
  let chunk = 0;
  while (at < bytes.length) {
    const word = varint();
    const count = Math.floor(word / 2);
    if (word % 2 === 1) {
      pages.push(...Array.from({ length: count }, () => null));
    } else {
      chunk += signed();
      const first = (next[chunk] ?? 0) + signed();
      const run = chunk;
      pages.push(...Array.from({ length: count }, (_, step) => ({ chunk: run, place: first + step })));
      next[chunk] = first + count;
    }
  }
  return pages;
}

const PAGE_BYTES = 4096;

/** The newest backup of a folder as an unencrypted database file, from the folder and the phrase. */
export async function readNewestStore(read: (name: string) => Buffer, phrase: string): Promise<Buffer> {
  const vault = await openHeader(read('vault.json').toString(), phrase);
  const bodyOf = (type: string, name: string): Buffer =>
    unpack(Buffer.concat(openFrames(vault.subkey(type), read(name)).frames.map(({ plain }) => plain)));
  const { backups } = JSON.parse(bodyOf('head', 'g1/head').toString()) as {
    backups: { manifestId: string }[];
  };
  const body = bodyOf('manifest', `g1/manifests/${backups.at(-1)?.manifestId}`);
  const textEnd = 4 + body.readUInt32LE(0);
  const facts = JSON.parse(body.toString('utf8', 4, textEnd)) as { chunkCount: number; packIds: string[] };
  const mapAt = textEnd + 16 * facts.chunkCount;
  const chunkIds = body.toString('hex', textEnd, mapAt);
  const chunks = new Map<string, Buffer>();
  for (const packId of facts.packIds) {
    const { frames } = openFrames(vault.subkey('pack'), read(`g1/packs/${packId}`));
    for (const { kind, id, plain } of frames) if (kind === 1) chunks.set(id, unpack(plain));
  }
  const empty = Buffer.alloc(PAGE_BYTES);
  const pages = readPageMap(body.subarray(mapAt)).map((page) => {
    if (page === null) return empty;
    const chunk = chunks.get(chunkIds.slice(page.chunk * 32, page.chunk * 32 + 32));
    if (chunk === undefined) throw new Error('a chunk of the backup is in none of its packs');
    return chunk.subarray(page.place * PAGE_BYTES, (page.place + 1) * PAGE_BYTES);
  });
  return Buffer.concat(pages);
}
