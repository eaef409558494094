import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLanceIndex, type VectorIndex, type VectorRow } from '#main/engine/vectors/index.ts';
import { filesWith } from '../support/files-with.ts';

const DIMENSION = 16;
const SOURCE = { generation: 'one', embedder: 'test', dimension: DIMENSION };
const PROJECT = '0197f3a0-0000-7000-8000-000000000001';
const NEVER = new AbortController().signal;

let folder: string;
let index: VectorIndex | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-vectors-'));
  index = null;
});
afterEach(async () => {
  await index?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the index of vectors beside the store', () => {
  it('answers the nearest across collections, narrowed by kind and project', async () => {
    index = await open();
    await index.apply(
      {
        rows: new Map([
          ['notes', rows(1, 40)],
          ['tasks', rows(41, 80)],
        ]),
        gone: [],
      },
      mark(80, 0),
    );
    const all = await index.search(query({ limit: 3, at: 41 }), NEVER);
    expect(all[0]?.id).toBe(41);
    expect(all[0]?.similarity).toBeCloseTo(1, 3);
    const notes = await index.search(query({ limit: 5, at: 41, collections: ['notes'] }), NEVER);
    expect(notes.every((hit) => hit.id <= 40)).toBe(true);
    const narrowed = await index.search(
      query({ limit: 50, at: 41, projectId: PROJECT, kinds: ['note'] }),
      NEVER,
    );
    expect(narrowed.map((hit) => hit.id).sort(ascending)).toEqual(range(1, 80).filter((id) => id % 4 === 0));
    await expect(index.search(query({ limit: 1, at: 1, projectId: `x' OR '1'='1` }), NEVER)).rejects.toThrow(
      RangeError,
    );
  });

  it('goes on where it was after closing, and forgets what is gone', async () => {
    index = await open();
    await index.apply({ rows: new Map([['notes', rows(1, 30)]]), gone: [] }, mark(30, 0));
    await index.close();
    index = await open();
    expect(index.mark()).toEqual(mark(30, 0));
    await index.apply({ rows: new Map(), gone: [7] }, mark(30, 1));
    await index.prune();
    expect(await index.count()).toBe(29);
    const hits = await index.search(query({ limit: 30, at: 7 }), NEVER);
    expect(hits.map((hit) => hit.id)).not.toContain(7);
  });

  it('is begun anew where it was made of another source or cannot be read', async () => {
    index = await open();
    await index.apply({ rows: new Map([['notes', rows(1, 30)]]), gone: [] }, mark(30, 0));
    await index.close();
    index = await openLanceIndex({
      folder,
      source: { ...SOURCE, generation: 'two' },
      collections: ['notes', 'tasks'],
    });
    expect(index.mark()).toEqual(mark(0, 0));
    expect(await index.count()).toBe(0);
    await index.apply({ rows: new Map([['notes', rows(1, 30)]]), gone: [] }, mark(30, 0));
    await index.close();
    // What a power cut leaves: manifests without a byte.
    for (const name of await readdir(join(folder, 'tables/notes.lance/_versions'))) {
      await truncate(join(folder, 'tables/notes.lance/_versions', name), 0);
    }
    index = await openLanceIndex({
      folder,
      source: { ...SOURCE, generation: 'two' },
      collections: ['notes', 'tasks'],
    });
    expect(index.mark()).toEqual(mark(0, 0));
    await index.close();
    await writeFile(join(folder, 'state.json'), '{');
    index = await open();
    expect(index.mark()).toEqual(mark(0, 0));
  });

  it('refuses a vector of another length, which the database would cut or pad', async () => {
    index = await open();
    const wrong = [{ ...rows(1, 1)[0], vector: new Float32Array(DIMENSION + 1) }] as VectorRow[];
    await expect(index.apply({ rows: new Map([['notes', wrong]]), gone: [] }, mark(1, 0))).rejects.toThrow(
      RangeError,
    );
    expect(index.mark()).toEqual(mark(0, 0));
  });

  it('leaves no number of what is gone in its files, with and without an approximate index', async () => {
    const many = rows(1, 1_200);
    const [one] = many;
    const bytes = Buffer.from(one?.vector.buffer ?? new ArrayBuffer(0));
    for (const tuneFrom of [100_000, 500]) {
      index = await openLanceIndex({ folder, source: SOURCE, collections: ['notes', 'tasks'], tuneFrom });
      await index.apply({ rows: new Map([['notes', many]]), gone: [] }, mark(1_200, 0));
      await index.tune(NEVER);
      const indexesBefore = await indexesOf('notes');
      expect(await filesWith(folder, bytes)).not.toEqual([]);
      await index.apply({ rows: new Map(), gone: [1] }, mark(1_200, 1));
      await index.prune();
      expect(await filesWith(folder, bytes)).toEqual([]);
      expect(await index.count()).toBe(1_199);
      expect((await indexesOf('notes')).filter((name) => indexesBefore.includes(name))).toEqual([]);
      await index.tune(NEVER);
      const hits = await index.search(query({ limit: 10, at: 1 }), NEVER);
      expect(hits.map((hit) => hit.id)).not.toContain(1);
      expect(hits).toHaveLength(10);
      await index.close();
      await rm(folder, { recursive: true, force: true });
    }
    index = null;
  });

  it('closes at once while an approximate index is built, and goes on where it was', async () => {
    const options = { folder, source: SOURCE, collections: ['notes', 'tasks'], tuneFrom: 500 };
    index = await openLanceIndex(options);
    await index.apply({ rows: new Map([['notes', rows(1, 10_000)]]), gone: [] }, mark(10_000, 0));
    const stopping = new AbortController();
    let hasEnded = false;
    const building = index
      .tune(stopping.signal)
      .catch(() => undefined)
      .finally(() => {
        hasEnded = true;
      });
    await sleep(50);
    stopping.abort();
    const startedAt = performance.now();
    await index.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(hasEnded).toBe(false);
    index = await openLanceIndex(options);
    expect(index.mark()).toEqual(mark(10_000, 0));
    expect(await index.count()).toBe(10_000);
    expect(index.kind()).toBe('flat');
    const [hit] = await index.search(query({ limit: 1, at: 77 }), NEVER);
    expect(hit?.similarity).toBeCloseTo(1, 3);
    await building;
  });

  it('builds an approximate index only where it finds what looking at all finds, and keeps what it measured', async () => {
    index = await openLanceIndex({ folder, source: SOURCE, collections: ['notes', 'tasks'], tuneFrom: 500 });
    await index.apply({ rows: new Map([['notes', rows(1, 1_000)]]), gone: [] }, mark(1_000, 0));
    expect(index.kind()).toBe('flat');
    await index.tune(NEVER);
    expect(index.kind()).toBe('ann');
    const hits = await index.search(query({ limit: 5, at: 500 }), NEVER);
    expect(hits[0]?.id).toBe(500);
    expect(hits[0]?.similarity).toBeCloseTo(1, 3);
    await index.close();
    index = await openLanceIndex({ folder, source: SOURCE, collections: ['notes', 'tasks'], tuneFrom: 500 });
    expect(index.kind()).toBe('ann');
  });
});

