import { describe, expect, it } from 'vitest';
import type { ChecklistItem } from '#shared/contracts/tasks.ts';
import { joinWithAbove, moveItem, pasteLines, placeItem, removeItem, splitItem } from './checklist-edits.ts';

const item = (id: string, text: string = id): ChecklistItem => ({ id, text, isDone: false });
const texts = (items: readonly ChecklistItem[]): string[] => items.map(({ text }) => text);
const ids = (items: readonly ChecklistItem[]): string => items.map(({ id }) => id).join('');

describe('editing a checklist', () => {
  it('splits a step at the cursor and goes on in the lower half', () => {
    const edit = splitItem([item('a', 'buy paper and ink')], 'a', 9, 'b');
    expect(texts(edit.items)).toEqual(['buy paper', 'and ink']);
    expect(edit.focusId).toBe('b');
  });

  it('joins with the step above, and removes an empty one', () => {
    const joined = joinWithAbove([item('a', 'buy'), item('b', 'paper')], 'b');
    expect(texts(joined.items)).toEqual(['buy paper']);
    expect(joined.focusId).toBe('a');
    expect(texts(joinWithAbove([item('a', 'buy'), item('b', '')], 'b').items)).toEqual(['buy']);
  });

  it('loses no text at the top of the list', () => {
    expect(texts(joinWithAbove([item('a', 'buy'), item('b')], 'a').items)).toEqual(['buy', 'b']);
    expect(texts(joinWithAbove([item('a', ''), item('b')], 'a').items)).toEqual(['b']);
  });

  it('moves steps by keys and by dragging', () => {
    const items = [item('a'), item('b'), item('c')];
    expect(ids(moveItem(items, 'a', 1))).toBe('bac');
    expect(ids(moveItem(items, 'a', -1))).toBe('abc');
    expect(ids(placeItem(items, 'a', null))).toBe('bca');
    expect(ids(placeItem(items, 'c', 'a'))).toBe('cab');
    expect(ids(placeItem(items, 'b', 'b'))).toBe('abc');
  });

  it('leaves the cursor on a neighbour after removing', () => {
    const items = [item('a'), item('b')];
    expect(removeItem(items, 'a').focusId).toBe('b');
    expect(removeItem(items, 'b').focusId).toBe('a');
    expect(removeItem([item('a')], 'a')).toEqual({ items: [], focusId: null });
  });

  it('makes a step of each pasted line, without the marks of the list it came from', () => {
    let next = 0;
    const edit = pasteLines(
      [item('a', 'First:'), item('z')],
      'a',
      ['- [ ] one', '', '2. two', '• three'],
      () => `n${next++}`,
    );
    expect(texts(edit.items)).toEqual(['First: one', 'two', 'three', 'z']);
    expect(edit.focusId).toBe('n1');
  });
});
