import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { PluginSummary } from '#shared/contracts/plugins.ts';
import { useApi } from '#renderer/api/provider.tsx';

/** What is installed: a few, so the titles are at hand wherever a plugin is named. */
export function usePlugins(): UseQueryResult<readonly PluginSummary[]> {
  const api = useApi();
  return useQuery({
    queryKey: ['plugins', 'list'],
    queryFn: ({ signal }) => api.plugins.list.query(undefined, { signal }),
  });
}
