import type { PluginCheck } from '#shared/contracts/plugin-manifest.ts';
import { appVersion } from '#main/app-version.ts';
import { checkPlugin, scaffoldPlugin } from '#main/domains/plugins/index.ts';

/** What whoever writes a plugin needs; works without a workspace. */
export function checkPluginFolder(path: string): Promise<PluginCheck> {
  return checkPlugin(path, appVersion());
}

/** Answers the paths that it wrote. */
export function makePluginFolder(folder: string, name: string): Promise<readonly string[]> {
  return scaffoldPlugin(folder, name);
}
