import { createHash, randomUUID } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { open, opendir, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  assertBlobName,
  isBlobName,
  type BlobInfo,
  type BlobTarget,
  type PutOptions,
} from './blob-target.ts';
import { errnoOf, folderError, folderGone } from './folder-error.ts';
import { createFolders, PARTIAL_FOLDER, syncQuietly } from './folder-layout.ts';
import { withBlobLock } from './folder-lock.ts';
import { assertNotAborted, blobConflict, noSuchBlob } from './target-error.ts';
import { PIECE_BYTES, UNLIMITED, type Throttle } from './throttle.ts';

export type FolderTargetOptions = {
  /** Must be there: a drive that is not connected must not be taken for an empty one. */
  readonly folder: string;
  readonly throttle?: Throttle;
  /** How long a change waits for other programs that change the same object. */
  readonly lockWaitMs?: number;
};

/** Up to this size the etag is a hash of the content; above, where nothing is ever replaced, size and time do. */
const HASHED_BYTES = 4 * 1024 * 1024;
/** A change is made within milliseconds; a program that sleeps in the middle of one is passed over after as long. */
const LOCK_WAIT_MS = 15_000;
/** What a killed write left behind is certainly nobody's any more after so long. */
const STALE_PARTIAL_MS = 24 * 60 * 60 * 1000;

type Root = {
  readonly folder: string;
  readonly throttle: Throttle;
  readonly lockWaitMs: number;
  /** Throws where the folder is gone or is not the one that it was: a drive taken out, another put in. */
  assertThere(): Promise<void>;
};

/** A folder of this machine, a mounted drive or a network share. */
export function createFolderTarget(options: FolderTargetOptions): BlobTarget {
  const root = rootOf(options);
  let swept: Promise<void> | undefined;
  const sweep = () => (swept ??= sweepPartial(root).catch(() => undefined));
  return {
    label: options.folder,
    async put(name, bytes, putOptions) {
      assertBlobName(name);
      assertNotAborted(putOptions.signal);
      return guarded(async () => {
        await root.assertThere();
        await sweep();
        return putBlob(root, { name, bytes, ...putOptions });
      });
    },
    async get(name, { range, signal } = {}) {
      assertBlobName(name);
      assertNotAborted(signal);
      const found = await guarded(() => readBlob(root, name, range ?? null));
      if (found === undefined) throw noSuchBlob(name);
      await root.throttle.take(found.bytes.length, signal);
      return { bytes: found.bytes, etag: found.etag };
    },
    async stat(name, signal) {
      assertBlobName(name);
      assertNotAborted(signal);
      const found = await guarded(() => readBlob(root, name, { start: 0, length: 0 }));
      return (
        found && { name, sizeBytes: found.sizeBytes, modifiedAtMs: found.modifiedAtMs, etag: found.etag }
      );
    },
    async *list(prefix, signal) {
      try {
        await root.assertThere();
        for await (const info of walk(root.folder, prefix.slice(0, prefix.lastIndexOf('/') + 1))) {
          assertNotAborted(signal);
          if (info.name.startsWith(prefix)) yield info;
        }
      } catch (error) {
        throw folderError(error);
      }
    },
    async remove(name, signal) {
      assertBlobName(name);
      assertNotAborted(signal);
      await guarded(async () => {
        await root.assertThere();
        await rm(join(root.folder, name), { force: true });
      });
    },
    now: () => guarded(() => clockOf(root)),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw folderError(error);
  }
}

function rootOf({ folder, throttle = UNLIMITED, lockWaitMs = LOCK_WAIT_MS }: FolderTargetOptions): Root {
  let pinned: string | undefined;
  return {
    folder,
    throttle,
    lockWaitMs,
    async assertThere() {
      const found = await stat(folder, { bigint: true });
      const identity = `${found.dev}:${found.ino}`;
      pinned ??= identity;
      // Unmounted, the mount point is a folder as well, and an empty one.
      if (!found.isDirectory() || identity !== pinned) throw folderGone();
    },
  };
}

type Put = PutOptions & { readonly name: string; readonly bytes: Uint8Array };

