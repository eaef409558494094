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
