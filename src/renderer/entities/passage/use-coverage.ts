import { useQuery } from '@tanstack/react-query';
import type { PassageCoverage } from '#shared/contracts/passages.ts';
import { useApi } from '#renderer/api/provider.tsx';

const LOOK_AGAIN_MS = 2_000;

/**
 * How much of the workspace is found by its meaning. While something is still to be read it is looked at again: the
 * last vectors are told of before the index that answers with them has taken over.
 */
export function useCoverage() {
  const api = useApi();
  return useQuery({
    queryKey: ['search', 'coverage'],
    queryFn: ({ signal }): Promise<PassageCoverage> => api.search.coverage.query(undefined, { signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isWhole(data) ? false : LOOK_AGAIN_MS),
  });
}

function isWhole({ embedded, passages, isChanging, dueItems }: PassageCoverage): boolean {
  return embedded >= passages && !isChanging && dueItems === 0;
}
