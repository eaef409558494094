import { open, rm, type FileHandle } from 'node:fs/promises';
import type { JsonSchema } from '#shared/contracts/models.ts';
import type { DatasetWorker } from '../worker/worker-types.ts';
import type { Pieces, TextPages } from './export-pieces.ts';

const PIECE_BYTES = 256 * 1024;

export type ParquetInput = {
  readonly worker: Pick<DatasetWorker, 'createParquet'>;
  readonly pages: TextPages;
  readonly schema: JsonSchema;
  readonly columns: readonly string[];
  /** A free place for the file while it is written: its end comes last, and says where everything stands. */
  readonly draft: string;
};

/** A Parquet file, written beside its place by the worker and handed on in pieces; the draft is gone in the end. */
export async function* parquetPieces({ worker, pages, schema, columns, draft }: ParquetInput): Pieces {
  await rm(draft, { force: true });
  const handle = await open(draft, 'wx+', 0o600);
  try {
    const session = await worker.createParquet({ fd: handle.fd, schema, columns });
    try {
      for await (const page of pages) await session.write(page.map(({ text }) => text));
      await session.finish();
    } finally {
      await session.close();
    }
    yield* piecesOf(handle);
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

async function* piecesOf(handle: FileHandle): Pieces {
  for (let position = 0; ;) {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const { bytesRead } = await handle.read(piece, 0, piece.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
