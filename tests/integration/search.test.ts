import { describe, expect, test } from 'vitest';
import { makeApp } from '../support/make-app.ts';

describe('search', () => {
  test('finds what was just written', async () => {
    await using app = await makeApp();
    const { item } = await app.api.tasks.create({ title: 'Draft the website copy', tags: ['web'] });
    const result = await app.api.search.query({ query: 'webs' });
    expect(result.hits.map((hit) => hit.id)).toEqual([item.id]);
  });
});
