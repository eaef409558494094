import { Unzip, UnzipInflate, strFromU8, zipSync, type UnzipFile } from 'fflate';
import mammoth from 'mammoth';
import { Refused } from './refused.ts';

const MAX_ENTRIES = 2_000;
const MAX_UNPACKED_BYTES = 48_000_000;
/** Text packs to about a tenth; a bomb to a thousandth. Small files may be anything. */
const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 4_000_000;
const CHUNK_BYTES = 65_536;
/** Pictures and embedded files hold no text: they are never unpacked. */
const WANTED = /^(\[Content_Types\]\.xml|_rels\/[^/]+|word\/[^/]+\.xml|word\/_rels\/[^/]+)$/;

/** The parts with text are unpacked here, counted while they grow, and only then handed to the reader. */
export async function readDocx(bytes: Uint8Array): Promise<string> {
  const parts = unpack(bytes);
  const main = parts['word/document.xml'];
  if (!main) throw new Refused('damaged');
  for (const part of Object.values(parts)) {
    if (strFromU8(part.subarray(0, 4096), true).includes('<!DOCTYPE')) throw new Refused('bomb');
  }
  const safe = zipSync(parts, { level: 0 });
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(safe) });
  return value;
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new Refused('damaged');
  const parts: Record<string, Uint8Array> = {};
  const count = { entries: 0, bytes: 0 };
  const unzip = new Unzip((file) => {
    count.entries += 1;
    if (count.entries > MAX_ENTRIES) throw new Refused('bomb');
    if (WANTED.test(file.name)) collect(file, parts, (size) => grow(count, size, bytes.length));
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    unzip.push(bytes.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= bytes.length);
  }
  return parts;
}

function grow(count: { bytes: number }, size: number, packedBytes: number): void {
  count.bytes += size;
  const isOverRatio = count.bytes > RATIO_FROM_BYTES && count.bytes > packedBytes * MAX_RATIO;
  if (count.bytes > MAX_UNPACKED_BYTES || isOverRatio) throw new Refused('bomb');
}

function collect(file: UnzipFile, parts: Record<string, Uint8Array>, onBytes: (size: number) => void): void {
  const chunks: Uint8Array[] = [];
  file.ondata = (error, chunk, isLast) => {
    if (error) throw error;
    onBytes(chunk.length);
    chunks.push(chunk);
    if (isLast) parts[file.name] = Buffer.concat(chunks);
  };
  file.start();
}
