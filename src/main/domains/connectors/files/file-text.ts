import type { FileHandle } from 'node:fs/promises';
import type { FileText } from '#shared/contracts/files.ts';
import type { Refusal } from '#shared/contracts/extract.ts';
import type { ExtractWorker } from '../reading/extract-worker.ts';
import { FileRefused, openContained } from './contained-file.ts';
import { formatOf, isLeftOut } from './file-kinds.ts';

type Wanted = {
  readonly folder: string;
  readonly path: string;
  readonly maxChars: number;
  readonly maxBytes: number;
};

/** The text of one file of a granted folder, or why there is none. */
export async function readFileText(
  wanted: Wanted,
  extract: ExtractWorker,
  signal?: AbortSignal,
): Promise<FileText> {
  const { path, maxChars } = wanted;
  const refused = (reason: Refusal): FileText => ({ path, status: 'refused', reason });
  const format = formatOf(path);
  if (format === undefined || path.split('/').some(isLeftOut)) return refused('unsupported');
  try {
    const bytes = await readBytes(wanted);
    const answer = await extract.run({ op: 'text', format, bytes, maxChars }, signal);
    return 'refusal' in answer ? refused(answer.refusal) : { path, status: 'ok', ...answer.result };
  } catch (error) {
    if (error instanceof FileRefused) return refused(error.refusal);
    throw error;
  }
}

async function readBytes({ folder, path, maxBytes }: Wanted): Promise<Uint8Array> {
  const { handle, stats } = await openContained(folder, path);
  try {
    if (stats.size > maxBytes) throw new FileRefused('too_large');
    return await readWhole(handle, stats.size);
  } finally {
    await handle.close();
  }
}

/** As long as it was when it was opened: a file that grows meanwhile is read another time. */
async function readWhole(handle: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes);
  let length = 0;
  while (length < sizeBytes) {
    const { bytesRead } = await handle.read(bytes, length, sizeBytes - length, length).catch(() => {
      throw new FileRefused('unreadable');
    });
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length === sizeBytes ? bytes : bytes.slice(0, length);
}
