import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PackEntry } from './format/index.ts';
import { appendNote, readNotes, type NotedPack } from './pack-notes.ts';
import type { SealedPack } from './pipeline/index.ts';

/**
 * Sealed packs that wait on this disk for a target that is slower than the reading, so that the snapshot need not be
 * held until all is sent. They are what the target will hold: nothing decrypted. Derived: one that is lost is made
 * again by the next backup.
 */
export type PackSpool = {
  /** False where there is no room for it, or where it cannot be written. */
  keep(sealed: SealedPack, of: Omit<NotedPack, 'pack'>): Promise<boolean>;
  /** The bytes that were kept, or null where they are gone or are others. */
  read(pack: PackEntry): Promise<Uint8Array | null>;
  drop(packId: string): Promise<void>;
  /** What a backup that was cut off had still to send. */
  left(): Promise<readonly NotedPack[]>;
  clear(): Promise<void>;
};

/** Of what is free at least this much stays so, and half of it in any case: the log of the store grows meanwhile. */
const SPARE_BYTES = 512 * 1024 * 1024;
/** Hashed in pieces of so many bytes, with other work in between. */
const PIECE_BYTES = 1024 * 1024;

export function createPackSpool(folder: string): PackSpool {
  const pathOf = (packId: string): string => join(folder, packId);
  const notesPath = join(folder, 'packs.jsonl');
  const kept = new Map<string, number>();

  async function hasRoom(sizeBytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(folder);
    const spooledBytes = [...kept.values()].reduce((sum, size) => sum + size, sizeBytes);
    const freeBytes = bavail * bsize - sizeBytes;
    return freeBytes >= SPARE_BYTES && freeBytes >= spooledBytes;
  }

  async function drop(packId: string): Promise<void> {
    kept.delete(packId);
    await rm(pathOf(packId), { force: true }).catch(() => undefined);
  }

  return {
    drop,
    async keep({ object, entry }, of) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (!(await hasRoom(entry.sizeBytes))) return false;
        kept.set(entry.packId, entry.sizeBytes);
        await writeFile(pathOf(entry.packId), object.bytes, { flag: 'wx', mode: 0o600 });
        await appendNote(notesPath, { ...of, pack: entry });
        return true;
      } catch {
        // A full disk above all: the backup then goes on as fast as it is sent.
        await drop(entry.packId);
        return false;
      }
    },
    read: (pack) => readWhole(pathOf(pack.packId), pack).catch(() => null),
    async left() {
      const there = new Set(await readdir(folder).catch(() => []));
      const notes = await readNotes(notesPath).catch(() => []);
      return notes.filter(({ pack }) => there.has(pack.packId));
    },
    async clear() {
      kept.clear();
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

async function readWhole(path: string, { sizeBytes, hash }: PackEntry): Promise<Uint8Array | null> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size !== sizeBytes) return null;
    const bytes = Buffer.allocUnsafeSlow(sizeBytes);
    const found = createHash('sha256');
    for (let done = 0; done < sizeBytes;) {
      const { bytesRead } = await file.read(bytes, done, Math.min(PIECE_BYTES, sizeBytes - done), done);
      if (bytesRead === 0) return null;
      found.update(bytes.subarray(done, done + bytesRead));
      done += bytesRead;
      await nextTurn();
    }
    return found.digest('hex') === hash ? bytes : null;
  } finally {
    await file.close();
  }
}
