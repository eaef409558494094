import { describe, expect, it } from 'vitest';
import { dropItems, patchItems } from './cached-items.ts';

type Row = { readonly id: string; readonly isDone: boolean };
const rows: Row[] = [
  { id: 'a', isDone: false },
  { id: 'b', isDone: false },
];
const finish = patchItems<Row>(['b'], (row) => ({ ...row, isDone: true }));
const done = { id: 'b', isDone: true };

describe('changing cached answers before the host has said yes', () => {
  it('reaches an item in every shape an answer has', () => {
    expect(finish(rows)).toEqual([rows[0], done]);
    expect(finish({ items: rows, nextCursor: null, total: 2 })).toEqual({
      items: [rows[0], done],
      nextCursor: null,
      total: 2,
    });
    expect(finish({ pages: [{ items: [rows[0]] }, { items: [rows[1]] }], pageParams: [] })).toEqual({
      pages: [{ items: [rows[0]] }, { items: [done] }],
      pageParams: [],
    });
    expect(finish(rows[1])).toEqual(done);
  });

  it('leaves other shapes and other items as they are', () => {
    expect(finish(rows[0])).toBe(rows[0]);
    expect(finish({ today: 3 })).toEqual({ today: 3 });
    expect(finish(null)).toBeNull();
  });

  it('takes items out and counts them out', () => {
    expect(dropItems(['a'])({ items: rows, nextCursor: null, total: 12 })).toEqual({
      items: [rows[1]],
      nextCursor: null,
      total: 11,
    });
    expect(dropItems(['a'])(rows[0])).toBe(rows[0]);
  });

  it('never changes what was cached, so it can be put back', () => {
    const before = structuredClone(rows);
    finish(rows);
    dropItems(['a'])(rows);
    expect(rows).toEqual(before);
  });
});
