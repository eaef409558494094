import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRetention, type RetentionPolicy } from './retention.ts';

const DAY_MS = 86_400_000;
const MONDAY_MS = Date.UTC(2026, 10, 16, 9);
const NOTHING: RetentionPolicy = { keepLast: 0, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };

const backup = (sequence: number, createdAtMs: number, deviceId = 'laptop') => ({
  sequence,
  createdAtMs,
  deviceId,
});
const sequences = (list: readonly { readonly sequence: number }[]) => list.map(({ sequence }) => sequence);

describe('which backups are kept', () => {
  it('refuses rules that keep nothing, and rules that are no numbers', () => {
    for (const policy of [NOTHING, { ...NOTHING, keepLast: -1 }, { ...NOTHING, keepDaily: Number.NaN }])
      expect(() => planRetention([backup(1, MONDAY_MS)], policy)).toThrow(/keep no backup/);
  });

  it('keeps the newest ones, and the last of each day, week and month', () => {
    // Three a day for 70 days, from Monday 2026-11-16 backwards.
    const list = Array.from({ length: 210 }, (_, index) =>
      backup(index + 1, MONDAY_MS - (69 - Math.floor(index / 3)) * DAY_MS + (index % 3) * 3_600_000),
    );
    expect(sequences(planRetention(list, { ...NOTHING, keepLast: 2 }).keep)).toEqual([209, 210]);
    expect(sequences(planRetention(list, { ...NOTHING, keepDaily: 3 }).keep)).toEqual([204, 207, 210]);
    // Sundays before this week's Monday.
    expect(sequences(planRetention(list, { ...NOTHING, keepWeekly: 3 }).keep)).toEqual([186, 207, 210]);
    // 31 October is 16 days before 16 November.
    expect(sequences(planRetention(list, { ...NOTHING, keepMonthly: 2 }).keep)).toEqual([162, 210]);
  });

  it('looks at each device by itself, so that a busy one costs a quiet one nothing', () => {
    const list = [
      backup(1, MONDAY_MS, 'old'),
      ...Array.from({ length: 20 }, (_, at) => backup(at + 2, MONDAY_MS)),
    ];
    expect(sequences(planRetention(list, { ...NOTHING, keepLast: 1 }).keep)).toEqual([1, 21]);
  });

  it('goes by the order of the vault where a clock was 40 days off', () => {
    const list = [
      backup(1, MONDAY_MS),
      backup(2, MONDAY_MS + 40 * DAY_MS),
      backup(3, MONDAY_MS + DAY_MS),
      backup(4, MONDAY_MS - 40 * DAY_MS),
    ];
    expect(sequences(planRetention(list, { ...NOTHING, keepLast: 1 }).keep)).toEqual([4]);
    expect(sequences(planRetention(list, { ...NOTHING, keepDaily: 2 }).keep)).toEqual([3, 4]);
  });

  it('keeps the last of every device whatever the rules and the clocks, and loses none between the two lists', () => {
    const policies = fc.record({
      keepLast: fc.nat(3),
      keepDaily: fc.nat(3),
      keepWeekly: fc.nat(3),
      keepMonthly: fc.integer({ min: 1, max: 3 }),
    });
    const lists = fc.array(
      fc.record({ createdAtMs: fc.integer({ min: 0, max: 2e12 }), deviceId: fc.constantFrom('a', 'b', 'c') }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(lists, policies, (made, policy) => {
        const list = made.map((entry, index) => ({ ...entry, sequence: index + 1 }));
        const { keep, drop } = planRetention(list, policy);
        expect(sequences([...keep, ...drop]).toSorted((a, b) => a - b)).toEqual(sequences(list));
        for (const ofDevice of Map.groupBy(list, (entry) => entry.deviceId).values())
          expect(sequences(keep)).toContain(Math.max(...sequences(ofDevice)));
      }),
    );
  });
});
