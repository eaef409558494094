import { useCallback, useMemo, useState } from 'react';

/** Which rows are selected, and where a range starts (`anchor`) and the cursor stands (`focus`). */
export type SelectionState = {
  readonly selected: ReadonlySet<string>;
  readonly anchor: string | null;
  readonly focus: string | null;
};

export const NO_SELECTION: SelectionState = { selected: new Set(), anchor: null, focus: null };

function range(keys: readonly string[], from: string, to: string): string[] {
  const [a, b] = [keys.indexOf(from), keys.indexOf(to)];
  if (a === -1 || b === -1) return b === -1 ? [] : [to];
  return keys.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Moves the cursor; the selection stays. */
export function focusRow(state: SelectionState, key: string): SelectionState {
  return { ...state, focus: key, anchor: state.selected.size === 0 ? key : state.anchor };
}

/** Ctrl-click, or the row's own box. */
export function toggleRow(state: SelectionState, key: string): SelectionState {
  const selected = new Set(state.selected);
  if (!selected.delete(key)) selected.add(key);
  return { selected, anchor: key, focus: key };
}

/** Shift-click and Shift-arrow: from the anchor to here, as file managers do. */
export function extendTo(state: SelectionState, key: string, keys: readonly string[]): SelectionState {
  const anchor = state.anchor ?? state.focus ?? key;
  return { selected: new Set(range(keys, anchor, key)), anchor, focus: key };
}

export function selectAll(state: SelectionState, keys: readonly string[]): SelectionState {
  return { ...state, selected: new Set(keys) };
}

/** Drops what has left the list, so that a bulk edit can't reach rows nobody sees. */
export function keepExisting(state: SelectionState, keys: readonly string[]): SelectionState {
  const existing = new Set(keys);
  const selected = new Set([...state.selected].filter((key) => existing.has(key)));
  const keep = (key: string | null): string | null => (key !== null && existing.has(key) ? key : null);
  return { selected, anchor: keep(state.anchor), focus: keep(state.focus) };
}

export type ListSelection = {
  readonly state: SelectionState;
  readonly selectedKeys: readonly string[];
  readonly isSelected: (key: string) => boolean;
  readonly update: (change: (state: SelectionState) => SelectionState) => void;
  readonly clear: () => void;
};

/** Selection of one list. Pass it to VirtualList and read `selectedKeys` for the bulk bar. */
export function useListSelection(keys: readonly string[]): ListSelection {
  const [raw, setRaw] = useState<SelectionState>(NO_SELECTION);
  const state = useMemo(() => keepExisting(raw, keys), [raw, keys]);
  const update = useCallback(
    (change: (state: SelectionState) => SelectionState) =>
      setRaw((current) => change(keepExisting(current, keys))),
    [keys],
  );
  const clear = useCallback(() => setRaw((current) => ({ ...NO_SELECTION, focus: current.focus })), []);
  return useMemo(
    () => ({
      state,
      selectedKeys: keys.filter((key) => state.selected.has(key)),
      isSelected: (key) => state.selected.has(key),
      update,
      clear,
    }),
    [state, keys, update, clear],
  );
}
