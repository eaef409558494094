import { useQuery } from '@tanstack/react-query';
import type { PassageCoverage } from '#shared/contracts/passages.ts';
import { useApi } from '#renderer/api/provider.tsx';

/** How much of the workspace is found by its meaning. */
export function useCoverage() {
  const api = useApi();
  return useQuery({
    queryKey: ['search', 'coverage'],
    queryFn: ({ signal }): Promise<PassageCoverage> => api.search.coverage.query(undefined, { signal }),
  });
}

/** Less than one of a hundred is read: a figure would look as if nothing happened. */
export function hasBarelyBegun({ passages, embedded, dueItems }: PassageCoverage): boolean {
  return passages + dueItems > 0 && embedded < (passages + dueItems) / 100;
}
