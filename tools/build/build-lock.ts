import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
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

async function isAbandoned(): Promise<boolean> {
  const text = await readFile(LOCK, 'utf8').catch(() => '');
  const pid = Number(text);
  // Empty: its owner has created it and not written it yet.
  return text !== '' && (!Number.isInteger(pid) || !isRunning(pid));
}

async function tryTake(): Promise<boolean> {
  try {
    const file = await open(LOCK, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (await isAbandoned()) await rm(LOCK, { force: true });
    return false;
  }
}

/** Two builds at once would take each other's files away; the second waits and then finds its work done. */
export async function withBuildLock<T>(work: () => Promise<T>): Promise<T> {
  await mkdir(join(ROOT, '.cache'), { recursive: true });
  const giveUpAt = Date.now() + LONGEST_WAIT_MS;
  while (!(await tryTake())) {
    if (Date.now() > giveUpAt)
      throw new Error(`another build has held ${LOCK} for minutes; remove it if none runs`);
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(LOCK, { force: true });
  }
}
