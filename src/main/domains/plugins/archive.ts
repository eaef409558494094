import { crc32 } from 'node:zlib';
import { AppError } from '#shared/errors.ts';
import { linkRefused, PACKAGE_LIMITS, tooLarge } from './package-limits.ts';

type Entry = {
  readonly path: string;
  readonly isFolder: boolean;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
};

const END_RECORD = 0x06054b50;
const END_RECORD_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const CENTRAL_RECORD = 0x02014b50;
const CENTRAL_RECORD_BYTES = 46;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;
const LINK = 0o120000;
const ENCRYPTED = 1;

/**
 * Unpacks a `.zip` under limits. Its directory (PKWARE APPNOTE 4.3.12) is read first: what it declares decides
 * whether anything is unpacked, and what comes out must then be what was declared. One folder around all files, as
 * archive tools make it, is taken off.
 */
export async function readPluginArchive(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const entries = readDirectory(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const wanted = entries.filter(({ isFolder }) => !isFolder);
  checkSizes(wanted);
  const { unzipSync } = await import('fflate');
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, { filter: ({ name }) => !name.endsWith('/') });
  } catch (cause) {
    throw unreadable('It is damaged.', cause);
  }
  const files = new Map<string, Uint8Array>();
  for (const { path, sizeBytes, crc } of wanted) {
    const content = Object.hasOwn(unpacked, path) ? unpacked[path] : undefined;
    if (content === undefined || content.length !== sizeBytes || crc32(content) !== crc) {
      throw unreadable('It is damaged: a file is not what its directory says.');
    }
    files.set(path, content);
  }
  return withoutOuterFolder(files);
}

function readDirectory(bytes: Buffer): Entry[] {
  const end = findEndRecord(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > PACKAGE_LIMITS.entries) throw tooLarge(`It has more than ${PACKAGE_LIMITS.entries} entries.`);
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_RECORD_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL_RECORD) {
      throw unreadable('Its directory is damaged.');
    }
    const nameBytes = bytes.readUInt16LE(at + 28);
    const next =
      at + CENTRAL_RECORD_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (next > end) throw unreadable('Its directory is damaged.');
    entries.push(readEntry(bytes, at, nameBytes));
    at = next;
  }
  const paths = entries.map(({ path }) => path.toLowerCase());
  if (new Set(paths).size !== paths.length) throw unreadable('It names a file twice.');
  return entries;
}

function readEntry(bytes: Buffer, at: number, nameBytes: number): Entry {
  const name = bytes.toString('utf8', at + CENTRAL_RECORD_BYTES, at + CENTRAL_RECORD_BYTES + nameBytes);
  const isFolder = name.endsWith('/');
  checkPath(isFolder ? name.slice(0, -1) : name);
  if ((bytes.readUInt16LE(at + 8) & ENCRYPTED) !== 0) throw unreadable('It is protected by a password.');
  // Unix tools keep the kind of file in the upper half; 0 is from tools that know none.
  const kind = (bytes.readUInt32LE(at + 38) >>> 16) & FILE_TYPE_MASK;
  if (kind === LINK) throw linkRefused();
  if (kind !== 0 && kind !== REGULAR_FILE && kind !== FOLDER) {
    throw new AppError(
      'path_not_allowed',
      'The archive holds something that is no regular file. Nothing was installed.',
    );
  }
  return {
    path: name,
    isFolder,
    crc: bytes.readUInt32LE(at + 16),
    packedBytes: bytes.readUInt32LE(at + 20),
    sizeBytes: bytes.readUInt32LE(at + 24),
  };
}

function findEndRecord(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_RECORD_BYTES - MAX_COMMENT_BYTES);
  for (let at = bytes.length - END_RECORD_BYTES; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END_RECORD) return at;
  }
  throw unreadable('It is no .zip archive.');
}

function checkPath(path: string): void {
  const parts = path.split('/');
  const isInside = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isInside || /[\\:\0]/.test(path)) {
    throw new AppError(
      'path_not_allowed',
      'The archive names a file outside of itself. Nothing was installed; do not trust this archive.',
    );
  }
  if (parts.length > PACKAGE_LIMITS.depth + 1) throw tooLarge('Its folders are nested too deeply.');
}

function checkSizes(entries: readonly Entry[]): void {
  const total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total > PACKAGE_LIMITS.totalBytes) throw tooLarge('Its files are too large together.');
  for (const { sizeBytes, packedBytes } of entries) {
    if (sizeBytes > PACKAGE_LIMITS.fileBytes) throw tooLarge('A file of it is too large.');
    if (sizeBytes > Math.max(1, packedBytes) * PACKAGE_LIMITS.ratio)
      throw tooLarge('A file of it unpacks to far too much.');
  }
}

function withoutOuterFolder(files: Map<string, Uint8Array>): Map<string, Uint8Array> {
  if (files.has('manifest.json')) return files;
  const folders = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  const [outer] = folders;
  if (folders.size !== 1 || outer === undefined || !files.has(`${outer}/manifest.json`)) return files;
  return new Map([...files].map(([path, bytes]) => [path.slice(outer.length + 1), bytes]));
}

function unreadable(what: string, cause?: unknown): AppError {
  return new AppError(
    'import_unreadable',
    `The plugin's archive cannot be read. ${what} Nothing was installed.`,
    { cause },
  );
}