async function putBlob(root: Root, put: Put): Promise<{ readonly etag: string }> {
  const path = join(root.folder, put.name);
  const temporary = join(root.folder, PARTIAL_FOLDER, randomUUID());
  await createFolders(root.folder, PARTIAL_FOLDER);
  await createFolders(root.folder, dirname(put.name));
  try {
    await writeWhole(root, temporary, put);
    assertNotAborted(put.signal);
    const move = async () => {
      await rename(temporary, path);
      await syncQuietly(dirname(path));
    };
    if (put.ifMatch === undefined) await move();
    else {
      const locking = { name: put.name, waitMs: root.lockWaitMs, signal: put.signal };
      await withBlobLock(root.folder, locking, async (fence) => moveIfMatches(root, put, { fence, move }));
    }
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  if (put.bytes.length <= HASHED_BYTES) return { etag: hashOf(put.bytes) };
  const written = await readBlob(root, put.name, { start: 0, length: 0 });
  if (written === undefined) throw noSuchBlob(put.name);
  return { etag: written.etag };
}

type Moving = { readonly fence: () => Promise<void>; readonly move: () => Promise<void> };

async function moveIfMatches(root: Root, { name, ifMatch }: Put, { fence, move }: Moving): Promise<void> {
  const now = await readBlob(root, name, { start: 0, length: 0 });
  if ((now?.etag ?? null) !== ifMatch) throw blobConflict(name);
  await fence();
  await move();
}

async function writeWhole(root: Root, path: string, { bytes, signal }: Put): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      const piece = bytes.subarray(start, start + PIECE_BYTES);
      await root.throttle.take(piece.length, signal);
      assertNotAborted(signal);
      await writePiece(handle, piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A write may take less than it was given, where a disk is nearly full. */
async function writePiece(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let done = 0; done < piece.length;) {
    const { bytesWritten } = await handle.write(piece, done, piece.length - done, null);
    done += bytesWritten;
  }
}

type Read = {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
};

async function readBlob(
  root: Root,
  name: string,
  range: { readonly start: number; readonly length: number } | null,
): Promise<Read | undefined> {
  const handle = await openBlob(root, name);
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat({ bigint: true });
    const sizeBytes = Number(found.size);
    if (!found.isFile()) return undefined;
    const isSmall = sizeBytes <= HASHED_BYTES;
    const whole = isSmall || range === null ? await readAt(handle, 0, sizeBytes) : undefined;
    const { start, length } = range ?? { start: 0, length: sizeBytes };
    const wanted = Math.max(0, Math.min(length, sizeBytes - start));
    return {
      bytes: whole?.subarray(start, start + wanted) ?? (await readAt(handle, start, wanted)),
      etag: isSmall && whole !== undefined ? hashOf(whole) : etagOfLarge(found),
      sizeBytes,
      modifiedAtMs: Number(found.mtimeMs),
    };
  } finally {
    await handle.close();
  }
}

/** No link is followed, and what is no file (a pipe would be waited for) is not read. */
async function openBlob(root: Root, name: string): Promise<FileHandle | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    return await open(join(root.folder, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    // Gone with everything around it is another thing than gone.
    await root.assertThere();
    return undefined;
  }
}

async function readAt(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const etagOfLarge = ({ size, mtimeNs }: BigIntStats) => `${size.toString(16)}-${mtimeNs.toString(16)}`;

/** Files under a folder of the target (`''` or ending with a slash). What goes away meanwhile is passed over. */
async function* walk(folder: string, below: string): AsyncGenerator<BlobInfo> {
  const entries = await opendir(join(folder, below)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (entries === undefined) return;
  for await (const entry of entries) {
    const name = `${below}${entry.name}`;
    if (!isBlobName(name)) continue;
    if (entry.isDirectory()) yield* walk(folder, `${name}/`);
    const found = entry.isFile() ? await statOrGone(join(folder, name)) : undefined;
    if (found?.isFile() === true) yield { name, sizeBytes: found.size, modifiedAtMs: found.mtimeMs };
  }
}

async function statOrGone(path: string) {
  return stat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/** What the file system there stamps on a new file: a share has a clock of its own. */
async function clockOf(root: Root): Promise<number> {
  await root.assertThere();
  await createFolders(root.folder, PARTIAL_FOLDER);
  const path = join(root.folder, PARTIAL_FOLDER, randomUUID());
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.write('now');
    await handle.sync();
    return (await handle.stat()).mtimeMs;
  } finally {
    await handle.close();
    await rm(path, { force: true });
  }
}

/** Takes away what killed writes left. Never a reason to fail. */
async function sweepPartial(root: Root): Promise<void> {
  const folder = join(root.folder, PARTIAL_FOLDER);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  const nowMs = await clockOf(root);
  for (const name of names) {
    const found = await statOrGone(join(folder, name)).catch(() => undefined);
    if (found === undefined || nowMs - found.mtimeMs < STALE_PARTIAL_MS) continue;
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}
