import { useQuery } from '@tanstack/react-query';
import { useApi } from '#renderer/api/provider.tsx';

/** What could not be sent yet, the oldest first. */
export function useQueue() {
  const api = useApi();
  return useQuery({
    queryKey: ['queue', 'list'],
    queryFn: ({ signal }) => api.queue.list.query(undefined, { signal }),
  });
}

/** How many of them only the person can move on. */
export function useUnsentCount(): number {
  const { data } = useQueue();
  return data?.filter(({ state }) => state === 'needs_you').length ?? 0;
}
