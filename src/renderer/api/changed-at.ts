import type { QueryClient } from '@tanstack/react-query';
import type { QueryRoot } from './change-listener.ts';

const times = new WeakMap<QueryClient, Map<string, number>>();

/** Remembers that answers about these things that were asked for before now may be out of date. */
export function markChanged(queryClient: QueryClient, roots: Iterable<QueryRoot>): void {
  const known = times.get(queryClient) ?? new Map<string, number>();
  times.set(queryClient, known);
  for (const root of roots) known.set(root, performance.now());
}

export function changedAtMs(queryClient: QueryClient, root: unknown): number {
  return times.get(queryClient)?.get(String(root)) ?? 0;
}
