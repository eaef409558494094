import { randomUUID } from 'node:crypto';
import { AppError, isAppError } from '#shared/errors.ts';
import type { BlobTarget } from './blob-target.ts';

/**
 * Proves with a small object of its own that a place can hold a backup: it can be written, read, listed and cleared,
 * and it refuses a write whose condition does not hold. Storage that ignores conditions would let one device
 * overwrite the list of another's backups without a word.
 */
export async function checkTarget(target: BlobTarget, signal?: AbortSignal): Promise<void> {
  const name = `check-${randomUUID()}`;
  const bytes = Buffer.from(randomUUID());
  const options = signal && { signal };
  try {
    const { etag } = await target.put(name, bytes, { ifMatch: null, ...options });
    const read = await target.get(name, options);
    if (Buffer.compare(read.bytes, bytes) !== 0) throw unfit('gives back other bytes than it was sent');
    await mustRefuse(target.put(name, Buffer.from('second'), { ifMatch: null, ...options }));
    await target.put(name, Buffer.from('third'), { ifMatch: etag, ...options });
    await mustRefuse(target.put(name, Buffer.from('fourth'), { ifMatch: etag, ...options }));
    if (!(await isListed(target, name, signal))) throw unfit('does not list what it was sent');
    await target.now(signal);
  } finally {
    await target.remove(name).catch(() => undefined);
  }
}

async function mustRefuse(put: Promise<unknown>): Promise<void> {
  const isRefused = await put.then(
    () => false,
    (error: unknown) => {
      if (isAppError(error) && error.code === 'conflict') return true;
      throw error;
    },
  );
  if (!isRefused) throw unfit('overwrites what another device has changed');
}

async function isListed(target: BlobTarget, name: string, signal: AbortSignal | undefined): Promise<boolean> {
  for await (const info of target.list(name, signal)) if (info.name === name) return true;
  return false;
}

function unfit(why: string): AppError {
  return new AppError(
    'invalid_input',
    `This place cannot hold a backup: it ${why}. Nothing of yours was sent there; choose another place.`,
  );
}
