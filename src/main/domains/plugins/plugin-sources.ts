import { isAbsolute } from 'node:path';
import type { PluginSource } from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';
import { readPluginArchive } from './archive.ts';
import { loadFrom, loadPlugin, type LoadResult } from './check-plugin.ts';
import { PACKAGE_LIMITS } from './package-limits.ts';
import { contentHash, type PluginFiles } from './package.ts';
import { readShipped } from './shipped-plugins.ts';

export type UploadedFiles = ReadonlyMap<string, Uint8Array>;

export type PluginSourcesDeps = {
  readonly appVersion: string;
  /** The files of an upload, at most so many bytes together. */
  readonly readUpload: (uploadId: string, maxBytes: number) => Promise<UploadedFiles>;
};

/** Reads a plugin from wherever it is; says what is wrong with it and throws only where there is nothing to read. */
export function loadSource(source: PluginSource, deps: PluginSourcesDeps): Promise<LoadResult> {
  switch (source.from) {
    case 'path':
      if (!isAbsolute(source.path))
        throw new AppError('invalid_input', 'A plugin is named by its full path. Nothing was read.');
      return loadPlugin(source.path, deps.appVersion);
    case 'shipped':
      return loadShipped(source.name, deps.appVersion);
    case 'upload':
      return loadFrom(() => readUploaded(source.uploadId, deps), deps.appVersion);
  }
}

/** What ships does not change while the app runs, but the pages ask for it often: it is made into a script once. */
const shipped = new Map<string, LoadResult>();

async function loadShipped(name: string, appVersion: string): Promise<LoadResult> {
  const files = await readShipped(name);
  const key = `${appVersion} ${contentHash(files)}`;
  const known = shipped.get(key) ?? (await loadFrom(() => Promise.resolve(files), appVersion));
  shipped.set(key, known);
  return known;
}

/** One archive, or the files of a folder below its name. */
async function readUploaded(uploadId: string, deps: PluginSourcesDeps): Promise<PluginFiles> {
  const uploaded = await deps.readUpload(uploadId, PACKAGE_LIMITS.totalBytes);
  const [only] = uploaded.values();
  const files =
    uploaded.size === 1 && only !== undefined ? await readPluginArchive(only) : withoutTop(uploaded);
  if (files.size > PACKAGE_LIMITS.entries) {
    throw new AppError('import_too_large', 'The plugin has more files than a plugin may have.');
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutTop(files: UploadedFiles): UploadedFiles {
  const tops = new Set([...files.keys()].map((path) => path.split('/')[0]));
  if (files.has('manifest.json') || tops.size !== 1) return files;
  return new Map([...files].map(([path, bytes]) => [path.slice(path.indexOf('/') + 1), bytes]));
}
