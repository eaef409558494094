import { useCallback, useState } from 'react';

/** State that a machine remembers (panel widths, collapsed sections). Never content: that belongs in the store. */
export function useLocalState<T extends string | number | boolean>(
  key: string,
  initial: T,
): [T, (value: T) => void] {
  const storageKey = `adiuva.${key}`;
  const [value, setValue] = useState<T>(() => {
    const stored = window.localStorage.getItem(storageKey);
    if (stored === null) return initial;
    try {
      const parsed: unknown = JSON.parse(stored);
      // The type was checked against the initial value's, so this is the T that was written.
      return typeof parsed === typeof initial ? (parsed as T) : initial;
    } catch {
      return initial;
    }
  });
  const update = useCallback(
    (next: T) => {
      window.localStorage.setItem(storageKey, JSON.stringify(next));
      setValue(next);
    },
    [storageKey],
  );
  return [value, update];
}
