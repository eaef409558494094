import { ATTACHMENT_MAX_BYTES, ATTACHMENT_PART_BYTES } from '#shared/contracts/choices.ts';
import type { Attachment } from '#shared/contracts/notes.ts';
import { AppError } from '#shared/errors.ts';
import type { Api } from '#renderer/api/client.ts';

export type Transfer = { readonly signal: AbortSignal; onProgress(share: number): void };

async function toBase64(part: Blob): Promise<string> {
  const bytes = new Uint8Array(await part.arrayBuffer());
  let text = '';
  // The call takes one argument a byte, and their number is limited.
  for (let from = 0; from < bytes.length; from += 0x8000)
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  return btoa(text);
}

function fromBase64(data: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

/** Sends a file to the store in parts. Nothing of it is kept when it is stopped or fails on the way. */
export async function uploadFile(
  api: Api,
  noteId: string,
  file: File,
  { signal, onProgress }: Transfer,
): Promise<Attachment> {
  if (file.size > ATTACHMENT_MAX_BYTES) {
    throw new AppError(
      'payload_too_large',
      'A file with a note can have at most 200 MB. Nothing was added; link to where it is kept instead.',
    );
  }
  const name = file.name.slice(0, 255) || 'file';
  const mimeType = file.type.slice(0, 150);
  if (file.size <= ATTACHMENT_PART_BYTES) {
    const data = await toBase64(file);
    return (await api.notes.addAttachment.mutate({ noteId, name, mimeType, data }, { signal })).item;
  }
  const upload = { noteId, name, mimeType, sizeBytes: file.size };
  const { uploadId } = await api.notes.beginAttachment.mutate(upload, { signal });
  for (let index = 0; index * ATTACHMENT_PART_BYTES < file.size; index += 1) {
    const from = index * ATTACHMENT_PART_BYTES;
    const data = await toBase64(file.slice(from, from + ATTACHMENT_PART_BYTES));
    await api.notes.appendAttachment.mutate({ uploadId, index, data }, { signal });
    onProgress(Math.min((from + ATTACHMENT_PART_BYTES) / file.size, 1));
  }
  return (await api.notes.finishAttachment.mutate({ uploadId }, { signal })).item;
}

/** The whole content, part by part. */
export async function readFile(api: Api, id: string, signal?: AbortSignal): Promise<Blob> {
  const first = await api.notes.readAttachment.query({ id, index: 0 }, { signal });
  const parts = [fromBase64(first.data)];
  for (let index = 1; index < first.partCount; index += 1)
    parts.push(fromBase64((await api.notes.readAttachment.query({ id, index }, { signal })).data));
  return new Blob(parts, { type: first.mimeType });
}

/** Hands a file to the browser's own saving. */
export async function saveFile(api: Api, attachment: Pick<Attachment, 'id' | 'name'>): Promise<void> {
  const url = URL.createObjectURL(await readFile(api, attachment.id));
  const link = document.createElement('a');
  link.href = url;
  link.download = attachment.name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
