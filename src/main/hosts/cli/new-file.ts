import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** Writes a file that nobody else can read, where there is none yet; answers its full path. */
export async function writeNewFile(file: string, content: string | Uint8Array): Promise<string> {
  const path = resolve(file);
  // One that stands there already may be the only proof of something.
  await writeFile(path, content, { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    const message = `${path} could not be written, or exists already. Nothing was changed.`;
    throw new AppError('path_not_allowed', message, { cause });
  });
  return path;
}
