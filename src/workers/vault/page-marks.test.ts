import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { deriveVaultKeys } from '#main/engine/vault/format/index.ts';
import { createMarkList, openMarks } from './page-marks.ts';

const keys = deriveVaultKeys(randomBytes(32), 'a'.repeat(32), 1);
const marks = Array.from({ length: 20 }, () => randomBytes(16));
const ids = Array.from({ length: 20 }, () => randomBytes(16));

function madeList(): Uint8Array {
  const list = createMarkList(keys, 20);
  for (const [index, mark] of marks.entries()) {
    list.set(index + 1, mark, ids[index] ?? mark);
    list.setShape(index + 1, 0x4000 + index * 257);
  }
  return list.finish();
}

it('knows a page by its mark, and only under its number', () => {
  const former = openMarks(keys, madeList());
  for (const [index, mark] of marks.entries()) {
    expect(former?.idOf(index + 1, mark)).toEqual(ids[index]);
    expect(former?.shapeOf(index + 1)).toBe(0x4000 + index * 257);
    expect(former?.idOf(index + 2, mark)).toBeUndefined();
    expect(former?.idOf(index + 1, randomBytes(16))).toBeUndefined();
  }
});

it('takes nothing from a list that is another, cut or of another vault', () => {
  const list = madeList();
  for (let at = 0; at < list.length; at += 1) {
    const altered = Uint8Array.from(list);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(openMarks(keys, altered)).toBeNull();
    expect(openMarks(keys, list.subarray(0, at))).toBeNull();
  }
  expect(openMarks(deriveVaultKeys(randomBytes(32), 'a'.repeat(32), 1), list)).toBeNull();
  expect(openMarks(keys, null)).toBeNull();
});
