import { describe, expect, it } from 'vitest';
import type { StatsRow } from '#shared/contracts/datasets-worker.ts';
import { createRecordRandom } from '#shared/kernel/record-random.ts';
import { createStatsTally } from './stats-tally.ts';

function row(number: number, value: object | null, more: Partial<StatsRow> = {}): StatsRow {
  const text = value === null ? null : JSON.stringify(value);
  return { number, text, review: 'open', facets: {}, issues: [], scores: {}, ...more };
}

function statsOf(rows: readonly StatsRow[]) {
  const tally = createStatsTally({ facets: [], duplicates: null });
  tally.add(rows);
  return tally.result();
}

describe('statistics', () => {
  it('count what stands in each place', () => {
    const { columns } = statsOf([
      row(0, { n: 1, t: 'ab', tags: ['x', 'y'], who: { city: 'Roma' }, ok: true, at: '2026-01-02' }),
      row(1, { n: 3, t: null, tags: ['x'], who: { city: 'Roma', zip: '1' }, ok: false, at: '2025-12-31' }),
      row(2, { n: 5, t: 'abcd', tags: [], ok: true, at: 'soon' }),
    ]);
    const at = (path: string) => columns.find((column) => column.path === path);
    expect(at('n')?.numbers).toMatchObject({ count: 3, min: 1, max: 5, mean: 3, quantiles: { p50: 3 } });
    expect(at('n')?.numbers?.standardDeviation).toBeCloseTo(Math.sqrt(8 / 3), 10);
    expect(at('n')?.numbers?.histogram).toEqual({ edges: [1, 2, 3, 4, 5, 6], counts: [1, 0, 1, 0, 1] });
    expect(at('t')).toMatchObject({
      nulls: 1,
      missing: 0,
      kinds: { text: 2, null: 1 },
      textLengths: { min: 2, max: 4 },
    });
    expect(at('tags')?.listLengths).toMatchObject({ min: 0, max: 2, mean: 1 });
    expect(at('tags[]')).toMatchObject({
      distinct: { count: 2, isExact: true },
      top: [
        { value: 'x', count: 2 },
        { value: 'y', count: 1 },
      ],
    });
    expect(at('who')).toMatchObject({ missing: 1 });
    expect(at('who.city')).toMatchObject({ missing: 0 });
    expect(at('who.zip')).toMatchObject({ missing: 1 });
    expect(at('ok')?.booleans).toEqual({ yes: 2, no: 1 });
    expect(at('at')?.dates).toEqual({ first: '2025-12-31', last: '2026-01-02', count: 2 });
  });

  it('count reviews, findings, scores, facets and what stands twice', () => {
    const tally = createStatsTally({
      facets: [
        {
          name: 'tone',
          values: [
            { value: 'calm', weight: 3 },
            { value: 'angry', weight: 1 },
          ],
        },
      ],
      duplicates: { by: 'words', threshold: 0.9, columns: [] },
    });
    tally.add([
      row(
        0,
        { t: 'the server is down again today' },
        { facets: { tone: 'calm' }, review: 'accepted', scores: { fit: 4 } },
      ),
      row(
        1,
        { t: 'the server is down again today' },
        {
          facets: { tone: 'gone' },
          issues: [
            { check: 'a', message: '1' },
            { check: 'a', message: '2' },
          ],
        },
      ),
      row(2, { t: 'The server is down again, today!' }, { facets: { tone: 'calm' }, scores: { fit: 2 } }),
      row(3, null, { review: 'rejected' }),
    ]);
    expect(tally.result()).toMatchObject({
      records: 4,
      failed: 1,
      accepted: 1,
      rejected: 1,
      withIssues: 1,
      issues: [{ check: 'a', count: 1 }],
      duplicates: {
        exact: 1,
        near: 1,
        pairs: [
          { number: 1, like: 0 },
          { number: 2, like: 0 },
        ],
      },
      scores: [{ judge: 'fit', mean: 3 }],
      facets: [
        {
          name: 'tone',
          values: [
            { value: 'calm', count: 2, expected: 0.75 },
            { value: 'angry', count: 0, expected: 0.25 },
            { value: 'gone', count: 1, expected: null },
          ],
        },
      ],
    });
  });

  it(
    'are of 100,000 records in a few seconds, close where they are no longer exact',
    { timeout: 240_000 },
    () => {
      const random = createRecordRandom(5);
      const tally = createStatsTally({ facets: [], duplicates: null });
      const before = process.cpuUsage();
      for (let at = 0; at < 400; at += 1) {
        tally.add(
          Array.from({ length: 250 }, (_, one) =>
            row(at * 250 + one, { id: `id-${at * 250 + one}`, n: random.next() * 100, kind: one % 4 }),
          ),
        );
      }
      const { columns } = tally.result();
      // Of the processor, not of the clock: other tests run beside this one.
      const used = process.cpuUsage(before);
      const tookMs = (used.user + used.system) / 1_000;
      process.stderr.write(`statistics of 100,000 records: ${tookMs.toFixed(0)} ms\n`);
      const at = (path: string) => columns.find((column) => column.path === path);
      expect(at('id')?.distinct.isExact).toBe(false);
      expect(Math.abs((at('id')?.distinct.count ?? 0) / 100_000 - 1)).toBeLessThan(0.03);
      expect(at('kind')).toMatchObject({
        distinct: { count: 4, isExact: true },
        numbers: { histogram: { counts: [25_000, 25_000, 25_000, 25_000].map(() => expect.any(Number)) } },
      });
      const numbers = at('n')?.numbers;
      expect(numbers?.count).toBe(100_000);
      expect(numbers?.histogram.counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(99_900);
      for (const [quantile, wanted] of [
        [numbers?.quantiles.p25, 25],
        [numbers?.quantiles.p95, 95],
      ] as const) {
        expect(Math.abs((quantile ?? 0) - wanted)).toBeLessThan(2);
      }
      expect(tookMs).toBeLessThan(20_000);
    },
  );
});
