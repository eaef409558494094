import { describe, expect, it } from 'vitest';
import { datasetColumnSchema, type DatasetColumn } from '#shared/contracts/dataset-spec.ts';
import type { RecordPlan } from '#shared/contracts/datasets-worker.ts';
import { openPlan } from './plan.ts';
import type { Progress } from './progress.ts';

const QUIET: Progress = { record: () => undefined, check: () => undefined };
const COUNT = 4_000;

async function drawn(column: object, more: Partial<RecordPlan> = {}): Promise<readonly unknown[]> {
  const columns: Record<string, DatasetColumn> = { it: datasetColumnSchema.parse(column) };
  const plan = await openPlan({
    schema: { type: 'object' },
    columns,
    checks: [],
    seed: 3,
    locale: 'en',
    references: {},
    ...more,
  });
  const numbers = Array.from({ length: COUNT }, (_, number) => number);
  return plan
    .finish(
      numbers.map((number) => ({ number, text: `{"n":${number}}` })),
      [],
      QUIET,
    )
    .map((outcome) => (outcome.isMade ? (JSON.parse(outcome.text) as { it: unknown }).it : outcome.problem));
}

function moments(values: readonly unknown[]): { readonly mean: number; readonly deviation: number } {
  const numbers = values.map(Number);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(variance) };
}

const share = (values: readonly unknown[], value: unknown): number =>
  values.filter((one) => one === value).length / values.length;

describe('numbers', () => {
  it('are uniform with both ends in', async () => {
    const values = await drawn({ kind: 'number', min: 1, max: 6 });
    expect(new Set(values)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const value of [1, 6]) expect(share(values, value)).toBeCloseTo(1 / 6, 1);
    expect(moments(values).mean).toBeCloseTo(3.5, 0);
  });

  it('have the mean and the deviation asked for', async () => {
    const normal = moments(
      await drawn({ kind: 'number', distribution: 'normal', mean: 100, standardDeviation: 15, decimals: 2 }),
    );
    expect(normal.mean).toBeGreaterThan(99);
    expect(normal.mean).toBeLessThan(101);
    expect(normal.deviation).toBeGreaterThan(14);
    expect(normal.deviation).toBeLessThan(16);
    const skewed = moments(
      await drawn({
        kind: 'number',
        distribution: 'lognormal',
        mean: 50,
        standardDeviation: 20,
        decimals: 3,
      }),
    );
    expect(Math.abs(skewed.mean - 50)).toBeLessThan(2);
    expect(Math.abs(skewed.deviation - 20)).toBeLessThan(3);
    const waits = moments(
      await drawn({ kind: 'number', distribution: 'exponential', min: 10, mean: 14, decimals: 3 }),
    );
    expect(Math.abs(waits.mean - 14)).toBeLessThan(0.4);
    expect(Math.abs(waits.deviation - 4)).toBeLessThan(0.4);
  });

  it('stay within bounds without heaping up there', async () => {
    const values = await drawn({
      kind: 'number',
      distribution: 'normal',
      mean: 0,
      standardDeviation: 10,
      min: -5,
      max: 5,
      decimals: 1,
    });
    expect(Math.max(...values.map(Number))).toBeLessThanOrEqual(5);
    expect(Math.min(...values.map(Number))).toBeGreaterThanOrEqual(-5);
    expect(share(values, 5)).toBeLessThan(0.03);
  });
});

