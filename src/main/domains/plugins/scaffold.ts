import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pluginNameSchema } from '#shared/contracts/plugin-manifest.ts';
import { AppError } from '#shared/errors.ts';
import { templateFiles } from './scaffold-template.ts';

const SDK_FILES = ['index.ts', 'data.ts'];

/**
 * Writes a new plugin into `folder/name` and answers the paths it wrote. The SDK is put beside it as source, so that
 * an editor knows `ctx` without anything installed. Throws `conflict` when the folder is there and not empty.
 */
export async function scaffoldPlugin(folder: string, name: string): Promise<readonly string[]> {
  const parsed = pluginNameSchema.safeParse(name);
  if (!parsed.success) {
    throw new AppError(
      'invalid_input',
      `${parsed.error.issues[0]?.message ?? 'Not a name.'} Nothing was written.`,
    );
  }
  const target = join(folder, parsed.data);
  const present = await readdir(target).catch(() => []);
  if (present.length > 0) {
    throw new AppError(
      'conflict',
      `The folder ${parsed.data} is there already and not empty. Nothing was written.`,
    );
  }
  const sdk = sdkFolder();
  const texts = new Map(Object.entries(templateFiles(parsed.data)));
  for (const file of SDK_FILES) texts.set(`.sdk/${file}`, await readFile(join(sdk, file), 'utf8'));
  for (const [path, text] of texts) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), text, { flag: 'wx' });
  }
  return [...texts.keys()].map((path) => join(target, path));
}

/** Beside the sources, or where the build has put a copy. */
function sdkFolder(): string {
  const here = import.meta.url;
  const folders = ['../../../sdk/', './sdk/', '../sdk/'].map((up) => fileURLToPath(new URL(up, here)));
  const found = folders.find((folder) => SDK_FILES.every((file) => existsSync(join(folder, file))));
  if (found === undefined) {
    throw new AppError(
      'internal',
      'The files of the SDK are missing. Nothing was written; reinstall Adiuva.',
    );
  }
  return found;
}
