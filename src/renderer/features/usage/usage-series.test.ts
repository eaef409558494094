import { describe, expect, it } from 'vitest';
import type { UsageRow } from '#shared/contracts/usage.ts';
import { daysOf, OTHERS, seriesOf } from './usage-series.ts';

function row(day: string, key: string, costMicros: number): UsageRow {
  return {
    keys: [day, key],
    callCount: 1,
    failedCount: 0,
    inputTokens: 10,
    outputTokens: 5,
    cachedInputTokens: 0,
    costMicros,
    estimatedCount: 0,
    unpricedCount: 0,
    localCount: 0,
  };
}

const days = daysOf('2026-11-19', '2026-11-21');

describe('what a chart of usage draws', () => {
  it('has every day, with nothing where nothing was', () => {
    expect(days).toEqual(['2026-11-19', '2026-11-20', '2026-11-21']);
    const { columns } = seriesOf([row('2026-11-20', 'a', 3)], days, 'cost');
    expect(columns.map(({ values }) => values)).toEqual([[0], [3], [0]]);
  });

  it('puts the largest first, and tokens count both ways', () => {
    const rows = [row('2026-11-19', 'a', 1), row('2026-11-20', 'b', 5), row('2026-11-21', 'a', 2)];
    expect(seriesOf(rows, days, 'cost').series.map(({ key, total }) => [key, total])).toEqual([
      ['b', 5],
      ['a', 3],
    ]);
    expect(seriesOf(rows, days, 'tokens').series[0]).toMatchObject({ key: 'a', total: 30 });
  });

  it('takes the many small ones together, so that nothing is lost', () => {
    const rows = Array.from({ length: 12 }, (_, at) => row('2026-11-20', `m${at}`, 100 - at));
    const { series, columns } = seriesOf(rows, days, 'cost');
    expect(series).toHaveLength(8);
    expect(series.at(-1)?.key).toBe(OTHERS);
    const sum = (values: readonly number[] = []): number => values.reduce((all, one) => all + one, 0);
    expect(sum(columns[1]?.values)).toBe(sum(rows.map(({ costMicros }) => costMicros)));
  });
});
