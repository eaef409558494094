import { constants } from 'node:fs';
import { open, readlink, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { sep } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { sizeText } from './limits.ts';

const PIECE_BYTES = 256 * 1024;

export type OpenFile = { readonly handle: FileHandle; readonly sizeBytes: number };

/**
 * Opens a regular file without following a link and checks, on the open descriptor, that it lies inside `root`
 * (a real path): a folder swapped for a link between listing and reading is caught here.
 */
export async function openContained(root: string, path: string): Promise<OpenFile> {
  const handle = await openPlain(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile())
      throw new AppError('path_not_allowed', 'This is not a regular file. Nothing was read from it.');
    const actual = await descriptorPath(handle, path);
    if (actual !== root && !actual.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new AppError(
        'path_not_allowed',
        'This file lies outside the chosen folder. Nothing was read from it.',
      );
    }
    return { handle, sizeBytes: stats.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function readContained(root: string, path: string, maxBytes: number): Promise<Uint8Array> {
  const { handle, sizeBytes: size } = await openContained(root, path);
  try {
    refuseAbove(size, maxBytes);
    const content = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await handle.read(content, length, size - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return content.subarray(0, length);
  } finally {
    await handle.close();
  }
}

export async function* streamContained(
  root: string,
  path: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const { handle, sizeBytes: size } = await openContained(root, path);
  try {
    refuseAbove(size, maxBytes);
    for (let position = 0; position < size;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, size - position));
      const { bytesRead } = await handle.read(piece, 0, piece.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

export function refuseAbove(sizeBytes: number, maxBytes: number): void {
  if (sizeBytes <= maxBytes) return;
  throw new AppError(
    'import_too_large',
    `This file has ${sizeText(sizeBytes)}; at most ${sizeText(maxBytes)} can be imported. It was left as it is.`,
    { details: { sizeBytes, maxBytes } },
  );
}

async function openPlain(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK the open of a pipe that took the file's place would wait for ever.
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** Linux tells where a descriptor really points; elsewhere the path is resolved once more. */
async function descriptorPath(handle: FileHandle, path: string): Promise<string> {
  if (process.platform === 'linux') return await readlink(`/proc/self/fd/${handle.fd}`);
  return await realpath(path);
}

export function unreadable(cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why: Record<string, string> = {
    ENOENT: 'It is not there (any more).',
    EACCES: 'This account may not read it.',
    EPERM: 'This account may not read it.',
    ELOOP: 'It is a link, and links are not followed.',
    ENXIO: 'It is not a regular file.',
  };
  return new AppError(
    'file_unreadable',
    `The file could not be read. ${why[code] ?? `The system says ${code}.`}`,
    {
      cause,
      details: { code },
    },
  );
}
