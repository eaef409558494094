import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { MANIFEST_NAME, manifestSchema } from '#main/domains/imports/index.ts';
import { writeError } from './write-error.ts';
import type { ExportSink, WrittenFile } from './export-sink.ts';

export type FolderChoice = {
  /** Files of the same names are written over, each by a rename, and all others stay; else a folder in use is refused. */
  readonly isReplacing?: boolean;
};

/**
 * An export as a folder: written beside its place under another name, flushed to the disk, and put in place by one
 * rename. An earlier export there is replaced as a whole; anything else is left alone and the export refused.
 */
export async function createFolderSink(
  target: string,
  jobId: string,
  { isReplacing = false }: FolderChoice = {},
): Promise<ExportSink> {
  const place = resolve(target);
  if (!isReplacing) await refuseForeign(place);
  const draft = join(dirname(place), `.${basename(place)}.${jobId}.partial`);
  // Left by a try that was cut off; its name is this job's own.
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true }).catch(writeError);
  const folders = new Set<string>();
  const files: string[] = [];
  return {
    async write(path, pieces) {
      const file = join(draft, path);
      files.push(path);
      const folder = dirname(file);
      if (!folders.has(folder)) await mkdir(folder, { recursive: true }).catch(writeError);
      folders.add(folder);
      return await writeFile(file, path, pieces);
    },
    async finish() {
      for (const folder of [...folders, draft]) await syncFolder(folder);
      const isPutInto = isReplacing && (await isFolder(place));
      if (isPutInto) await putInto(draft, place, files);
      else await putInPlace(draft, place, jobId);
      await syncFolder(isPutInto ? place : dirname(place));
    },
    abort: () => rm(draft, { recursive: true, force: true }),
  };
}

async function writeFile(
  file: string,
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const handle = await open(file, 'wx').catch(writeError);
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      sizeBytes += piece.length;
      await handle.write(piece).catch(writeError);
    }
    await handle.datasync().catch(writeError);
  } finally {
    await handle.close();
  }
  return { path, sizeBytes, sha256: hash.digest('hex') };
}

/** Directories cannot be opened for this on every system; there the rename is all that can be had. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(writeError);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Each file is whole at every moment, the former or the new one. */
async function putInto(draft: string, place: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    if (await isFolder(join(place, file))) throw occupied(`A folder is called ${file} there.`);
  }
  for (const file of files) {
    await mkdir(dirname(join(place, file)), { recursive: true }).catch(writeError);
    await rename(join(draft, file), join(place, file)).catch(writeError);
  }
  await rm(draft, { recursive: true, force: true });
}

async function putInPlace(draft: string, place: string, jobId: string): Promise<void> {
  await refuseForeign(place);
  const former = join(dirname(place), `.${basename(place)}.${jobId}.former`);
  const hasFormer = await stat(place).then(
    () => true,
    () => false,
  );
  if (hasFormer) await rename(place, former).catch(writeError);
  try {
    await rename(draft, place);
  } catch (error) {
    if (hasFormer) await rename(former, place);
    writeError(error);
  }
  if (hasFormer) await removeFormer(former);
}

async function removeFormer(former: string): Promise<void> {
  await rmdir(former).catch(() => rm(former, { recursive: true, force: true }));
}

/** The place must be free, an empty folder, or an earlier export to which nobody has added a file. */
async function refuseForeign(place: string): Promise<void> {
  const names = await readdir(place).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw occupied('There is a file of this name.');
    return writeError(error);
  });
  if (names.length === 0) return;
  if (!names.includes(MANIFEST_NAME)) throw occupied('The folder is not empty and holds no earlier export.');
  const manifest = manifestSchema.safeParse(parseJson(await readFile(join(place, MANIFEST_NAME), 'utf8')));
  if (!manifest.success) throw occupied('The folder is not empty and holds no earlier export.');
  const known = new Set([MANIFEST_NAME, ...manifest.data.files.map((file) => file.path)]);
  const found = await readdir(place, { recursive: true, withFileTypes: true });
  for (const entry of found) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath, entry.name)
      .slice(place.length + 1)
      .replaceAll('\\', '/');
    if (!known.has(path))
      throw occupied('The earlier export in this folder has files that do not belong to it.');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function occupied(why: string): AppError {
  return new AppError('conflict', `${why} Nothing was written; choose a new or empty folder.`);
}
