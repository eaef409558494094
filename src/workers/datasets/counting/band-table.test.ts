import { expect, test } from 'vitest';
import { createRecordRandom } from '#shared/kernel/record-random.ts';
import { BandTable } from './band-table.ts';

test('a table of numbers says what a map says, whatever is put in and taken away', () => {
  const random = createRecordRandom(5);
  const [table, map] = [new BandTable(), new Map<number, number>()];
  // Few keys in the low bits, so that many meet at one place; negative ones and 0 as well.
  const keys = Array.from({ length: 6_000 }, (_, at) => (at % 3 === 0 ? at << 20 : at * 7) - 10_000);
  for (let round = 0; round < 60_000; round += 1) {
    const key = keys[Math.floor(random.next() * keys.length)] ?? 0;
    const value = random.next() < 0.45 ? 0 : Math.ceil(random.next() * 1_000_000);
    table.set(key, value);
    map.set(key, value);
    expect(table.get(key)).toBe(value);
  }
  for (const key of keys) expect(table.get(key)).toBe(map.get(key) ?? 0);
});
