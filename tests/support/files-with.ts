import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '#main/engine/secrets/atomic-file.ts';

/** The files below a folder that hold these bytes; looked at again where one went away meanwhile, under another name maybe. */
export async function filesWith(folder: string, bytes: Buffer): Promise<readonly string[]> {
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      return await look(folder, bytes);
    } catch (error) {
      if (!isErrno(error, 'ENOENT') || triesLeft === 0) throw error;
    }
  }
}

async function look(folder: string, bytes: Buffer): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && (await readFile(path)).includes(bytes)) found.push(path);
  }
  return found;
}
