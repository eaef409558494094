import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './parts.ts';

const LOCK = join(ROOT, '.cache', 'build.lock');
const LONGEST_WAIT_MS = 5 * 60_000;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process refuses the signal, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const text = await readFile(lock, 'utf8').catch(() => '');
  const pid = Number(text);
  // Empty: its owner has created it and not written it yet.
  return text !== '' && (!Number.isInteger(pid) || !isRunning(pid));
}

/** Creates `file` with our process id in it; false when it is there already. */
async function tryCreate(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function tryTake(lock: string): Promise<boolean> {
  if (await tryCreate(lock)) return true;
  if (!(await isAbandoned(lock))) return false;
  // One at a time, or a second waiter would remove the lock that the first has just taken.
  const turn = `${lock}.takeover`;
  if (!(await tryCreate(turn))) return false;
  if (await isAbandoned(lock)) await rm(lock, { force: true });
  await rm(turn, { force: true });
  return tryCreate(lock);
}

/** Two builds at once would take each other's files away; the second waits and then finds its work done. */
export async function withBuildLock<T>(work: () => Promise<T>, lock: string = LOCK): Promise<T> {
  await mkdir(dirname(lock), { recursive: true });
  const giveUpAt = Date.now() + LONGEST_WAIT_MS;
  while (!(await tryTake(lock))) {
    if (Date.now() > giveUpAt)
      throw new Error(`another build has held ${lock} for minutes; remove it if none runs`);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
