import { randomBytes } from 'node:crypto';
import { lstat, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { controlFileSchema, type ControlFile } from './control-protocol.ts';

const NAME = 'control.json';

/** Reads the control file of a data folder; undefined where there is none that can be used. */
export async function readControlFile(dataDir: string): Promise<ControlFile | undefined> {
  const path = join(dataDir, NAME);
  try {
    const facts = await lstat(path);
    // A file of someone else's could lead us to a socket that reads the passphrase.
    const uid = process.getuid?.();
    if (!facts.isFile() || (uid !== undefined && facts.uid !== uid)) return undefined;
    return controlFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // None, or left half-written by a crash: then nobody answers either.
    return undefined;
  }
}

export async function writeControlFile(dataDir: string, file: ControlFile): Promise<void> {
  const temporary = join(dataDir, `${NAME}.${randomBytes(6).toString('hex')}`);
  await writeFile(temporary, JSON.stringify(file), { mode: 0o600, flag: 'wx' });
  await rename(temporary, join(dataDir, NAME));
}

/** Removes the control file unless another process has put its own there meanwhile. */
export async function removeControlFile(dataDir: string, token: string): Promise<void> {
  const present = await readControlFile(dataDir);
  if (present?.token === token) await rm(join(dataDir, NAME), { force: true });
}