function open(): Promise<VectorIndex> {
  return openLanceIndex({ folder, source: SOURCE, collections: ['notes', 'tasks'] });
}

function mark(throughId: number, goneSeq: number) {
  return { throughId, goneSeq };
}

function rows(from: number, to: number): VectorRow[] {
  return range(from, to).map((id) => ({
    id,
    kind: id % 2 === 0 ? 'note' : 'client',
    clientId: null,
    projectId: id % 4 === 0 ? PROJECT : null,
    vector: vectorOf(id),
  }));
}

/** The same number, the same direction. */
function vectorOf(seed: number): Float32Array {
  let state = seed * 2_654_435_761;
  const raw = Float32Array.from({ length: DIMENSION }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

function query(wanted: {
  limit: number;
  at: number;
  collections?: string[];
  kinds?: string[];
  projectId?: string;
}) {
  const { limit, at, collections = ['notes', 'tasks'], kinds = null, projectId = null } = wanted;
  return { limit, collections, kinds, projectId, clientId: null, vector: vectorOf(at) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index_) => from + index_);
}

function ascending(left: number, right: number): number {
  return left - right;
}

async function indexesOf(table: string): Promise<readonly string[]> {
  const place = join(folder, 'tables', `${table}.lance`, '_indices');
  const entries = await readdir(place, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
