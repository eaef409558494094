import { useQuery } from '@tanstack/react-query';
import { useApi } from '#renderer/api/provider.tsx';

export const SLOTS_KEY = ['system', 'keySlots'] as const;

/** The ways in that this workspace has. */
export function useKeySlots() {
  const api = useApi();
  return useQuery({
    queryKey: SLOTS_KEY,
    queryFn: ({ signal }) => api.system.keySlots.query(undefined, { signal }),
  });
}
