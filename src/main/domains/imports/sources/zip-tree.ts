import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { AppError } from '#shared/errors.ts';
import type { Refusal } from '../drafts.ts';
import { refuseAbove, unreadable } from './contained-file.ts';
import { IMPORT_LIMITS } from './limits.ts';
import type { SourceFile, SourceTree } from './source-tree.ts';
import { findZipData, readExactly, readZipDirectory } from './zip-directory.ts';
import type { RandomAccess, ZipEntry } from './zip-directory.ts';

const inflate = promisify(inflateRaw);
const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;

export async function openZipFile(path: string): Promise<SourceTree> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(cause);
  });
  const { size } = await handle.stat();
  return await openZipTree(basename(path), {
    sizeBytes: size,
    async readAt(offset, length) {
      const content = Buffer.alloc(length);
      const { bytesRead } = await handle.read(content, 0, length, offset);
      return content.subarray(0, bytesRead);
    },
    close: () => handle.close(),
  });
}

/** A ZIP archive as a tree of files: unpacked in memory, one entry at a time, each under caps of its own. */
export async function openZipTree(name: string, archive: RandomAccess): Promise<SourceTree> {
  try {
    const entries = await readZipDirectory(archive);
    const { files, refusals } = sortEntries(archive, entries);
    return { kind: 'archive', name, files, refusals, [Symbol.asyncDispose]: () => archive.close() };
  } catch (error) {
    await archive.close();
    throw error;
  }
}

function sortEntries(archive: RandomAccess, entries: readonly ZipEntry[]) {
  const refusals: Refusal[] = [];
  const kept = new Map<string, ZipEntry>();
  let totalBytes = 0;
  for (const entry of entries) {
    if (entry.path.endsWith('/')) continue;
    const refusal = refusalFor(entry, kept);
    if (refusal !== null) {
      refusals.push({ source: printable(entry.path), reason: refusal, outcome: 'skipped' });
      continue;
    }
    totalBytes += entry.sizeBytes;
    if (totalBytes > IMPORT_LIMITS.archiveBytes) {
      throw new AppError(
        'import_too_large',
        'The archive unpacks to more than 4 GB. Nothing was imported; unpack it yourself and choose the folder.',
      );
    }
    kept.set(entry.path.normalize('NFC'), entry);
  }
  const top = commonFolder([...kept.keys()]);
  const files = [...kept].map(([path, entry]) => zipFile(archive, path.slice(top.length), entry));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, refusals };
}

function refusalFor(entry: ZipEntry, kept: ReadonlyMap<string, ZipEntry>): string | null {
  const parts = entry.path.split('/');
  // A path that leaves the archive never reaches the disk here, but it is a sign of an archive made to harm.
  if (
    /^[/\\]|^[a-zA-Z]:|\\|\0/.test(entry.path) ||
    parts.includes('..') ||
    parts.includes('.') ||
    parts.includes('')
  ) {
    return 'The path in the archive leads outside of it.';
  }
  if (parts.length > IMPORT_LIMITS.folderDepth)
    return `Folders deeper than ${IMPORT_LIMITS.folderDepth} levels are not read.`;
  if (parts.some((part) => part.startsWith('.')) || parts[0] === '__MACOSX')
    return 'Hidden files and folders are not imported.';
  if (entry.isLink) return 'Links are not followed.';
  if (entry.isEncrypted) return 'The entry is encrypted; unpack the archive yourself and choose the folder.';
  if (entry.method !== METHOD_STORED && entry.method !== METHOD_DEFLATED)
    return 'The entry is packed by a method that is not supported.';
  if (entry.sizeBytes > 1024 * 1024 && entry.sizeBytes > entry.packedBytes * IMPORT_LIMITS.archiveRatio) {
    return `The entry unpacks to more than ${IMPORT_LIMITS.archiveRatio} times its size.`;
  }
  return kept.has(entry.path.normalize('NFC'))
    ? 'The archive has this path twice; the first one counts.'
    : null;
}

/** An archive of one folder reads like that folder: its name would otherwise be in front of every path. */
function commonFolder(paths: readonly string[]): string {
  const first = paths[0];
  const slash = first?.indexOf('/') ?? -1;
  if (first === undefined || slash < 0) return '';
  const folder = first.slice(0, slash + 1);
  return paths.every((path) => path.startsWith(folder)) ? folder : '';
}

function zipFile(archive: RandomAccess, path: string, entry: ZipEntry): SourceFile {
  const read = (maxBytes: number) => readEntry(archive, entry, maxBytes);
  return {
    path,
    sizeBytes: entry.sizeBytes,
    createdAt: entry.modifiedAt,
    modifiedAt: entry.modifiedAt,
    read,
    async *stream(maxBytes) {
      yield await read(maxBytes);
    },
  };
}

async function readEntry(archive: RandomAccess, entry: ZipEntry, maxBytes: number): Promise<Uint8Array> {
  refuseAbove(entry.sizeBytes, maxBytes);
  refuseAbove(entry.packedBytes, maxBytes + 1024 * 1024);
  const packed = await readExactly(archive, await findZipData(archive, entry), entry.packedBytes);
  const content = entry.method === METHOD_STORED ? packed : await unpack(packed, entry);
  if (content.length !== entry.sizeBytes || crc32(content) !== entry.crc32) throw brokenEntry();
  return content;
}

/** `maxOutputLength` holds an entry to the size that it declares, whatever its bytes unpack to. */
async function unpack(packed: Buffer, entry: ZipEntry): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, entry.sizeBytes) });
  } catch (cause) {
    throw brokenEntry(cause);
  }
}

function brokenEntry(cause?: unknown): AppError {
  return new AppError(
    'import_unreadable',
    'This entry of the archive is damaged. The other entries are not affected.',
    { cause },
  );
}

function printable(path: string): string {
  return path.replace(/[\u0000-\u001f\u007f]/g, '?').slice(0, 300);
}
