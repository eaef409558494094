import { appendFile } from 'node:fs/promises';
import { z } from 'zod';
import { readTextFile } from '#main/engine/secrets/atomic-file.ts';
import type { PackEntry } from './format/index.ts';

/** A pack that no backup names yet, and when it was sent or put by. */
export type NotedPack = { readonly generation: number; readonly atMs: number; readonly pack: PackEntry };

const HASH = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f]{32}$/;

const noteSchema = z.object({
  generation: z.int().positive(),
  atMs: z.number(),
  pack: z.object({
    packId: z.string().regex(ID),
    salt: z.string().regex(HASH),
    sizeBytes: z.int().positive(),
    hash: z.string().regex(HASH),
    chunks: z.array(
      z.object({
        chunkId: z.string().regex(ID),
        offsetBytes: z.int().nonnegative(),
        lengthBytes: z.int().positive(),
        pageCount: z.int().positive(),
        pageIds: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
      }),
    ),
  }),
});

/** A line a pack. The one before may have been cut off by a kill, so each begins on a line of its own. */
export async function appendNote(path: string, note: NotedPack): Promise<void> {
  await appendFile(path, `\n${lineOf(note)}\n`, { mode: 0o600 });
}

/** What can be read of it; nothing where there is no such file. */
export async function readNotes(path: string): Promise<readonly NotedPack[]> {
  const text = await readTextFile(path);
  const lines = (text ?? '').split('\n').filter((line) => line !== '');
  return lines.flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): NotedPack | null {
  try {
    return noteSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function lineOf({ pack, ...note }: NotedPack): string {
  const chunks = pack.chunks.map((chunk) => ({
    ...chunk,
    pageIds: Buffer.from(chunk.pageIds).toString('base64'),
  }));
  return JSON.stringify({ ...note, pack: { ...pack, chunks } });
}
