import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  ModelProvider,
  ModelProviderInput,
  ModelProviderPatch,
  ModelProviderTestInput,
  ProviderTest,
} from '#shared/contracts/models.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { PROVIDERS_KEY } from '#renderer/entities/model/model-queries.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** A provider that says no is an answer here; only what could not be asked is an error. */
export function useTestProvider() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: ModelProviderTestInput): Promise<ProviderTest> => api.models.test.mutate(input),
    onError: toastError,
  });
}

export type SaveProvider =
  | { readonly id: null; readonly input: ModelProviderInput }
  | { readonly id: string; readonly patch: ModelProviderPatch };

export function useSaveProvider() {
  const api = useApi();
  return useMutation({
    mutationFn: (save: SaveProvider): Promise<ModelProvider> =>
      save.id === null
        ? api.models.add.mutate(save.input)
        : api.models.update.mutate({ id: save.id, patch: save.patch }),
    onError: toastError,
  });
}

/** The new order is shown before the host has kept it. */
export function useOrderProviders() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => api.models.order.mutate({ ids: [...ids] }),
    onMutate: async (ids) => {
      await queryClient.cancelQueries({ queryKey: PROVIDERS_KEY });
      const before = queryClient.getQueryData<readonly ModelProvider[]>(PROVIDERS_KEY);
      const place = (one: ModelProvider): number => ids.indexOf(one.id);
      queryClient.setQueryData<readonly ModelProvider[]>(PROVIDERS_KEY, (cached) =>
        cached?.toSorted((left, right) => place(left) - place(right)),
      );
      return before;
    },
    onError: (error, _ids, before) => {
      queryClient.setQueryData(PROVIDERS_KEY, before);
      toastError(error);
    },
  });
}

/** One that has no key comes back by the toast, in its place; a key is gone with its provider. */
export function useRemoveProvider() {
  const api = useApi();
  const queryClient = useQueryClient();
  const { t } = useTranslation('models');
  const putBack = async (provider: ModelProvider, order: readonly string[]): Promise<void> => {
    const { kind, name, baseUrl, chatModel, embeddingModel, isEnabled, timeoutMs, maxConcurrent } = provider;
    const fields = { kind, name, baseUrl, chatModel, embeddingModel, isEnabled, timeoutMs, maxConcurrent };
    const { id } = await api.models.add.mutate(fields);
    const present = await api.models.list.query();
    const wanted = order.map((one) => (one === provider.id ? id : one));
    await api.models.order.mutate({ ids: wanted.filter((one) => present.some((known) => known.id === one)) });
  };
  return useMutation({
    mutationFn: async (provider: ModelProvider) => {
      const listed = queryClient.getQueryData<readonly ModelProvider[]>(PROVIDERS_KEY) ?? [];
      await api.models.remove.mutate({ id: provider.id });
      return listed.map(({ id }) => id);
    },
    onSuccess: (order, provider) =>
      toastDone({
        message: t('removed', { name: provider.name }),
        undo: provider.hasKey ? undefined : () => putBack(provider, order),
      }),
    onError: toastError,
  });
}
