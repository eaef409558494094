import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ATTACHMENT_PART_BYTES } from '#shared/contracts/notes.ts';
import type { Store } from '#main/db/store.ts';
import { insertPart } from '#main/domains/notes/index.ts';
import { dropArchive } from '../exports.store.ts';
import { writeError } from './write-error.ts';
import type { ZipOutput } from './zip-sink.ts';

/** An archive as a file, put in its place when it is whole. */
export async function createFileOutput(target: string, jobId: string): Promise<ZipOutput> {
  const place = resolve(target);
  const draft = join(dirname(place), `.${basename(place)}.${jobId}.partial`);
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx').catch(writeError);
  return {
    async write(bytes) {
      await handle.write(bytes).catch(writeError);
    },
    async finish() {
      await handle.sync().catch(writeError);
      await handle.close();
      await rename(draft, place).catch(writeError);
    },
    async abort() {
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}

/** An archive for a browser to fetch: kept in the encrypted store, for nothing readable may lie in the data folder. */
export async function createStoreOutput(store: Store, key: string): Promise<ZipOutput> {
  const drop = async () => {
    await store.write({ command: 'exports.keep', principal: 'export' }, (tx) => dropArchive(tx, key));
  };
  await drop();
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let nextPart = 0;
  const keep = async (part: Uint8Array) => {
    const index = nextPart;
    nextPart += 1;
    await store.write({ command: 'exports.keep', principal: 'export' }, (tx) =>
      insertPart(tx, key, index, part),
    );
  };
  return {
    async write(bytes) {
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes < ATTACHMENT_PART_BYTES) return;
      const joined = Buffer.concat(held);
      const whole = joined.length - (joined.length % ATTACHMENT_PART_BYTES);
      for (let from = 0; from < whole; from += ATTACHMENT_PART_BYTES)
        await keep(joined.subarray(from, from + ATTACHMENT_PART_BYTES));
      held = [joined.subarray(whole)];
      heldBytes = joined.length - whole;
    },
    async finish() {
      if (heldBytes > 0) await keep(Buffer.concat(held));
    },
    abort: drop,
  };
}
