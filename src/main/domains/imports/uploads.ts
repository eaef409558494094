import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store } from '#main/db/store.ts';
import { insertPart } from '#main/domains/notes/index.ts';
import { dropUpload, readParts } from './imports.store.ts';
import { refuseAbove } from './sources/contained-file.ts';
import { IMPORT_LIMITS } from './sources/limits.ts';
import { isZipHead } from './sources/open-source.ts';
import type { SourceFile, SourceTree } from './sources/source-tree.ts';
import { openZipTree } from './sources/zip-tree.ts';

/**
 * Files handed over piece by piece by a host that has no file dialog. They lie in the encrypted store, never on the
 * disk, under keys that begin with the upload's id, and are removed when their import has ended.
 */
export type Uploads = {
  begin(name: string): { uploadId: string };
  append(part: { uploadId: string; path: string; index: number; data: Uint8Array }): Promise<void>;
  /** Closes the upload and writes down what has arrived, so that its import can be taken up after a restart. */
  seal(uploadId: string): Promise<void>;
  /** Ids of the uploads that parts may still come for. */
  underWay(): readonly string[];
};

const PART_BYTES = 512 * 1024;
const MAX_UPLOADS = 5;
const MAX_UPLOAD_BYTES = 2 * 1024 * 1024 * 1024;
const LIST_FILE = 'list';

const uploadListSchema = z.object({
  name: z.string(),
  files: z.array(
    z.object({ path: z.string(), sizeBytes: z.number().int(), sizes: z.array(z.number().int()) }),
  ),
  atMs: z.number().int(),
});
type UploadList = z.infer<typeof uploadListSchema>;
type Upload = {
  readonly name: string;
  readonly files: Map<string, { readonly key: string; readonly sizes: number[] }>;
  totalBytes: number;
};

export function createUploads(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
}): Uploads {
  const uploads = new Map<string, Upload>();
  const find = (uploadId: string): Upload => {
    const upload = uploads.get(uploadId);
    if (upload === undefined)
      throw new AppError('not_found', 'This upload is no longer under way. Choose the files again.');
    return upload;
  };
  return {
    begin(name) {
      // The oldest one was most likely left with its page.
      const [oldest] = uploads.keys();
      if (uploads.size >= MAX_UPLOADS && oldest !== undefined) uploads.delete(oldest);
      const uploadId = deps.ids.next();
      uploads.set(uploadId, { name, files: new Map(), totalBytes: 0 });
      return { uploadId };
    },
    async append({ uploadId, path, index, data }) {
      const upload = find(uploadId);
      const file = upload.files.get(path) ?? addFile(upload, uploadId, path);
      if (index !== file.sizes.length)
        throw new AppError(
          'invalid_input',
          'The parts of this file came out of order. Choose the files again.',
        );
      upload.totalBytes += data.byteLength;
      if (data.byteLength > PART_BYTES || upload.totalBytes > MAX_UPLOAD_BYTES) {
        throw new AppError(
          'payload_too_large',
          'An upload can have at most 2 GB. Nothing was imported; use the command line for more.',
        );
      }
      file.sizes.push(data.byteLength);
      await deps.store.write({ command: 'imports.upload', principal: 'import' }, (tx) =>
        insertPart(tx, file.key, index, data),
      );
    },
    async seal(uploadId) {
      const upload = uploads.get(uploadId);
      if (upload === undefined) return;
      const files = [...upload.files].map(([path, { sizes }]) => ({ path, sizes, sizeBytes: sum(sizes) }));
      const list: UploadList = { name: upload.name, files, atMs: deps.nowMs() };
      const text = Buffer.from(JSON.stringify(list));
      await deps.store.write({ command: 'imports.upload', principal: 'import' }, (tx) =>
        insertPart(tx, `${uploadId}:${LIST_FILE}`, 0, text),
      );
      uploads.delete(uploadId);
    },
    underWay: () => [...uploads.keys()],
  };
}

