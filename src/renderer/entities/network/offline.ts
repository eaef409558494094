import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OfflineState } from '#shared/contracts/egress.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';

const KEY = ['network', 'state'] as const;

/** Whether the person keeps everything on this machine; false until it is known. */
export function useOffline(): { readonly isOffline: boolean; set(isOffline: boolean): void } {
  const api = useApi();
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }): Promise<OfflineState> => api.network.state.query(undefined, { signal }),
  });
  const change = useMutation({
    mutationFn: (isOffline: boolean): Promise<OfflineState> => api.network.setOffline.mutate({ isOffline }),
    onSuccess: (state) => queryClient.setQueryData(KEY, state),
    onError: toastError,
  });
  return { isOffline: data?.isOffline === true, set: change.mutate };
}
