import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock, type FolderLock } from '#main/db/open-store-lock.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { folderError } from './folder-error.ts';
import { createFolders, LOCK_FOLDER } from './folder-layout.ts';
import { assertNotAborted, blobConflict } from './target-error.ts';

type Locking = {
  readonly name: string;
  /** How long others are waited for before this is given up. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
};

const ASK_AGAIN_MS = 20;
/**
 * Taking a lock over is a few system calls. Shorter than for the data folder: one that was only slow is found out by
 * its fence, or fails its condition.
 */
const TAKE_OVER_STUCK_MS = 1_000;

/**
 * Does `work` while no other program that keeps to the lock changes this blob. The lock of a holder that is gone is
 * taken over. `fence` is to be called right before the change is made: it throws where somebody took this lock over
 * (this machine may have slept), which leaves a gap of one system call.
 */
export async function withBlobLock<T>(
  root: string,
  { name, waitMs, signal }: Locking,
  work: (fence: () => Promise<void>) => Promise<T>,
): Promise<T> {
  await createFolders(root, LOCK_FOLDER);
  const path = join(root, LOCK_FOLDER, `${name.replaceAll('/', '!')}.lock`);
  const lock = await take(path, waitMs, signal);
  try {
    const mine = await readFile(path, 'utf8').catch(() => null);
    return await work(async () => {
      const now = await readFile(path, 'utf8').catch(() => null);
      if (mine === null || now !== mine) throw blobConflict(name);
    });
  } finally {
    await lock.release().catch(() => undefined);
  }
}

async function take(path: string, waitMs: number, signal: AbortSignal | undefined): Promise<FolderLock> {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    assertNotAborted(signal);
    const answer = await tryLock(path, TAKE_OVER_STUCK_MS).catch(lockError);
    if (answer?.held) return answer.lock;
    if (performance.now() > untilMs) {
      throw new AppError(
        'store_busy',
        'Another program has been writing to this backup for a while. Nothing was changed; try again in a moment.',
      );
    }
    await delay(ASK_AGAIN_MS);
  }
}

/** The lock speaks of the data folder in its messages; here it stands in another. */
function lockError(error: unknown): never {
  const isOfFile = isAppError(error) && 'errno' in error.details;
  throw isOfFile ? folderError(error.cause) : folderError(error);
}
