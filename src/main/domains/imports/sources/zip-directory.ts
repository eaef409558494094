import { AppError } from '#shared/errors.ts';
import { IMPORT_LIMITS } from './limits.ts';

/** Bytes of an archive from any place: a file on disk, or an upload kept in parts. */
export type RandomAccess = {
  readonly sizeBytes: number;
  readAt(offset: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
};

/**
 * The central directory of a ZIP archive (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16). It is read by itself,
 * so that an archive of gigabytes is listed without unpacking it and each entry is read only when asked for.
 */
export type ZipEntry = {
  readonly path: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly isLink: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly headerOffset: number;
  readonly modifiedAt: number;
};

const END_SIGNATURE = 0x06054b50;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_DIRECTORY_BYTES = 256 * 1024 * 1024;

export async function readZipDirectory(archive: RandomAccess): Promise<ZipEntry[]> {
  const { sizeBytes: size } = archive;
  const end = await findEnd(archive);
  if (end.count > IMPORT_LIMITS.fileCount) {
    throw new AppError(
      'import_too_large',
      `The archive has more than ${IMPORT_LIMITS.fileCount} entries. Nothing was imported.`,
    );
  }
  if (end.bytes > MAX_DIRECTORY_BYTES || end.offset + end.bytes > size) throw brokenArchive();
  const directory = await readExactly(archive, end.offset, end.bytes);
  const entries: ZipEntry[] = [];
  let position = 0;
  while (entries.length < end.count) {
    if (position + ENTRY_BYTES > directory.length || directory.readUInt32LE(position) !== ENTRY_SIGNATURE)
      throw brokenArchive();
    const nameBytes = directory.readUInt16LE(position + 28);
    const extraBytes = directory.readUInt16LE(position + 30);
    const commentBytes = directory.readUInt16LE(position + 32);
    const next = position + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > directory.length) throw brokenArchive();
    entries.push(readEntry(directory.subarray(position, next), nameBytes, extraBytes));
    position = next;
  }
  return entries;
}

/** Where the packed bytes of an entry begin; the local header has name and extra fields of its own length. */
export async function findZipData(archive: RandomAccess, entry: ZipEntry): Promise<number> {
  const header = await readExactly(archive, entry.headerOffset, LOCAL_BYTES);
  if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw brokenArchive();
  return entry.headerOffset + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
}

export async function readExactly(archive: RandomAccess, offset: number, length: number): Promise<Buffer> {
  if (offset + length > archive.sizeBytes) throw brokenArchive();
  const content = await archive.readAt(offset, length);
  if (content.length !== length) throw brokenArchive();
  return content;
}

export function brokenArchive(cause?: unknown): AppError {
  return new AppError(
    'import_unreadable',
    'The archive is damaged or not a ZIP file. Nothing was imported; unpack it yourself and choose the folder.',
    { cause },
  );
}

async function findEnd(archive: RandomAccess): Promise<{ count: number; bytes: number; offset: number }> {
  const { sizeBytes: size } = archive;
  const tailBytes = Math.min(size, END_BYTES + 0xffff);
  if (tailBytes < END_BYTES) throw brokenArchive();
  const tail = await readExactly(archive, size - tailBytes, tailBytes);
  for (let position = tailBytes - END_BYTES; position >= 0; position -= 1) {
    if (tail.readUInt32LE(position) !== END_SIGNATURE) continue;
    const count = tail.readUInt16LE(position + 10);
    const bytes = tail.readUInt32LE(position + 12);
    const offset = tail.readUInt32LE(position + 16);
    const isLarge = count === 0xffff || bytes === 0xffffffff || offset === 0xffffffff;
    return isLarge ? await readEnd64(archive, tail, position) : { count, bytes, offset };
  }
  throw brokenArchive();
}

async function readEnd64(archive: RandomAccess, tail: Buffer, endPosition: number) {
  const locator = endPosition - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) throw brokenArchive();
  const end = await readExactly(archive, Number(tail.readBigUInt64LE(locator + 8)), 56);
  if (end.readUInt32LE(0) !== END64_SIGNATURE) throw brokenArchive();
  return {
    count: Number(end.readBigUInt64LE(32)),
    bytes: Number(end.readBigUInt64LE(40)),
    offset: Number(end.readBigUInt64LE(48)),
  };
}

function readEntry(bytes: Buffer, nameBytes: number, extraBytes: number): ZipEntry {
  const flags = bytes.readUInt16LE(8);
  const rawName = bytes.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes);
  const extra = bytes.subarray(ENTRY_BYTES + nameBytes, ENTRY_BYTES + nameBytes + extraBytes);
  const madeByUnix = bytes.readUInt8(5) === 3;
  const mode = bytes.readUInt32LE(38) >>> 16;
  return {
    path: rawName.toString((flags & 0x800) === 0 && !isPlainUtf8(rawName) ? 'latin1' : 'utf8'),
    method: bytes.readUInt16LE(10),
    isEncrypted: (flags & 1) !== 0,
    isLink: madeByUnix && (mode & 0xf000) === 0xa000,
    crc32: bytes.readUInt32LE(16),
    modifiedAt: dosTime(bytes.readUInt16LE(14), bytes.readUInt16LE(12)),
    ...sizesOf(bytes, extra),
  };
}

function sizesOf(bytes: Buffer, extra: Buffer) {
  const packed = bytes.readUInt32LE(20);
  const plain = bytes.readUInt32LE(24);
  const offset = bytes.readUInt32LE(42);
  const large = largeFields(extra);
  // The 64-bit values stand in this order, and only those whose 32-bit field is full.
  const take = (value: number) => (value === 0xffffffff ? Number(large.shift() ?? value) : value);
  const sizeBytes = take(plain);
  const packedBytes = take(packed);
  return { sizeBytes, packedBytes, headerOffset: take(offset) };
}

function largeFields(extra: Buffer): bigint[] {
  for (let position = 0; position + 4 <= extra.length;) {
    const id = extra.readUInt16LE(position);
    const length = extra.readUInt16LE(position + 2);
    const body = extra.subarray(position + 4, position + 4 + length);
    if (id === 1)
      return Array.from({ length: Math.floor(body.length / 8) }, (_, index) =>
        body.readBigUInt64LE(index * 8),
      );
    position += 4 + length;
  }
  return [];
}

function isPlainUtf8(bytes: Buffer): boolean {
  return !bytes.toString('utf8').includes('\ufffd');
}

function dosTime(date: number, time: number): number {
  const instant = new Date(
    1980 + (date >> 9),
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
  return instant.getTime();
}
