import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Passage } from '#shared/contracts/passages.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

const ACME = 'Acme ships its crates on Thursdays';

let made: TestApp;

beforeEach(async () => {
  made = await makeApp({ runsSchedules: false });
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
});

describe('what the assistant keeps in mind', () => {
  it('is found by a near word, and by its kind alone', async () => {
    const fact = await made.api.memory.set({
      key: 'Work hours',
      value: 'No meetings in the morning, please.',
    });
    const found = await passages('an appointment at 9', { mode: 'meaning' });
    expect(found.map((one) => one.entityId)).toContain(fact.id);
    const [only] = await passages('meetings', { kinds: ['memory'] });
    expect(only).toMatchObject({ kind: 'memory', title: 'Work hours', source: 'user', link: '' });
    expect(await passages('meetings', { kinds: ['note'] })).toEqual([]);
  });

  it('follows what it is changed to, and is gone when it is forgotten', async () => {
    const fact = await made.api.memory.set({ key: 'Train', value: 'The train leaves at eight.' });
    expect(await titles('train at eight')).toEqual(['Train']);
    await made.api.memory.set({ key: 'Train', value: 'Travels by ferry now.' });
    const [changed] = await passages('ferry');
    expect(changed?.text).toBe('Travels by ferry now.');
    await made.api.memory.remove({ id: fact.id });
    expect(await passages('ferry')).toEqual([]);
    const { store } = openOf(made);
    for (const table of ['passages', 'passage_vectors', 'passages_fts_docsize']) {
      expect(await store.reader.rows(`SELECT count(*) FROM ${table}`), table).toEqual([[0]]);
    }
  });

  it('is told where its client is what is asked about, and nowhere else', async () => {
    const [acme, other] = await Promise.all(
      ['Acme', 'Borealis'].map(async (name) => (await made.api.clients.create({ name })).item.id),
    );
    await made.api.memory.set({
      key: 'Shipping',
      value: ACME,
      scope: { clientId: acme ?? null, projectId: null },
    });
    const of = async (clientId: string | undefined) =>
      titles('crates', { scope: { clientId, projectId: null } });
    expect(await of(acme)).toContain('Shipping');
    expect(await of(other)).not.toContain('Shipping');
    expect(await titles('crates')).not.toContain('Shipping');
  });

  it('stays hidden in a view in which its client is private', async () => {
    const { item } = await made.api.clients.create({ name: 'Acme', isPrivate: true });
    const scope = { clientId: item.id, projectId: null };
    await made.api.memory.set({ key: 'Shipping', value: ACME, scope });
    const { store } = openOf(made);
    const inView = (openClientIds: readonly string[], mode: 'words' | 'meaning' | 'hybrid') =>
      store.withPrivacy({ openClientIds, openProjectIds: [] }, () => titles('crates', { scope, mode }));
    for (const mode of ['words', 'meaning', 'hybrid'] as const) {
      expect(await inView([], mode), mode).toEqual([]);
      expect(await inView([item.id], mode), mode).toContain('Shipping');
    }
  });

  it('is not among the items of the search page', async () => {
    await made.api.memory.set({ key: 'Ferry', value: 'Travels by ferry.' });
    expect((await made.api.search.near({ query: 'ferry' })).hits).toEqual([]);
  });
});

function openOf({ app }: TestApp) {
  const { workspace } = app.system;
  if (!workspace) throw new Error('The workspace is closed.');
  return workspace;
}

function passages(query: string, more: object = {}): Promise<readonly Passage[]> {
  return made.api.search.passages({ query, ...more });
}

async function titles(query: string, more: object = {}): Promise<readonly string[]> {
  return (await passages(query, more)).map((one) => one.title);
}
