import { describe, expect, it } from 'vitest';
import { extendTo, focusRow, keepExisting, NO_SELECTION, selectAll, toggleRow } from './list-selection.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];
const chosen = (state: { selected: ReadonlySet<string> }): string[] => [...state.selected].toSorted();

describe('selecting rows', () => {
  it('extends from where the cursor stood, and back again', () => {
    const start = focusRow(NO_SELECTION, 'b');
    const down = extendTo(start, 'd', keys);
    expect(chosen(down)).toEqual(['b', 'c', 'd']);
    expect(chosen(extendTo(down, 'a', keys))).toEqual(['a', 'b']);
  });

  it('toggles one row and makes it the start of the next range', () => {
    const one = toggleRow(NO_SELECTION, 'd');
    expect(chosen(one)).toEqual(['d']);
    expect(chosen(extendTo(one, 'e', keys))).toEqual(['d', 'e']);
    expect(chosen(toggleRow(one, 'd'))).toEqual([]);
  });

  it('keeps the selection while the cursor moves', () => {
    const two = toggleRow(toggleRow(NO_SELECTION, 'a'), 'c');
    expect(chosen(focusRow(two, 'e'))).toEqual(['a', 'c']);
  });

  it('drops what has left the list, so a bulk edit reaches only rows that are shown', () => {
    const all = selectAll(focusRow(NO_SELECTION, 'e'), keys);
    const left = keepExisting(all, ['a', 'c']);
    expect(chosen(left)).toEqual(['a', 'c']);
    expect(left.focus).toBeNull();
    expect(left.anchor).toBeNull();
  });

  it('starts a range anew when its anchor has gone', () => {
    const state = { selected: new Set<string>(), anchor: 'z', focus: null };
    expect(chosen(extendTo(state, 'c', keys))).toEqual(['c']);
  });
});
