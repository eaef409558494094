import { useCallback, useLayoutEffect, useRef } from 'react';

/** A callback that never changes and always does what the latest one does: for rows that are remembered by the hundred. */
export function useStable<A extends readonly unknown[], R>(callback: (...args: A) => R): (...args: A) => R {
  const latest = useRef(callback);
  useLayoutEffect(() => {
    latest.current = callback;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
