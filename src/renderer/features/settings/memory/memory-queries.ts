import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MemoryFact } from '#shared/contracts/memory.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

type FactInput = Pick<MemoryFact, 'namespace' | 'key' | 'value' | 'scope'>;

/** All facts, of every agent. */
export function useFacts() {
  const api = useApi();
  return useQuery({
    queryKey: ['memory', 'list'],
    queryFn: ({ signal }): Promise<readonly MemoryFact[]> => api.memory.list.query(undefined, { signal }),
  });
}

/** Keeps the value under its key. Refusals are shown by the dialog that asked. */
export function useSetFact() {
  const api = useApi();
  return useMutation({ mutationFn: (fact: FactInput): Promise<MemoryFact> => api.memory.set.mutate(fact) });
}

/** Forgotten at once; the toast keeps it in mind again. */
export function useForgetFact() {
  const api = useApi();
  const { t } = useTranslation('assistant');
  return useMutation({
    mutationFn: ({ id }: MemoryFact) => api.memory.remove.mutate({ id }),
    onSuccess: (_, { namespace, key, value, scope }) =>
      toastDone({
        message: t('memoryForgotten', { name: key }),
        undo: () => api.memory.set.mutate({ namespace, key, value, scope }),
      }),
    onError: toastError,
  });
}