/** A sealed upload as a tree of files; a single archive is opened like one on the disk. */
export async function openUpload(reader: Reader, uploadId: string): Promise<SourceTree> {
  const [sealed] = await readParts(reader, `${uploadId}:${LIST_FILE}`, 0, 0);
  if (sealed === undefined)
    throw new AppError('import_unreadable', 'The uploaded files are no longer kept. Choose them again.');
  const list = uploadListSchema.parse(JSON.parse(Buffer.from(sealed).toString()));
  const files = list.files.map((file, position) =>
    uploadedFile(reader, `${uploadId}:${position}`, file, list.atMs),
  );
  const [only] = files;
  if (files.length === 1 && only !== undefined && isZipHead(Buffer.from(await only.readAt(0, 4)))) {
    return await openZipTree(list.name, {
      sizeBytes: only.sizeBytes,
      readAt: only.readAt,
      close: async () => {},
    });
  }
  const top = files.every((file) => file.path.startsWith(`${list.name}/`)) ? list.name.length + 1 : 0;
  const named = files
    .map((file) => ({ ...file, path: file.path.slice(top) }))
    .filter((file) => !isHidden(file.path));
  named.sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    kind: named.length === 1 ? 'file' : 'folder',
    name: list.name,
    files: named,
    refusals: [],
    [Symbol.asyncDispose]: async () => {},
  };
}

/** The files of a sealed upload as they came, an archive unopened, where they are not too large together. */
export async function readUploadedFiles(
  reader: Reader,
  uploadId: string,
  maxBytes: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const [sealed] = await readParts(reader, `${uploadId}:${LIST_FILE}`, 0, 0);
  if (sealed === undefined)
    throw new AppError('import_unreadable', 'The uploaded files are no longer kept. Choose them again.');
  const list = uploadListSchema.parse(JSON.parse(Buffer.from(sealed).toString()));
  refuseAbove(sum(list.files.map(({ sizeBytes }) => sizeBytes)), maxBytes);
  const files = new Map<string, Uint8Array>();
  for (const [position, { path, sizes }] of list.files.entries()) {
    const parts = await readParts(reader, `${uploadId}:${position}`, 0, sizes.length);
    files.set(path, Buffer.concat(parts));
  }
  return files;
}

export async function discardUpload(store: Store, uploadId: string): Promise<void> {
  await store.write({ command: 'imports.upload', principal: 'import' }, (tx) => dropUpload(tx, uploadId));
}

function addFile(upload: Upload, uploadId: string, path: string) {
  const plain = path.normalize('NFC').replaceAll('\\', '/');
  const parts = plain.split('/');
  if (
    plain.length > 1000 ||
    parts.length > IMPORT_LIMITS.folderDepth ||
    parts.some((part) => part === '' || part === '.' || part === '..')
  ) {
    throw new AppError(
      'path_not_allowed',
      'The path of this file cannot be imported. Nothing of it was read.',
    );
  }
  if (upload.files.size >= IMPORT_LIMITS.fileCount)
    throw new AppError('payload_too_large', 'The upload has too many files. Nothing was imported.');
  const file = { key: `${uploadId}:${upload.files.size}`, sizes: [] };
  upload.files.set(plain, file);
  return file;
}

function uploadedFile(
  reader: Reader,
  key: string,
  { path, sizes, sizeBytes }: UploadList['files'][number],
  atMs: number,
) {
  const starts = [0];
  for (const size of sizes) starts.push((starts.at(-1) ?? 0) + size);
  const readAt = async (offset: number, length: number): Promise<Buffer> => {
    const end = Math.min(offset + length, sizeBytes);
    const first = starts.findLastIndex((start) => start <= offset);
    const last = starts.findLastIndex((start) => start < end);
    if (end <= offset) return Buffer.alloc(0);
    const joined = Buffer.concat(await readParts(reader, key, first, last));
    const from = offset - (starts[first] ?? 0);
    return joined.subarray(from, from + (end - offset));
  };
  const file: SourceFile = {
    path,
    sizeBytes,
    createdAt: atMs,
    modifiedAt: atMs,
    async read(maxBytes) {
      refuseAbove(sizeBytes, maxBytes);
      return await readAt(0, sizeBytes);
    },
    async *stream(maxBytes) {
      refuseAbove(sizeBytes, maxBytes);
      for (const part of sizes.keys()) yield* await readParts(reader, key, part, part);
    },
  };
  return { ...file, readAt };
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
