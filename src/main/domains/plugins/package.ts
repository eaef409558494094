import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { readPluginArchive } from './archive.ts';
import { linkRefused, PACKAGE_LIMITS, tooLarge } from './package-limits.ts';

/** The files of a plugin by their path inside it, `/` between folders, sorted. */
export type PluginFiles = ReadonlyMap<string, Uint8Array>;

/** Of a folder that is worked in: neither read nor part of the hash. */
const LEFT_OUT = new Set(['node_modules', '.git', '.DS_Store', 'Thumbs.db']);

/**
 * Reads a plugin from a folder or a `.zip` archive into memory; later steps see these bytes only, so nothing can be
 * exchanged between the check and the use. Throws `import_unreadable`, `import_too_large`, `path_not_allowed`.
 */
export async function readPluginPackage(path: string): Promise<PluginFiles> {
  const stat = await lstat(path).catch((cause: unknown) => {
    throw new AppError('import_unreadable', 'There is no plugin at this place. Nothing was installed.', {
      cause,
    });
  });
  if (stat.isSymbolicLink()) throw linkRefused();
  const files = stat.isDirectory() ? await readFolder(path) : await readArchiveFile(path);
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 over path and content of each file in the order of their paths, lengths written before both. Hex. */
export function contentHash(files: PluginFiles): string {
  const hash = createHash('sha256');
  const length = Buffer.alloc(8);
  const add = (bytes: Uint8Array): void => {
    length.writeBigUInt64BE(BigInt(bytes.length));
    hash.update(length).update(bytes);
  };
  for (const path of [...files.keys()].toSorted((a, b) => (a < b ? -1 : 1))) {
    add(Buffer.from(path, 'utf8'));
    add(files.get(path) ?? new Uint8Array());
  }
  return hash.digest('hex');
}

export function sizeOf(files: PluginFiles): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

async function readArchiveFile(path: string): Promise<Map<string, Uint8Array>> {
  const bytes = await readRegularFile(path, PACKAGE_LIMITS.totalBytes);
  return readPluginArchive(bytes);
}

async function readFolder(root: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const folders: { readonly inside: string; readonly depth: number }[] = [{ inside: '', depth: 0 }];
  let totalBytes = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    if (folder.depth > PACKAGE_LIMITS.depth) throw tooLarge('Its folders are nested too deeply.');
    for (const entry of await readdir(join(root, folder.inside), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      if (entry.isSymbolicLink()) throw linkRefused();
      const inside = folder.inside === '' ? entry.name : `${folder.inside}/${entry.name}`;
      if (entry.isDirectory()) {
        folders.push({ inside, depth: folder.depth + 1 });
        continue;
      }
      if (files.size >= PACKAGE_LIMITS.entries)
        throw tooLarge(`It has more than ${PACKAGE_LIMITS.entries} files.`);
      const bytes = await readRegularFile(join(root, inside), PACKAGE_LIMITS.fileBytes);
      totalBytes += bytes.length;
      if (totalBytes > PACKAGE_LIMITS.totalBytes) throw tooLarge('Its files are too large together.');
      files.set(inside, bytes);
    }
  }
  return files;
}

/** Through one descriptor, opened without following a link, so that what is measured is what is read. */
async function readRegularFile(path: string, maxBytes: number): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  await using file = await open(path, flags).catch((cause: unknown) => {
    throw new AppError('import_unreadable', 'A file of the plugin cannot be read. Nothing was installed.', {
      cause,
    });
  });
  const stat = await file.stat();
  if (!stat.isFile())
    throw new AppError('path_not_allowed', 'The plugin holds something that is no regular file.');
  if (stat.size > maxBytes) throw tooLarge('A file of it is too large.');
  const bytes = await file.readFile();
  if (bytes.length > maxBytes) throw tooLarge('A file of it is too large.');
  return bytes;
}
