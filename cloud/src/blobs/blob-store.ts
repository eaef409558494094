import type { Readable } from 'node:stream';

/** What the sender said of its bytes. */
export type Expected = { readonly sizeBytes: number; readonly sha256: string };

/** From `start` to `end`, both within the blob and both part of it. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Where bytes lie, by ids that the server makes itself. It knows no names and no owners.
 */
export type BlobStore = {
  /**
   * Takes the stream to its end. Resolves when the bytes are whole and would survive a power cut; else nothing is kept.
   * Rejects with `digest_mismatch` where they are not what was announced.
   */
  write(id: string, body: Readable, expected: Expected): Promise<void>;
  /** Rejects where the blob is gone: that is damage, as nobody reads what the database does not name. */
  read(id: string, range?: ByteRange): Promise<Readable>;
  /** No error where it is already gone. */
  remove(id: string): Promise<void>;
  /** Rejects when nothing can be stored at present. */
  check(): Promise<void>;
};
