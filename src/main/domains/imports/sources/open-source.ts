import { open, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { unreadable } from './contained-file.ts';
import { openFileTree, openFolderTree } from './folder-tree.ts';
import type { SourceTree } from './source-tree.ts';
import { openZipFile } from './zip-tree.ts';

/** Opens what a person chose: a folder, a ZIP archive (known by its first bytes, not its name) or a single file. */
export async function openSource(path: string, signal?: AbortSignal): Promise<SourceTree> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (stats.isDirectory()) return await openFolderTree(path, signal);
  if (!stats.isFile()) {
    throw new AppError(
      'path_not_allowed',
      'Only a folder or a regular file can be imported. Nothing was read.',
    );
  }
  return (await isZip(path)) ? await openZipFile(path) : await openFileTree(path);
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(cause);
  });
  try {
    const head = Buffer.alloc(4);
    await handle.read(head, 0, 4, 0);
    return isZipHead(head);
  } finally {
    await handle.close();
  }
}

/** The first bytes of an archive with entries, or of an empty one. */
export function isZipHead(head: Buffer): boolean {
  if (head.length < 4) return false;
  const signature = head.readUInt32LE(0);
  return signature === 0x04034b50 || signature === 0x06054b50;
}
