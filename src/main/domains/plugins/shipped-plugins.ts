import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#shared/errors.ts';
import type { PluginFiles } from './package.ts';

/** Tests are for whoever works on a plugin; the build leaves them out as well. */
const LEFT_OUT = /(?:^|\/)(?:tests?|fixtures|node_modules)\/|\.test\.ts$|(?:^|\/)\./;

/** Names of the plugins that come with the app. */
export async function listShipped(): Promise<readonly string[]> {
  const root = shippedFolder();
  if (root === undefined) return [];
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .toSorted();
}

/** The files of one, as plain reads: in a packaged app they lie inside its archive. */
export async function readShipped(name: string): Promise<PluginFiles> {
  const root = shippedFolder();
  if (root === undefined || !(await listShipped()).includes(name)) {
    throw new AppError('not_found', `No plugin called ${name} comes with Adiuva.`);
  }
  const files = new Map<string, Uint8Array>();
  const folders = [''];
  for (let inside = folders.shift(); inside !== undefined; inside = folders.shift()) {
    for (const entry of await readdir(join(root, name, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (LEFT_OUT.test(entry.isDirectory() ? `${path}/` : path)) continue;
      if (entry.isDirectory()) folders.push(path);
      else files.set(path, await readFile(join(root, name, path)));
    }
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `plugins` beside the sources, or where the build has put a copy. */
function shippedFolder(): string | undefined {
  const here = import.meta.url;
  const folders = ['../../../../plugins/', './plugins/', '../plugins/'].map((up) =>
    fileURLToPath(new URL(up, here)),
  );
  return folders.find((folder) => existsSync(join(folder, 'hello', 'manifest.json')));
}
