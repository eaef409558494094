import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CatalogueEntry, EmbedderInfo } from '#shared/contracts/embeddings.ts';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

/** What can be downloaded, and which of it is here. */
export function useEmbedderCatalogue() {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'embedderCatalogue'],
    queryFn: ({ signal }): Promise<readonly CatalogueEntry[]> =>
      api.models.embeddings.catalogue.query(undefined, { signal }),
  });
}

/** The former one is chosen again by the toast: it answered until the new one was ready anyway. */
export function useChooseEmbedder() {
  const api = useApi();
  const { t } = useTranslation('models');
  return useMutation({
    mutationFn: ({ id }: { id: string; former: string | undefined }): Promise<EmbedderInfo> =>
      api.models.embeddings.choose.mutate({ id }),
    onSuccess: (_chosen, { former }) =>
      toastDone({
        message: t('embedderChosen'),
        undo: former === undefined ? undefined : () => api.models.embeddings.choose.mutate({ id: former }),
      }),
    onError: toastError,
  });
}

export function useAddEmbedder() {
  const api = useApi();
  const { t } = useTranslation('models');
  return useMutation({
    mutationFn: (from: { readonly path: string } | { readonly model: string }): Promise<EmbedderInfo> =>
      'path' in from
        ? api.models.embeddings.addFolder.mutate(from)
        : api.models.embeddings.addModel.mutate(from),
    onSuccess: ({ name }) => toastDone({ message: t('added', { name }) }),
    onError: toastError,
  });
}

export function useRemoveEmbedder() {
  const api = useApi();
  const { t } = useTranslation('models');
  return useMutation({
    mutationFn: async ({ id }: EmbedderInfo): Promise<void> => {
      await api.models.embeddings.remove.mutate({ id });
    },
    onSuccess: (_done, { name }) => toastDone({ message: t('removed', { name }) }),
    onError: toastError,
  });
}

/** The last time that a model was fetched, however that went. */
export function useDownloads() {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'list', { type: 'embeddings.download' }, 'latest'],
    queryFn: async ({ signal }): Promise<readonly ShownJob[]> =>
      (await api.jobs.list.query({ type: 'embeddings.download', limit: 10 }, { signal })).items,
  });
}

type DownloadVerb = 'pause' | 'resume' | 'cancel';

export function useDownload() {
  const api = useApi();
  return useMutation({
    mutationFn: (id: string) => api.models.embeddings.download.mutate({ id }),
    onError: toastError,
  });
}

export function useSteerDownload() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ id, verb }: { id: string; verb: DownloadVerb }) => api.jobs[verb].mutate({ id }),
    onError: toastError,
  });
}
