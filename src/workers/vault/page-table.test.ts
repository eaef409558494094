import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPageTable } from './page-table.ts';

it('finds every id that it was given, and no other, however far it grew', () => {
  const table = createPageTable(0);
  const ids = Buffer.concat(Array.from({ length: 20_000 }, () => randomBytes(16)));
  // Ids that begin alike share a bucket.
  ids.copyWithin(16, 0, 12);
  for (let row = 0; row < 20_000; row += 1) {
    expect(table.find(ids, row * 16)).toBe(-1);
    table.add(ids, row * 16, { chunk: row >> 8, place: row & 255 });
  }
  for (let row = 0; row < 20_000; row += 1) {
    const found = table.find(ids, row * 16);
    expect([table.chunkAt(found), table.placeAt(found)]).toEqual([row >> 8, row & 255]);
  }
  for (let other = 0; other < 1_000; other += 1) expect(table.find(randomBytes(16), 0)).toBe(-1);
});
