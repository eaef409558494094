import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DatasetDiff, VersionDiffInput } from '#shared/contracts/dataset-versions.ts';
import type { DatasetVersion } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export function useVersions(datasetId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'versions', datasetId],
    queryFn: ({ signal }): Promise<readonly DatasetVersion[]> =>
      api.datasets.versions.list.query({ datasetId }, { signal }),
  });
}

export function useDiff(input: VersionDiffInput) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'diff', input],
    queryFn: ({ signal }): Promise<DatasetDiff> => api.datasets.versions.diff.query(input, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useVersionActions(datasetId: string) {
  const api = useApi();
  const { t } = useTranslation('datasetPage');
  const { versions } = api.datasets;
  const freeze = useMutation({
    mutationFn: (note: string) => versions.freeze.mutate({ datasetId, note }),
    onSuccess: ({ version: { version }, isNew }) =>
      toastDone({ message: t(isNew ? 'frozen' : 'frozenBefore', { version }) }),
  });
  const remove = useMutation({
    mutationFn: (version: number) => versions.remove.mutate({ datasetId, version }),
    onSuccess: (_, version) =>
      toastDone({
        message: t('versionRemoved', { version }),
        undo: () => versions.restore.mutate({ datasetId, version }),
      }),
    onError: toastError,
  });
  return { freeze, remove };
}
