import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NearHit } from '#shared/contracts/search.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';

let made: TestApp;
const ids: Record<'payments' | 'attic' | 'quiet', string> = { payments: '', attic: '', quiet: '' };

const PAYMENTS = `# Terms

${'We talked about the weather and the harbour for a long while. '.repeat(18)}

## Money

The customer pays in two instalments. Customers pay before the work begins.
`;

beforeAll(async () => {
  made = await makeApp({ runsSchedules: false });
  const { api } = made;
  const acme = await api.clients.create({ name: 'Acme Shipping' });
  const quiet = await api.clients.create({ name: 'Quiet House', isPrivate: true });
  const note = (title: string, body: string, clientId: string | null) =>
    api.notes.create({ title, body, clientId }).then(({ item }) => item.id);
  ids.payments = await note('Agreement', PAYMENTS, acme.item.id);
  ids.attic = await note('Attic', 'Chandelier measured for the attic, twice.', null);
  ids.quiet = await note('Clinic', 'The customer pays when the clinic opens.', quiet.item.id);
});
afterAll(async () => {
  await made[Symbol.asyncDispose]();
});

async function near(query: string): Promise<readonly NearHit[]> {
  return (await made.api.search.near({ query })).hits;
}
const idsOf = (hits: readonly NearHit[]): readonly string[] => hits.map((hit) => hit.id);

describe('items found by what a passage in them says', () => {
  it('are found in other words, with the place, its headings and why', async () => {
    const hit = (await near('clients payment')).find(({ id }) => id === ids.payments);
    expect(hit?.why).toMatchObject({ words: [], wordRank: null });
    expect(hit?.why.meaningRank).toBeGreaterThan(0);
    expect(hit?.headings).toEqual(['Terms', 'Money']);
    expect(hit?.excerpt.text).toContain('pays in two instalments');
    expect(hit?.placeLink).toMatch(new RegExp(`^adiuva://note/${ids.payments}#at=\\d+$`));
    expect(hit?.link).toBe(`adiuva://note/${ids.payments}`);
  });

  it('are marked where they belong to something private', async () => {
    const hits = await near('customer pays');
    expect(hits.filter(({ isPrivate }) => isPrivate).map(({ id }) => id)).toEqual([ids.quiet]);
    const { hits: byWords } = await made.api.search.query({ query: 'customer pays' });
    expect(byWords.map(({ id, isPrivate }) => [id, isPrivate])).toEqual(
      expect.arrayContaining([
        [ids.quiet, true],
        [ids.payments, false],
      ]),
    );
  });

  it.each([
    ['customer pays client:Acme', ['payments']],
    ['customer pays -is:private', ['payments']],
    ['customer pays is:private', ['quiet']],
    ['customer pays -clinic', ['payments']],
    ['"pays when" customer', ['quiet']],
    ['customer pays type:task', []],
    ['customer pays after:2030-01-01', []],
    ['customer pays is:trashed', []],
    ['type:note client:Acme', []],
    ['zzqx blorf', []],
  ] satisfies [string, (keyof typeof ids)[]][])('are within the operators: %s', async (query, expected) => {
    const found = idsOf(await near(query));
    expect(found.toSorted()).toEqual(expected.map((name) => ids[name]).toSorted());
  });

  it('stand once each, however many of their passages say it', async () => {
    const { item } = await made.api.notes.create({
      title: 'Cranes',
      body: 'The crane stands idle at the quay again. '.repeat(90),
    });
    const found = idsOf(await near('crane idle quay'));
    expect(found.filter((id) => id === item.id)).toHaveLength(1);
  });
});
