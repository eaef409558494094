import type { Api } from '#renderer/api/client.ts';

/** The host takes at most this much in one go. */
const PART_BYTES = 512 * 1024;
const FILES_AT_ONCE = 4;
/** `String.fromCharCode` takes its characters as arguments, and there can't be half a million. */
const CHARACTERS_AT_ONCE = 0x80_00;

/** A file with its place in the folder that was chosen. */
export type UploadFile = { readonly path: string; readonly file: File };
export type UploadSource = { readonly name: string; readonly files: readonly UploadFile[] };

export type UploadProgress = { readonly sentBytes: number; readonly totalBytes: number };

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHARACTERS_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + CHARACTERS_AT_ONCE));
  return btoa(text);
}

type Upload = {
  readonly source: UploadSource;
  readonly signal: AbortSignal;
  onProgress(progress: UploadProgress): void;
};

/** Hands the files over piece by piece: parts of one file in order, a few files side by side. */
export async function uploadFiles(api: Api, { source, signal, onProgress }: Upload): Promise<string> {
  const { uploadId } = await api.imports.beginUpload.mutate({ name: source.name }, { signal });
  const totalBytes = source.files.reduce((sum, { file }) => sum + file.size, 0);
  const waiting = [...source.files];
  let sentBytes = 0;
  const send = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { path, file } = next;
      const partCount = Math.max(1, Math.ceil(file.size / PART_BYTES));
      for (let index = 0; index < partCount; index += 1) {
        const part = file.slice(index * PART_BYTES, (index + 1) * PART_BYTES);
        const data = toBase64(new Uint8Array(await part.arrayBuffer()));
        await api.imports.appendUpload.mutate({ uploadId, path, index, data }, { signal });
        sentBytes += part.size;
        onProgress({ sentBytes, totalBytes });
      }
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, send));
  return uploadId;
}
