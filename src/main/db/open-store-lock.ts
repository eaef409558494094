import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  link,
  mkdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isErrno } from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import { AppError } from '#shared/errors.ts';

/** One program at a time works on a data folder. The file names the process so that another can judge it. */
export type FolderLock = {
  /** Whether a former holder ended without letting go: a crash, a kill or a power cut. */
  readonly tookOver: boolean;
  release(): Promise<void>;
};

export type LockAnswer =
  | { readonly held: true; readonly lock: FolderLock }
  | { readonly held: false; readonly pid: number };

const holderSchema = z.object({
  token: z.string(),
  pid: z.int().positive(),
  /** When the process started, as its system says it; a later process with the same id started later. */
  startedAt: z.string().nullable(),
  /** One start of one machine; process ids mean nothing across two of them. */
  bootId: z.string().nullable(),
  /** The process-id namespace: containers of one machine count their processes apart. */
  space: z.string().nullable(),
  host: z.string(),
});

type Holder = z.infer<typeof holderSchema>;
type Found = { readonly holder: Holder | null; readonly text: string; readonly touchedMs: number };

const HEARTBEAT_MS = 30_000;
/** A holder that cannot be asked for (another machine or container) counts as alive this long after a heartbeat. */
const FOREIGN_FRESH_MS = 120_000;
/** The same where the system does not tell when a process started: long, because sleep stops the heartbeat. */
const UNSURE_FRESH_MS = 600_000;
const TAKE_OVER_STUCK_MS = 10_000;
const ATTEMPTS = 50;
const RETRY_MS = 100;

/**
 * Takes the lock, or tells who has it. Takes over from a process that is gone, judged by process id and
 * start time, so that a reused id keeps nobody out and lets nobody in.
 */
export async function lockFolder(path: string): Promise<LockAnswer> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const answer = await tryLock(path, TAKE_OVER_STUCK_MS);
    if (answer) return answer;
    await delay(RETRY_MS);
  }
  throw new AppError(
    'store_busy',
    'Another program keeps taking hold of the data folder. Nothing was changed; try again in a moment.',
  );
}

/**
 * One turn of `lockFolder`; null where another program is taking the lock over or letting it go just now. A taking
 * over that has gone on for longer than `stuckMs` was cut off, and the next turn may begin it anew.
 */
export async function tryLock(path: string, stuckMs: number): Promise<LockAnswer | null> {
  try {
    const me = await describeMyself();
    const text = JSON.stringify(me);
    if (await createExclusive(path, text)) return { held: true, lock: holdLock(path, me, false) };
    const found = await readLock(path);
    if (!found) return null;
    if (found.holder && (await isAlive(found.holder, found.touchedMs, me))) {
      return { held: false, pid: found.holder.pid };
    }
    const isTaken = await takeOver(path, { judged: found, text, stuckMs });
    return isTaken ? { held: true, lock: holdLock(path, me, true) } : null;
  } catch (error) {
    throw fileError(error);
  }
}

function holdLock(path: string, me: Holder, tookOver: boolean): FolderLock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A missed beat only matters to machines that share the folder; the next one makes up for it.
    void utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    tookOver,
    async release() {
      clearInterval(heartbeat);
      const found = await readLock(path);
      if (found?.holder?.token === me.token) await rm(path, { force: true });
    },
  };
}

/** Creates the file whole or not at all: a reader never sees half of it. */
async function createExclusive(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    await link(temporary, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    if (!isLinkRefusal(error)) throw error;
    return await createWithoutLink(path, text);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** File systems without hard links (exFAT, some network drives). */
function isLinkRefusal(error: unknown): boolean {
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].some((code) => isErrno(error, code));
}

async function createWithoutLink(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

async function readLock(path: string): Promise<Found | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { holder: parseHolder(text), text, touchedMs: mtimeMs };
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** In one step: between removing and creating, one who comes new would get the lock as if nobody had held it. */
async function replaceLock(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

type TakingOver = { readonly judged: Found; readonly text: string; readonly stuckMs: number };

/**
 * Replaces the lock of a process that is gone. Only inside a folder that one process can make at a time: else
 * two that judged the same old lock could each remove what the other had just created.
 */
async function takeOver(path: string, { judged, text, stuckMs }: TakingOver): Promise<boolean> {
  const gate = `${path}.takeover`;
  try {
    await mkdir(gate);
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
    const found = await stat(gate).catch(() => null);
    if (found && Date.now() - found.mtimeMs > stuckMs) await rmdir(gate).catch(() => undefined);
    return false;
  }
  try {
    const now = await readLock(path);
    if (now?.text !== judged.text || now.touchedMs !== judged.touchedMs) return false;
    await replaceLock(path, text);
    return true;
  } finally {
    await rmdir(gate).catch(() => undefined);
  }
}

async function isAlive(holder: Holder, touchedMs: number, me: Holder): Promise<boolean> {
  const ageMs = Math.abs(Date.now() - touchedMs);
  const sameBoot = holder.bootId !== null && holder.bootId === me.bootId;
  if (!sameBoot && holder.host !== me.host) return ageMs < FOREIGN_FRESH_MS;
  if (holder.bootId !== me.bootId) return false;
  if (holder.space !== me.space) return ageMs < FOREIGN_FRESH_MS;
  if (!isRunning(holder.pid)) return false;
  const startedAt = await startOf(holder.pid);
  if (startedAt !== null && holder.startedAt !== null) return startedAt === holder.startedAt;
  return ageMs < UNSURE_FRESH_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, and is there.
    return isErrno(error, 'EPERM');
  }
}

async function describeMyself(): Promise<Holder> {
  const [startedAt, bootId, space] = await Promise.all([
    startOf(process.pid),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
      (text) => text.trim(),
      () => null,
    ),
    readlink('/proc/self/ns/pid').catch(() => null),
  ]);
  return { token: randomUUID(), pid: process.pid, startedAt, bootId, space, host: hostname() };
}

/** When a process started, in its system's own words; `null` where the system does not say. */
async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      const text = await readFile(`/proc/${pid}/stat`, 'utf8');
      // Field 22, counted after the name, which may itself hold spaces and brackets (proc(5)).
      return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
    }
    if (process.platform === 'win32') return null;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}
