import { createHash } from 'node:crypto';
import type { ExportSink, ZipOutput } from '#main/domains/exports/index.ts';

/** A single file as an export: its name is that of the output. */
export function createFileSink(output: ZipOutput): ExportSink {
  return {
    async write(path, pieces) {
      const hash = createHash('sha256');
      let sizeBytes = 0;
      for await (const piece of pieces) {
        hash.update(piece);
        sizeBytes += piece.length;
        await output.write(piece);
      }
      return { path, sizeBytes, sha256: hash.digest('hex') };
    },
    finish: () => output.finish(),
    abort: () => output.abort(),
  };
}
