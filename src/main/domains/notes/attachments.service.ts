import { createHash, type Hash } from 'node:crypto';
import { basename } from 'node:path';
import type { Written } from '#shared/contracts/common.ts';
import { ATTACHMENT_MAX_BYTES, ATTACHMENT_PART_BYTES, type Attachment } from '#shared/contracts/notes.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import type { NotesStore } from './notes.store.ts';

export type NewAttachment = { readonly noteId: string; readonly name: string; readonly mimeType: string };
type Upload = NewAttachment & {
  readonly sizeBytes: number;
  readonly hash: Hash;
  received: number;
  nextIndex: number;
};

const MAX_UPLOADS = 20;

/**
 * Files kept with a note, inside the encrypted store, by the SHA-256 of their content and in parts. While an upload
 * is under way its parts lie in the store under the upload's id; nothing is ever written outside it.
 */
export class AttachmentsService {
  readonly #deps: { store: Store; readsOf: (reader: Reader) => NotesStore; ids: IdSource };
  readonly #reads: NotesStore;
  readonly #uploads = new Map<string, Upload>();

  constructor(deps: { store: Store; readsOf: (reader: Reader) => NotesStore; ids: IdSource }) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  async add(input: NewAttachment & { readonly data: Uint8Array }): Promise<Written<Attachment>> {
    const { uploadId } = this.begin({ ...input, sizeBytes: input.data.byteLength });
    for (let index = 0; index * ATTACHMENT_PART_BYTES < input.data.byteLength; index += 1) {
      const from = index * ATTACHMENT_PART_BYTES;
      await this.append(uploadId, index, input.data.subarray(from, from + ATTACHMENT_PART_BYTES));
    }
    return this.finish(uploadId);
  }

  begin(input: NewAttachment & { readonly sizeBytes: number }): { uploadId: string } {
    if (input.sizeBytes > ATTACHMENT_MAX_BYTES) throw tooLarge();
    if (this.#uploads.size >= MAX_UPLOADS) {
      throw new AppError(
        'payload_too_large',
        'Too many files are being added at once. Wait for the others and try again.',
      );
    }
    const uploadId = this.#deps.ids.next();
    this.#uploads.set(uploadId, { ...input, hash: createHash('sha256'), received: 0, nextIndex: 0 });
    return { uploadId };
  }

  async append(uploadId: string, index: number, data: Uint8Array): Promise<void> {
    const upload = this.#requireUpload(uploadId);
    if (index !== upload.nextIndex)
      throw new AppError('invalid_input', 'The parts of this file came out of order. Add it again.');
    if (upload.received + data.byteLength > upload.sizeBytes || data.byteLength > ATTACHMENT_PART_BYTES)
      throw tooLarge();
    upload.nextIndex += 1;
    upload.received += data.byteLength;
    upload.hash.update(data);
    await this.#deps.store.write({ command: 'attachments.upload' }, (tx) =>
      insertPart(tx, uploadId, index, data),
    );
  }

  async finish(uploadId: string): Promise<Written<Attachment>> {
    const upload = this.#requireUpload(uploadId);
    this.#uploads.delete(uploadId);
    if (upload.received !== upload.sizeBytes) {
      await this.#discard(uploadId);
      throw new AppError(
        'invalid_input',
        'The file ended before all of it had arrived. Nothing was added; add it again.',
      );
    }
    const sha256 = upload.hash.digest('hex');
    const isKnown = await this.#reads.hasBlob(sha256);
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'attachments.add', params: { title: upload.name } },
      async (tx) => {
        const [note] = await tx.getByIds('note', [upload.noteId]);
        if (!note)
          throw new AppError(
            'not_found',
            'The note of this file does not exist any more. The file was not added.',
          );
        tx.run(
          isKnown
            ? { sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [uploadId] }
            : { sql: 'UPDATE blob_parts SET sha256 = ? WHERE sha256 = ?', params: [sha256, uploadId] },
        );
        const row = newAttachmentRow(this.#deps.ids.next(), { ...upload, sha256 }, tx.nowMs);
        tx.insert('attachment', [row]);
        return row as Attachment; // the row names every column
      },
    );
    return { item: value, changeSetId };
  }

  async read(
    id: string,
    index: number,
  ): Promise<{ data: string; index: number; partCount: number; name: string; mimeType: string }> {
    const attachment = await this.#reads.findAttachment(id);
    const part = attachment && (await this.#reads.readBlobPart(attachment.sha256, index));
    if (!attachment || !part) throw missing();
    if (part.data === null && attachment.sizeBytes > 0) throw missing();
    const data = Buffer.from(part.data ?? new Uint8Array()).toString('base64');
    return { data, index, partCount: part.partCount, name: attachment.name, mimeType: attachment.mimeType };
  }

  async remove(id: string): Promise<Written<Attachment>> {
    const { value, changeSetId } = await this.#deps.store.write({ command: 'attachments.remove' }, (tx) =>
      tx.update('attachment', [{ id, patch: { deletedAt: tx.nowMs } }]),
    );
    const [row] = value;
    if (!row) throw missing();
    return { item: row as Attachment, changeSetId }; // brand only
  }

  /** Ids of the uploads that parts may still come for. */
  underWay(): readonly string[] {
    return [...this.#uploads.keys()];
  }

  async #discard(uploadId: string): Promise<void> {
    await this.#deps.store.write({ command: 'attachments.upload' }, (tx) => {
      tx.run({ sql: 'DELETE FROM blob_parts WHERE sha256 = ?', params: [uploadId] });
    });
  }

  #requireUpload(uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (!upload) throw new AppError('not_found', 'This upload is no longer under way. Add the file again.');
    return upload;
  }
}

export function newAttachmentRow(
  id: string,
  input: NewAttachment & { readonly sizeBytes: number; readonly sha256: string },
  nowMs: number,
): EntityInsert<'attachment'> {
  const name = basename(input.name.replaceAll('\\', '/')).slice(0, 255) || 'file';
  const { noteId, mimeType, sizeBytes, sha256 } = input;
  return { id, noteId, name, mimeType, sizeBytes, sha256, deletedAt: null, createdAt: nowMs };
}

/** Appends one part of a blob; `key` is its SHA-256, or the id of an upload under way. */
export function insertPart(tx: Writer, key: string, part: number, data: Uint8Array): void {
  tx.run({
    sql: 'INSERT OR IGNORE INTO blob_parts (sha256, part, data) VALUES (?, ?, ?)',
    params: [key, part, data],
  });
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', 'A file with a note can have at most 200 MB. Nothing was added.');
}

function missing(): AppError {
  return new AppError('not_found', 'This file is no longer kept with the note.');
}
