import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DatasetProfile, DatasetProfileInput, DatasetProfilePatch } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** Servers that datasets alone ask; they change as providers do. */
export function useProfiles() {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'datasetProfiles'],
    queryFn: ({ signal }): Promise<readonly DatasetProfile[]> =>
      api.datasets.profiles.list.query(undefined, { signal }),
  });
}

export type SaveProfile =
  | { readonly id: null; readonly input: DatasetProfileInput }
  | { readonly id: string; readonly patch: DatasetProfilePatch };

/** What is wrong with it is told by the dialog, which keeps what was typed. */
export function useSaveProfile() {
  const api = useApi();
  return useMutation({
    mutationFn: (save: SaveProfile): Promise<DatasetProfile> =>
      save.id === null
        ? api.datasets.profiles.add.mutate(save.input)
        : api.datasets.profiles.update.mutate({ id: save.id, patch: save.patch }),
  });
}

/** Asks its server for the models it has: the cheapest question that shows whether it answers. */
export function useProfileModels() {
  const api = useApi();
  return useMutation({
    mutationFn: (id: string): Promise<readonly string[] | null> =>
      api.datasets.profiles.listModels.query({ id }),
  });
}

/** One without a key comes back by the toast; a key is gone with its profile. */
export function useRemoveProfile() {
  const api = useApi();
  const { t } = useTranslation('datasets');
  return useMutation({
    mutationFn: ({ id }: DatasetProfile) => api.datasets.profiles.remove.mutate({ id }),
    onSuccess: (_gone, { name, baseUrl, path, model, parameters, hasKey }) =>
      toastDone({
        message: t('profileRemoved', { name }),
        undo: hasKey
          ? undefined
          : () => api.datasets.profiles.add.mutate({ name, baseUrl, path, model, parameters }),
      }),
    onError: toastError,
  });
}
