import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from './blob-store.ts';
import { digestMeter } from './digest-meter.ts';

const BEING_WRITTEN = '.part';

/** Blobs as files, in 256 folders by the last two digits of their ids. */
export async function openFolderBlobs(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeUnfinished(folder);
  const pathOf = (id: string) => join(folder, id.slice(-2), id);
  return {
    write: async (id, body, expected) => {
      const path = pathOf(id);
      const unfinished = `${path}${BEING_WRITTEN}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        // `flush` syncs the file before it is closed.
        const file = createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true });
        await pipeline(body, digestMeter(expected), file);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncFolder(dirname(path));
      await syncFolder(folder);
    },
    read: async (id, range) => {
      // Opened here, so that a missing file is an error and not a broken answer.
      const handle = await open(pathOf(id), 'r');
      return handle.createReadStream(range ?? {});
    },
    remove: async (id) => {
      await rm(pathOf(id), { force: true });
    },
    check: () => access(folder, constants.R_OK | constants.W_OK),
  };
}

/** A rename is on the disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a kill left half-written: nobody was told of it, and a new try gets a new id. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(BEING_WRITTEN)) await rm(join(folder, name), { force: true });
  }
}
