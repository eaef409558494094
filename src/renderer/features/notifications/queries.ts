import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from '#renderer/api/provider.tsx';
import { toastError } from '#renderer/lib/toast.ts';

const SHOWN = 30;

export function useNotifications() {
  const api = useApi();
  return useQuery({
    queryKey: ['notifications', 'list'],
    queryFn: ({ signal }) => api.notifications.list.query({ limit: SHOWN }, { signal }),
  });
}

/** Without ids: all of them. */
export function useDismiss() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) => api.notifications.dismiss.mutate({ ids }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['notifications'] }),
    onError: toastError,
  });
}
