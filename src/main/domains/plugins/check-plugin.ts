import type { ManifestWarning, PluginCheck, PluginManifest } from '#shared/contracts/plugin-manifest.ts';
import { isAppError } from '#shared/errors.ts';
import { bundlePlugin } from './bundle.ts';
import { readManifest } from './manifest.ts';
import { contentHash, readPluginPackage, sizeOf, type PluginFiles } from './package.ts';

/** A plugin that can be installed: read, checked and made into one script. */
export type LoadedPlugin = {
  readonly manifest: PluginManifest;
  readonly warnings: readonly ManifestWarning[];
  readonly contentHash: string;
  readonly files: PluginFiles;
  /** For `sandbox.run`. */
  readonly code: string;
};

export type LoadResult = { readonly check: PluginCheck; readonly plugin: LoadedPlugin | null };

/** Reads a folder or archive and says all that is wrong with it. Never throws for what the plugin holds. */
export function loadPlugin(path: string, appVersion: string): Promise<LoadResult> {
  return loadFrom(() => readPluginPackage(path), appVersion);
}

/** The same of files that come from elsewhere: an upload, the app itself. */
export async function loadFrom(read: () => Promise<PluginFiles>, appVersion: string): Promise<LoadResult> {
  let files: PluginFiles;
  try {
    files = await read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { check: { ...NOTHING, problems: [error.message] }, plugin: null };
  }
  const facts = { contentHash: contentHash(files), files: files.size, sizeBytes: sizeOf(files) };
  const text = files.get('manifest.json');
  if (text === undefined) {
    return { check: { ...NOTHING, ...facts, problems: ['There is no manifest.json.'] }, plugin: null };
  }
  const { manifest, problems, warnings } = readManifest(new TextDecoder().decode(text), appVersion);
  if (manifest === null) return { check: { ...NOTHING, ...facts, problems }, plugin: null };
  const bundle = await bundlePlugin(files, manifest.entryPoint);
  const check = { ...NOTHING, ...facts, manifest, warnings };
  if (!bundle.isOk) return { check: { ...check, problems: bundle.problems }, plugin: null };
  return {
    check: { ...check, isOk: true },
    plugin: { manifest, warnings, contentHash: facts.contentHash, files, code: bundle.code },
  };
}

/** What `adiuva plugin check DIR` shows. */
export async function checkPlugin(path: string, appVersion: string): Promise<PluginCheck> {
  const { check } = await loadPlugin(path, appVersion);
  return check;
}

const NOTHING: PluginCheck = {
  isOk: false,
  problems: [],
  warnings: [],
  manifest: null,
  contentHash: null,
  files: 0,
  sizeBytes: 0,
};
