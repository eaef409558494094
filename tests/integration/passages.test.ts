import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Passage } from '#shared/contracts/passages.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

let made: TestApp;

beforeEach(async () => {
  made = await makeApp({ runsSchedules: false });
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
});

const LONG_NOTE = `# Kick-off

We met in the old harbour office and agreed who does what.

## Money

${'The budget was walked through line by line without surprises. '.repeat(16)}

The first invoice goes out when the drawings are signed.

## Risks

${'Weather can hold the crane back for days at a time. '.repeat(12)}
`;

describe('passages', () => {
  it('finds a note by the place inside that says it, with headings and a link to the place', async () => {
    const client = await made.api.clients.create({ name: 'Acme Shipping' });
    const { item: note } = await made.api.notes.create({
      title: 'Harbour meeting',
      body: LONG_NOTE,
      clientId: client.item.id,
    });
    const [best] = await find('when do we send the invoice');
    expect(best).toMatchObject({
      entityId: note.id,
      kind: 'note',
      source: 'user',
      clientName: 'Acme Shipping',
    });
    expect(best?.text).toContain('The first invoice goes out');
    expect(best?.headings).toEqual(['Kick-off', 'Money']);
    expect(LONG_NOTE.slice(best?.start ?? 0)).toMatch(
      new RegExp(`^${escape(best?.text.slice(0, 80) ?? '')}`),
    );
    expect(best?.link).toBe(`adiuva://note/${note.id}#at=${best?.start}`);
    expect(best?.why.words).toContain('invoice');
    expect(best?.why.wordRank).not.toBeNull();
    expect(best?.why.meaningRank).not.toBeNull();
    await expect(made.api.search.resolve({ link: best?.link ?? '' })).resolves.toMatchObject({ id: note.id });
  });

  it('finds by a near word that stands nowhere in the text', async () => {
    const { item } = await made.api.notes.create({
      title: 'Zahlungen',
      body: 'The customer pays in two instalments.',
    });
    const [best] = await find('clients payment', { mode: 'meaning' });
    expect(best?.entityId).toBe(item.id);
  });

  it('takes a changed text in and lets the former one go', async () => {
    const { item } = await made.api.notes.create({ title: 'Codes', body: 'The gate code is zirconium.' });
    expect((await find('zirconium', { mode: 'words' })).map((one) => one.entityId)).toEqual([item.id]);
    await made.api.notes.update({ id: item.id, patch: { body: 'The gate code is palladium.' } });
    expect(await find('zirconium', { mode: 'words' })).toEqual([]);
    expect((await find('palladium', { mode: 'words' })).map((one) => one.entityId)).toEqual([item.id]);
  });

  it('leaves out what is in the trash and finds it again when it is restored', async () => {
    const { item } = await made.api.notes.create({
      title: 'Attic',
      body: 'Chandelier measured for the attic.',
    });
    expect(await find('chandelier', { mode: 'words' })).toHaveLength(1);
    await made.api.notes.remove({ ids: [item.id] });
    expect(await find('chandelier', { mode: 'words' })).toEqual([]);
    await made.api.trash.restore({ items: [{ kind: 'note', id: item.id }] });
    expect(await find('chandelier', { mode: 'words' })).toHaveLength(1);
  });

  it('keeps nothing of what is removed for good', async () => {
    const { item } = await made.api.notes.create({ title: 'Secret', body: 'The rhinoceros password.' });
    expect(await find('rhinoceros', { mode: 'words' })).toHaveLength(1);
    await made.api.notes.remove({ ids: [item.id] });
    await made.api.trash.purge({ items: [{ kind: 'note', id: item.id }], confirmCount: 1 });
    const { store } = made.app.system.workspace ?? {};
    const rows = await store?.reader.rows('SELECT count(*) FROM passages WHERE entity_id = ?', [item.id]);
    expect(rows).toEqual([[0]]);
    const words = await store?.reader.rows(
      `SELECT count(*) FROM passages_fts WHERE passages_fts MATCH 'rhinoceros'`,
    );
    expect(words).toEqual([[0]]);
    const spare = await store?.reader.rows(
      'SELECT count(*) FROM passage_vectors WHERE row_id NOT IN (SELECT row_id FROM passages)',
    );
    expect(spare).toEqual([[0]]);
  });

  it('stays inside the scope, and follows a client that is renamed and a project that moves', async () => {
    const one = await made.api.clients.create({ name: 'Northwind' });
    const other = await made.api.clients.create({ name: 'Southgate' });
    const project = await made.api.projects.create({ name: 'Bridge', clientId: one.item.id });
    const { item } = await made.api.tasks.create({ title: 'Weld the girders', projectId: project.item.id });
    const inScope = async (clientId: string) =>
      (await find('welding girders', { scope: { clientId, projectId: null } })).map(
        (found) => found.entityId,
      );
    expect(await inScope(one.item.id)).toContain(item.id);
    expect(await inScope(other.item.id)).toEqual([]);
    await made.api.projects.update({ ids: [project.item.id], patch: { clientId: other.item.id } });
    expect(await inScope(other.item.id)).toContain(item.id);
    expect(await inScope(one.item.id)).not.toContain(item.id);
    await made.api.clients.update({ ids: [other.item.id], patch: { name: 'Westbridge' } });
    const [found] = await find('girders westbridge', { mode: 'words' });
    expect(found).toMatchObject({ entityId: item.id, clientName: 'Westbridge' });
  });

  it('says how much is covered', async () => {
    for (const title of ['First', 'Second']) await made.api.notes.create({ title, body: LONG_NOTE });
    await find('invoice');
    const coverage = await made.api.search.coverage();
    expect(coverage.passages).toBeGreaterThan(5);
    expect(coverage).toMatchObject({ dueItems: 0, isChanging: false, embedded: coverage.passages });
    expect(coverage.embedder).not.toBeNull();
  });
});

function find(query: string, more: object = {}): Promise<readonly Passage[]> {
  return made.api.search.passages({ query, ...more });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
