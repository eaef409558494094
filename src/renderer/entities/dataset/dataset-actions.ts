import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

type Named = Pick<Dataset, 'id' | 'title'>;

/** What is done with a dataset as a whole, from wherever it is shown. */
export function useDatasetActions() {
  const api = useApi();
  const { t } = useTranslation('datasets');
  const run = useMutation({
    mutationFn: ({ id }: Named) => api.datasets.runs.start.mutate({ datasetId: id }),
    onSuccess: (_run, { title }) => toastDone({ message: t('runStarted', { title }) }),
    onError: toastError,
  });
  const duplicate = useMutation({
    mutationFn: ({ id }: Named): Promise<Dataset> => api.datasets.duplicate.mutate({ id }),
    onSuccess: ({ id, title }) =>
      toastDone({ message: t('duplicated', { title }), undo: () => api.datasets.remove.mutate({ id }) }),
    onError: toastError,
  });
  const remove = useMutation({
    mutationFn: ({ id }: Named) => api.datasets.remove.mutate({ id }),
    onSuccess: (_gone, { id, title }) =>
      toastDone({ message: t('removed', { title }), undo: () => api.datasets.restore.mutate({ id }) }),
    onError: toastError,
  });
  /** Under another name where its own was taken meanwhile. */
  const restore = useMutation({
    mutationFn: ({ id }: Named): Promise<Dataset> => api.datasets.restore.mutate({ id }),
    onSuccess: ({ id, title, name }) =>
      toastDone({
        message: t('restored', { title }),
        description: name,
        undo: () => api.datasets.remove.mutate({ id }),
      }),
    onError: toastError,
  });
  return { run, duplicate, remove, restore };
}
