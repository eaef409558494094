import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSearch, type Search } from '#main/domains/search/index.ts';
import { createEmbeddings, type Embedder, type Embeddings } from '#main/engine/embeddings/index.ts';
import { openLanceIndex, readIndexState } from '#main/engine/vectors/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { filesWith as filesBelow } from '../support/files-with.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const BESIDE = { open: openLanceIndex, readState: readIndexState };

let made: TestApp;
let folder: string;
let search: Search;
let builtIn: ReturnType<typeof createEmbeddings>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-passages-'));
  made = await makeApp({ withSample: true, runsSchedules: false });
  const store = storeOf();
  builtIn = createEmbeddings({
    store,
    workerUrl: workerUrl('embedder'),
    modelsDir: join(folder, 'models'),
    models: () => null,
  });
  search = open(builtIn);
  await search.start(made.app.workspace().jobs);
});
afterEach(async () => {
  await search.stop();
  await builtIn.close();
  await made[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe('passages with an index of vectors beside the store', () => {
  it('finds the same by the index as by looking at every vector', async () => {
    await search.catchUpPassages();
    expect((await search.coverage()).vectorIndex).toBe('flat');
    const exact = createSearch({ ...parts(builtIn), vectors: { ...BESIDE, folder, exactUpTo: 1_000_000 } });
    for (const query of ['invoice the museum', 'il dente da togliere', 'harbour at night']) {
      const [beside, looked] = [await meaning(search, query), await meaning(exact, query)];
      expect(beside.length).toBeGreaterThan(5);
      expect(beside).toEqual(looked);
    }
  });

  it('finds what is newer than the index, and stops finding what is gone', async () => {
    await search.catchUpPassages();
    const { item } = await made.api.notes.create({ title: 'Beehives', body: 'The bees moved to the roof.' });
    expect(await meaning(search, 'bees on the roof')).toContain(`note:${item.id}#0`);
    await search.forget();
    const numbers = await numbersOf(item.id);
    expect(await filesWith(numbers)).not.toEqual([]);
    await made.api.notes.remove({ ids: [item.id] });
    await made.api.trash.purge({ items: [{ kind: 'note', id: item.id }] });
    await search.forget();
    expect(await meaning(search, 'bees on the roof')).not.toContain(`note:${item.id}#0`);
    const [row] = await storeOf().reader.rows('SELECT count(*) FROM passages_gone');
    expect(row).toEqual([0]);
    expect(await filesWith(numbers)).toEqual([]);
  });

  it('keeps the numbers of replaced words no longer than until the next look, and none of a purged item', async () => {
    await search.catchUpPassages();
    const { item } = await made.api.notes.create({ title: 'Beehives', body: 'The bees moved to the roof.' });
    const { item: other } = await made.api.notes.create({ title: 'Ferry', body: 'It leaves at eight.' });
    await search.forget();
    const [first, stays] = [await numbersOf(item.id), await numbersOf(other.id)];
    await made.api.notes.update({ id: item.id, patch: { body: 'The wasps stayed in the cellar.' } });
    await search.catchUpPassages();
    const second = await numbersOf(item.id);
    expect(second.equals(first)).toBe(false);
    const startedAt = performance.now();
    await search.forget();
    expect(await filesWith(first)).toEqual([]);
    expect(await filesWith(second)).not.toEqual([]);
    await made.api.notes.update({ id: item.id, patch: { body: 'The wasps are gone as well.' } });
    await search.catchUpPassages();
    const third = await numbersOf(item.id);
    await made.api.notes.remove({ ids: [item.id] });
    await made.api.trash.purge({ items: [{ kind: 'note', id: item.id }] });
    await search.forget();
    for (const numbers of [first, second, third]) expect(await filesWith(numbers)).toEqual([]);
    expect(await filesWith(stays)).not.toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('names nothing private in a view, whichever list it was found in', async () => {
    const { item: client } = await made.api.clients.create({ name: 'Hush', isPrivate: true });
    const { item } = await made.api.projects.create({ name: 'Quiet', clientId: client.id });
    const { item: note } = await made.api.notes.create({
      title: 'Beehives',
      body: 'The bees moved to the roof.',
      projectId: item.id,
    });
    await search.catchUpPassages();
    await search.forget();
    const store = storeOf();
    for (const mode of ['words', 'meaning', 'hybrid'] as const) {
      const found = async () =>
        (await search.passages({ query: 'bees on the roof', mode, limit: 20 })).map((one) => one.entityId);
      const inView = (openClientIds: readonly string[]) =>
        store.withPrivacy({ openClientIds, openProjectIds: [] }, found);
      expect(await found(), mode).toContain(note.id);
      expect(await inView([]), mode).not.toContain(note.id);
      expect(await inView([client.id]), mode).toContain(note.id);
    }
  });

  it('is made again where it vanished, and words and meaning go on meanwhile', async () => {
    await search.catchUpPassages();
    const before = await meaning(search, 'the wall behind the counter');
    await search.stop();
    await rm(join(folder, 'vectors', 'tables'), { recursive: true });
    search = open(builtIn);
    await search.start(made.app.workspace().jobs);
    expect(await meaning(search, 'the wall behind the counter')).toEqual(before);
    await search.forget();
    expect(await readdir(join(folder, 'vectors', 'tables'))).toContain('notes.lance');
    expect(await meaning(search, 'the wall behind the counter')).toEqual(before);
  });

  it('embeds all anew with another embedder while the former one answers', async () => {
    await search.catchUpPassages();
    await search.stop();
    const { embeddings, letThrough, asked } = await slowly(builtIn);
    search = open(embeddings);
    await search.start(made.app.workspace().jobs);
    const filling = search.catchUpPassages();
    await asked;
    expect(await search.coverage()).toMatchObject({
      isChanging: true,
      embedder: (await builtIn.active()).id,
    });
    expect((await meaning(search, 'invoice the museum')).length).toBeGreaterThan(5);
    letThrough();
    await filling;
    const coverage = await search.coverage();
    expect(coverage).toMatchObject({ isChanging: false, embedder: 'mirrored', embedded: coverage.passages });
    expect((await meaning(search, 'invoice the museum')).length).toBeGreaterThan(5);
    const models = await storeOf().reader.rows('SELECT DISTINCT model FROM passage_vectors');
    expect(models).toHaveLength(1);
  });
});

/** Another embedder that is chosen: the numbers of the built-in one in the other order, held until let through. */
async function slowly(source: Embeddings) {
  const first = await source.active();
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const other: Embedder = {
    ...first,
    id: 'mirrored',
    async embed(texts, kind, signal) {
      begun.resolve();
      if (kind === 'passage') await gate.promise;
      return (await first.embed(texts, kind, signal)).map((vector) => vector.toReversed());
    },
  };
  const embeddings: Embeddings = {
    active: async () => other,
    find: async (id) => (id === other.id ? other : await source.find(id)),
    onChange: () => () => undefined,
  };
  return { embeddings, letThrough: gate.resolve, asked: begun.promise };
}

function parts(embeddings: Embeddings) {
  const { store } = { store: storeOf() };
  return {
    store,
    embeddings,
    clock: made.clock,
    runsInBackground: true,
    onError: (error: unknown) => {
      throw error;
    },
  };
}

function open(embeddings: Embeddings): Search {
  return createSearch({
    ...parts(embeddings),
    vectors: { ...BESIDE, folder: join(folder, 'vectors'), exactUpTo: 0 },
  });
}

function storeOf() {
  const { workspace } = made.app.system;
  if (!workspace) throw new Error('The workspace is closed.');
  return workspace.store;
}

async function meaning(where: Search, query: string): Promise<readonly string[]> {
  return (await where.passages({ query, mode: 'meaning', limit: 10 })).map((one) => one.id);
}

/** A vector as it lies in the index: in single precision. */
async function numbersOf(entityId: string): Promise<Buffer> {
  const [row] = await storeOf().reader.rows(
    'SELECT v.vector FROM passages p JOIN passage_vectors v ON v.row_id = p.row_id WHERE p.entity_id = ?',
    [entityId],
  );
  const content = new Uint8Array(row?.[0] instanceof Uint8Array ? row[0] : []);
  const numbers = new Float32Array(new Float16Array(content.buffer));
  expect(numbers.length).toBeGreaterThan(100);
  return Buffer.from(numbers.buffer);
}

const filesWith = (bytes: Buffer) => filesBelow(join(folder, 'vectors'), bytes);
