import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readTextFile, writeFileAtomic } from '#main/engine/secrets/atomic-file.ts';
import { fileError } from '#main/engine/secrets/file-errors.ts';
import type { SeenHead } from './format/index.ts';
import { appendNote, readNotes, type NotedPack } from './pack-notes.ts';
import { createPackSpool, type PackSpool } from './pack-spool.ts';

/**
 * What this device knows of one vault. It lies beside the store and not in it: a restore takes the store back in
 * time, and must not take this with it. Losing it costs a check against an older head and some packs sent
 * again, never a backup.
 */
export type VaultState = {
  /** The newest head that this device has seen. */
  seenHead(): Promise<SeenHead | null>;
  rememberHead(head: SeenHead): Promise<void>;
  // What follows spares work and is derived: where it cannot be written, a full disk say, the work goes on without.
  /** Packs and indexes that were found damaged or gone: nothing new may rest on such a pack, and an index is made again. */
  damagedPacks(): Promise<ReadonlySet<string>>;
  rememberDamaged(packIds: ReadonlySet<string>): Promise<void>;
  /** What a backup that was cut off had sent already. */
  sentPacks(): Promise<readonly NotedPack[]>;
  noteSent(sent: NotedPack): Promise<void>;
  forgetSent(): Promise<void>;
  /** Sealed packs that wait here for a slow target. */
  readonly spool: PackSpool;
  /** How the pages of a store looked at its last backup: `pageMarks` of the pipeline. */
  pageMarks(key: MarksKey): Promise<Uint8Array | null>;
  keepPageMarks(key: MarksKey, marks: Uint8Array): Promise<void>;
  /** Sealed objects that never change, so that they are fetched once. */
  cached(id: string): Promise<Uint8Array | null>;
  cache(id: string, bytes: Uint8Array): Promise<void>;
  /** Drops all but these from the cache. */
  trimCache(ids: ReadonlySet<string>): Promise<void>;
};

/** Marks are keyed: those of another generation or another store say nothing. */
export type MarksKey = { readonly generation: number; readonly storeId: string };

const HASH = /^[0-9a-f]{64}$/;
const ID = /^[0-9a-f]{32}$/;

const seenSchema = z.object({
  generation: z.int().positive(),
  sequence: z.int().nonnegative(),
  hash: z.string().regex(HASH),
});

const damagedSchema = z.array(z.string().regex(ID));

/** The state of one vault in a folder of its own below `folder`. */
export function createFolderState(folder: string, vaultId: string): VaultState {
  const own = join(folder, vaultId);
  const spool = createPackSpool(join(own, 'spool'));
  return { ...records(own), ...sentRecords(join(own, 'sent.jsonl')), ...keptBytes(own), spool };
}

type Records = Pick<VaultState, 'seenHead' | 'rememberHead' | 'damagedPacks' | 'rememberDamaged'>;

function records(own: string): Records {
  const seenPath = join(own, 'seen.json');
  const damagedPath = join(own, 'damaged.json');
  return {
    async seenHead() {
      return parseFile(await readTextFile(seenPath), seenSchema);
    },
    async rememberHead(head) {
      await ready(own);
      await writeFileAtomic(seenPath, `${JSON.stringify(head)}\n`);
    },
    async damagedPacks() {
      return new Set(parseFile(await readTextFile(damagedPath), damagedSchema) ?? []);
    },
    rememberDamaged: (packIds) =>
      ifPossible(async () => {
        await ready(own);
        await writeFileAtomic(damagedPath, `${JSON.stringify([...packIds].toSorted())}\n`);
      }),
  };
}

function sentRecords(sentPath: string): Pick<VaultState, 'sentPacks' | 'noteSent' | 'forgetSent'> {
  let noting: Promise<void> = Promise.resolve();
  return {
    async sentPacks() {
      return readNotes(sentPath);
    },
    noteSent(sent) {
      // One after the other: two long lines must not run into each other.
      noting = noting.then(() =>
        ifPossible(async () => {
          await ready(dirname(sentPath));
          await appendNote(sentPath, sent);
        }),
      );
      return noting;
    },
    forgetSent: () => ifPossible(() => rm(sentPath, { force: true })),
  };
}

type KeptBytes = Pick<VaultState, 'pageMarks' | 'keepPageMarks' | 'cached' | 'cache' | 'trimCache'>;

function keptBytes(own: string): KeptBytes {
  const cacheFolder = join(own, 'cache');
  const cachePath = (id: string): string => join(cacheFolder, id);
  const marksPath = ({ generation, storeId }: MarksKey): string =>
    join(own, `marks-${generation}-${createHash('sha256').update(storeId).digest('hex').slice(0, 16)}`);
  return {
    pageMarks: (key) => readBytes(marksPath(key)),
    keepPageMarks: (key, marks) =>
      ifPossible(async () => {
        await ready(own);
        await writeFileAtomic(marksPath(key), marks);
      }),
    cached: (id) => readBytes(cachePath(id)),
    cache: (id, bytes) =>
      ifPossible(async () => {
        await ready(cacheFolder);
        await writeFileAtomic(cachePath(id), bytes);
      }),
    async trimCache(ids) {
      for (const name of await readdir(cacheFolder).catch(() => []))
        if (!ids.has(name)) await rm(join(cacheFolder, name), { force: true });
    },
  };
}

async function ifPossible(work: () => Promise<void>): Promise<void> {
  await work().catch(() => undefined);
}

async function ready(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw fileError(error);
  });
}

async function readBytes(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch(() => null);
}

/** A record that cannot be read counts as none: all of it can be had again, or is a second line of defence. */
function parseFile<T>(text: string | null, schema: z.ZodType<T>): T | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
