import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** Of one, or of everything; how it goes is told by the list. */
export function useRetrySending() {
  const api = useApi();
  return useMutation({
    mutationFn: (id: string | undefined) => api.queue.retry.mutate({ id }),
    onError: toastError,
  });
}

/** Of one, or of everything. */
export function useClearQueue(onDone: () => void) {
  const api = useApi();
  const { t } = useTranslation('queue');
  return useMutation({
    mutationFn: (id: string | undefined) =>
      id === undefined ? api.queue.clearAll.mutate() : api.queue.clear.mutate({ id }),
    onSuccess: () => {
      toastDone({ message: t('cleared') });
      onDone();
    },
    onError: toastError,
  });
}
