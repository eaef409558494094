import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { AppError } from '#shared/errors.ts';
import type { ExportSink } from './export-sink.ts';

/** What takes the bytes of an archive: parts of one size, in order. */
export type ZipOutput = {
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  abort(): Promise<void>;
};

/** The plain ZIP format ends at these; the folder has no such end. */
const MAX_ENTRIES = 65_000;
const MAX_BYTES = 3.9 * 1024 * 1024 * 1024;
const TEXT = /\.(?:md|csv|jsonl?|txt|svg|html)$/i;

/** An export as one ZIP archive, packed while it is being written. */
export function createZipSink(output: ZipOutput, nowMs: number): ExportSink {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  let entryCount = 0;
  let totalBytes = 0;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  const drain = async () => {
    if (failure !== null) throw failure;
    const chunks = ready;
    ready = [];
    for (const chunk of chunks) {
      totalBytes += chunk.length;
      if (totalBytes > MAX_BYTES) throw tooLarge();
      await output.write(chunk);
    }
  };
  return {
    async write(path, pieces) {
      entryCount += 1;
      if (entryCount > MAX_ENTRIES) throw tooLarge();
      const entry = TEXT.test(path) ? new ZipDeflate(path, { level: 6 }) : new ZipPassThrough(path);
      entry.mtime = nowMs;
      zip.add(entry);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      for await (const piece of pieces) {
        hash.update(piece);
        sizeBytes += piece.length;
        entry.push(piece, false);
        await drain();
      }
      entry.push(new Uint8Array(0), true);
      await drain();
      return { path, sizeBytes, sha256: hash.digest('hex') };
    },
    async finish() {
      zip.end();
      await drain();
      await output.finish();
    },
    async abort() {
      zip.terminate();
      await output.abort();
    },
  };
}

function tooLarge(): AppError {
  return new AppError(
    'payload_too_large',
    'The workspace is too large for one archive (65,000 files or 4 GB). Nothing was exported; export to a folder instead.',
  );
}
