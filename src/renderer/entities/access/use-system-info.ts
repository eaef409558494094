import { useQuery } from '@tanstack/react-query';
import { useApi } from '#renderer/api/provider.tsx';

/** What the host says of itself, its machine and its data folder. */
export function useSystemInfo() {
  const api = useApi();
  return useQuery({
    queryKey: ['system', 'info'],
    queryFn: ({ signal }) => api.system.info.query(undefined, { signal }),
  }).data;
}
