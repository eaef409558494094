import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { VectorMark, VectorSource } from './vector-port.ts';

const STATE = 'state.json';
/** Of how the rows are laid out. */
const LAYOUT = 1;

const stateSchema = z.object({
  layout: z.literal(LAYOUT),
  generation: z.string(),
  embedder: z.string(),
  dimension: z.number().int().positive(),
  throughId: z.number().int().min(0),
  goneSeq: z.number().int().min(0),
  /** Measured for each collection that has an approximate index. */
  breadths: z.record(z.string(), z.number().int().positive()),
});

export type FolderState = { readonly mark: VectorMark; readonly breadths: Readonly<Record<string, number>> };

/** The state of a folder that was made of the same source; null where there is none that can be believed. */
export async function readState(folder: string, source: VectorSource): Promise<FolderState | null> {
  try {
    const state = stateSchema.parse(JSON.parse(await readFile(join(folder, STATE), 'utf8')));
    const isSame =
      state.generation === source.generation &&
      state.embedder === source.embedder &&
      state.dimension === source.dimension;
    const { throughId, goneSeq, breadths } = state;
    return isSame ? { mark: { throughId, goneSeq }, breadths } : null;
  } catch {
    return null;
  }
}

/** Whether the files of a table still hold rows that it says are removed. */
export async function keepsRemoved(folder: string, table: string): Promise<boolean> {
  const names = await readdir(join(folder, 'tables', `${table}.lance`, '_deletions')).catch(() => []);
  return names.length > 0;
}

export async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Replaces the former state in one step. */
export async function writeState(
  folder: string,
  source: VectorSource,
  { mark, breadths }: FolderState,
): Promise<void> {
  const { generation, embedder, dimension } = source;
  const state = { layout: LAYOUT, generation, embedder, dimension, ...mark, breadths } satisfies z.infer<
    typeof stateSchema
  >;
  const path = join(folder, `${STATE}.${randomUUID()}`);
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(state));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(path, join(folder, STATE));
  await syncFolder(folder);
}

/**
 * Brings what was written since the last time to the disk: after a power cut LanceDB finds files of no bytes or none
 * at all, because it never asks for that. Its files do not change once they are written, so each is synced once.
 */
export async function syncNew(folder: string, known: Set<string>): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const folders = new Set<string>([folder]);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || known.has(path)) continue;
    const file = await open(path, 'r').catch(() => null);
    // Cleaned away by a compaction meanwhile.
    if (!file) continue;
    await syncAndClose(file);
    known.add(path);
    folders.add(entry.parentPath);
  }
  for (const one of folders) await syncFolder(one);
}

async function syncFolder(path: string): Promise<void> {
  // Windows has no such thing and needs none.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r').catch(() => null);
  if (handle) await syncAndClose(handle);
}

async function syncAndClose(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
