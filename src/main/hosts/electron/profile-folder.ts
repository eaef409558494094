import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

function makeFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  return folder;
}

/**
 * Where Chromium keeps caches and window preferences, never content. It lies in the data folder, so that
 * Electron's lock for a single instance is one per data folder. Where that cannot be written, the app must still
 * open and say so: then a folder among the temporary ones, the same for the same data folder.
 */
export function profileFolder(dataDir: string): string {
  try {
    return makeFolder(join(dataDir, 'browser'));
  } catch {
    const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
    return makeFolder(join(tmpdir(), `adiuva-browser-${name}`));
  }
}
