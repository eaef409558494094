import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { MailFolder, MailRefusal } from '#shared/contracts/connectors.ts';
import { MAIL_LIMITS } from '#shared/contracts/mail-worker.ts';
import { AppError } from '#shared/errors.ts';
import { readMbox } from './mbox-reader.ts';
import type { FolderBatch, FolderRead, Mailbox } from './mailbox.ts';

/** `.eml` files count as one folder; each mbox file is a folder by its own path. */
const EML_FOLDER = 'eml';
const MAX_FILES = 50_000;
const MAX_DEPTH = 8;

type Found = { readonly path: string; readonly stats: Stats };

/** Mail in files: one `.eml` or `.mbox`, or a folder of them. Links are not followed. */
export function createFileMailbox(path: string): Mailbox {
  const files = () => findFiles(path);
  return {
    async chosenFolders() {
      return foldersOf(path, await files());
    },
    async listFolders() {
      return foldersOf(path, await files()).map((folder): MailFolder => ({
        path: folder,
        name: folder,
        role: null,
        messages: null,
        isChosen: true,
      }));
    },
    async read(request) {
      const found = await files();
      if (request.folder === EML_FOLDER) return readEmls(path, found.filter(isEml), request);
      const file = found.find((one) => !isEml(one) && folderName(path, one) === request.folder);
      if (file === undefined) throw unreadable(request.folder, undefined);
      return readMboxBatch(file, request);
    },
    close: () => Promise.resolve(),
  };
}

const isEml = ({ path }: Found): boolean => /\.eml$/i.test(path);

function folderName(root: string, file: Found): string {
  return relative(root, file.path).split(sep).join('/') || 'mbox';
}

function foldersOf(root: string, files: readonly Found[]): string[] {
  const mboxes = files.filter((file) => !isEml(file)).map((file) => folderName(root, file));
  return files.some(isEml) ? [EML_FOLDER, ...mboxes] : mboxes;
}

async function findFiles(root: string): Promise<readonly Found[]> {
  const rootStats = await lstat(root).catch((cause: unknown) => {
    throw unreadable(root, cause);
  });
  if (rootStats.isFile()) return [{ path: root, stats: rootStats }];
  const found: Found[] = [];
  const look = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (found.length >= MAX_FILES) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < MAX_DEPTH) await look(path, depth + 1);
      else if (entry.isFile() && /\.(eml|mbox)$/i.test(entry.name))
        found.push({ path, stats: await lstat(path) });
    }
  };
  await look(root, 1);
  return found;
}

/** Opens without following a link, and only what still lies under the folder that was named. */
async function openContained(root: string, path: string): Promise<FileHandle> {
  const real = await realpath(path);
  const base = await realpath(root);
  if (real !== base && !real.startsWith(base + sep)) throw unreadable(path, undefined);
  const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw unreadable(path, undefined);
}

/**
 * Numbers `.eml` files by the time at which they came to lie here, in microseconds, and those of the same moment by
 * their name. A clock's tick is thousands of microseconds, so numbers stay apart.
 */
function numbered(files: readonly Found[]): { readonly uid: number; readonly file: Found }[] {
  const sorted = files.toSorted(
    (left, right) => left.stats.ctimeMs - right.stats.ctimeMs || (left.path < right.path ? -1 : 1),
  );
  let last = 0;
  return sorted.map((file) => {
    last = Math.max(Math.floor(file.stats.ctimeMs * 1000), last + 1);
    return { uid: last, file };
  });
}

async function readEmls(root: string, files: readonly Found[], request: FolderRead): Promise<FolderBatch> {
  const uidValidity = 'eml';
  const from = request.after?.uidValidity === uidValidity ? request.after.lastUid : 0;
  const fresh = numbered(files).filter(({ uid }) => uid > from);
  const taken = fresh.slice(0, request.limit);
  const refused: MailRefusal[] = [];
  for (const { uid, file } of taken) {
    request.signal.throwIfAborted();
    try {
      const source = await readHead(root, file.path);
      request.onMessage({
        uid,
        source,
        sizeBytes: file.stats.size,
        receivedAt: Math.floor(file.stats.mtimeMs),
      });
    } catch {
      refused.push({ folder: EML_FOLDER, uid, reason: 'unreadable', message: 'The file could not be read.' });
    }
  }
  const position = { uidValidity, lastUid: taken.at(-1)?.uid ?? from };
  return { position, refused, hasMore: fresh.length > taken.length };
}

async function readHead(root: string, path: string): Promise<Uint8Array> {
  const file = await openContained(root, path);
  try {
    const buffer = Buffer.alloc(MAIL_LIMITS.sourceBytes);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readMboxBatch(found: Found, request: FolderRead): Promise<FolderBatch> {
  const file = await openContained(found.path, found.path);
  try {
    const head = Buffer.alloc(256);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const firstLine = head.subarray(0, bytesRead).toString('latin1').split('\n')[0] ?? '';
    const hash = createHash('sha256').update(`${found.stats.ino} ${firstLine}`).digest('hex').slice(0, 16);
    const { size } = found.stats;
    const goesOn = request.after?.uidValidity === hash && request.after.lastUid <= size;
    let last = goesOn ? (request.after?.lastUid ?? 0) : 0;
    let count = 0;
    for await (const message of readMbox(file, last, MAIL_LIMITS.sourceBytes)) {
      request.signal.throwIfAborted();
      last = message.end;
      const sizeBytes = message.end - message.offset;
      request.onMessage({ uid: message.end, source: message.source, sizeBytes, receivedAt: null });
      count += 1;
      if (count === request.limit) break;
    }
    const position = { uidValidity: hash, lastUid: last };
    return { position, refused: [], hasMore: count === request.limit && last < size };
  } finally {
    await file.close();
  }
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError(
    'file_unreadable',
    `The mail at ${path} could not be read. Check that it is still there and that it is a file or a folder of your own.`,
    { cause },
  );
}