describe('other columns', () => {
  it('draw by weight', async () => {
    const values = await drawn({
      kind: 'sample',
      values: [
        { value: 'a', weight: 3 },
        { value: null, weight: 1 },
        { value: 'never', weight: 0 },
      ],
    });
    expect(share(values, 'a')).toBeGreaterThan(0.72);
    expect(share(values, 'a')).toBeLessThan(0.78);
    expect(share(values, 'never')).toBe(0);
    expect(share(await drawn({ kind: 'boolean', probability: 0.2 }), true)).toBeCloseTo(0.2, 1);
  });

  it('count on by number', async () => {
    expect((await drawn({ kind: 'sequence', start: 10, step: -3 })).slice(0, 3)).toEqual([10, 7, 4]);
    expect((await drawn({ kind: 'sequence', prefix: 'A-', pad: 3 })).slice(0, 2)).toEqual(['A-001', 'A-002']);
  });

  it('have both ends of a span of days, and the late ones more often where asked', async () => {
    const days = await drawn({ kind: 'date', from: '2026-01-01', to: '2026-01-10' });
    expect(new Set(days).size).toBe(10);
    const times = (
      await drawn({
        kind: 'date',
        from: '2026-01-01',
        to: '2026-01-10',
        format: 'date-time',
        distribution: 'recent',
      })
    ).map(String);
    expect(times.every((time) => /^2026-01-\d\dT\d\d:\d\d:\d\dZ$/.test(time))).toBe(true);
    expect(times.filter((time) => time > '2026-01-08').length / COUNT).toBeGreaterThan(0.4);
  });

  it('refer to parents, each once where asked', async () => {
    const it = Array.from({ length: COUNT - 1 }, (_, at) => `k${at}`);
    const column = { kind: 'reference', dataset: 'parents', column: 'key' };
    const many = await drawn(column, { references: { it: ['x', 'y'] } });
    expect(share(many, 'x')).toBeCloseTo(0.5, 1);
    const once = await drawn({ ...column, isUnique: true }, { references: { it } });
    expect(new Set(once.slice(0, -1))).toEqual(new Set(it));
    expect(once.at(-1)).toMatch(/only 3999 parents/);
    expect(once.slice(0, 5)).not.toEqual(it.slice(0, 5));
  });

  it('take values of faker in a language of their own', async () => {
    const values = await drawn({ kind: 'faker', method: 'location.city', locale: 'de' });
    expect(new Set(values).size).toBeGreaterThan(100);
    expect(await drawn({ kind: 'faker', method: 'location.city', locale: 'de' })).toEqual(values);
    await expect(drawn({ kind: 'faker', method: 'location.nowhere' })).rejects.toThrow(
      /"it" cannot be made.*location.nowhere/,
    );
    await expect(drawn({ kind: 'faker', method: 'person.constructor' })).rejects.toThrow(/no method/);
  });
});

describe('expressions', () => {
  it('see the row, its number and chance that is the same each time', async () => {
    const values = await drawn({ kind: 'expression', code: 'row.n * 2 + number' });
    expect(values.slice(0, 3)).toEqual([0, 3, 6]);
    const chance = await drawn({ kind: 'expression', code: 'Math.random()' });
    expect(moments(chance).mean).toBeCloseTo(0.5, 1);
    expect(await drawn({ kind: 'expression', code: 'Math.random()' })).toEqual(chance);
    expect(
      (
        await drawn({ kind: 'expression', code: 'const half = row.n / 2; if (half > 1) "many"; else "few"' })
      ).slice(1, 4),
    ).toEqual(['few', 'few', 'many']);
    expect((await drawn({ kind: 'expression', code: 'return { a: [row.n] }' }))[1]).toEqual({ a: [1] });
  });

  it('reach nothing: no clock, no process, no network, and nothing of another engine', async () => {
    for (const code of [
      'new Date()',
      'Date.now()',
      'process.env',
      'fetch("http://127.0.0.1")',
      'require("node:fs")',
      'import("node:fs").then.x.y',
    ]) {
      expect((await drawn({ kind: 'expression', code }))[0]).toMatch(/could not be made/);
    }
    expect((await drawn({ kind: 'expression', code: 'new Date("2026-01-02").toISOString()' }))[0]).toBe(
      '2026-01-02T00:00:00.000Z',
    );
    expect(
      (
        await drawn({ kind: 'expression', code: 'this.constructor.constructor("return typeof process")()' })
      )[0],
    ).toBe('undefined');
  });

  it('are stopped where they do not end or take too much, and the other rows go on', async () => {
    const values = await drawn({ kind: 'expression', code: 'if (row.n === 3) for (;;); row.n' });
    expect(values.slice(2, 5)).toEqual([2, expect.stringMatching(/stopped/), 4]);
    const greedy = await drawn({
      kind: 'expression',
      code: 'row.n === 5 ? "x".repeat(1e8).split("") : row.n',
    });
    expect(greedy.slice(4, 7)).toEqual([4, expect.stringMatching(/stopped|memory/), 6]);
    const deep = await drawn({
      kind: 'expression',
      code: 'function f() { return f() + 1 } row.n === 1 ? f() : 0',
    });
    expect(deep.slice(0, 3)).toEqual([0, expect.stringMatching(/could not be made/), 0]);
  });

  it('are refused where they do not parse', async () => {
    await expect(drawn({ kind: 'expression', code: 'row.' })).rejects.toThrow(/column "it".*parse/);
  });
});
