import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type {
  DatasetImportInput,
  DatasetImportMapping,
  DatasetInspection,
  TraceCollectInput,
  TracePreview,
} from '#shared/contracts/dataset-exchange.ts';
import type { ImportSource } from '#shared/contracts/imports.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { uploadFiles } from '#renderer/entities/upload/upload-files.ts';
import { toastDone } from '#renderer/lib/toast.ts';

export function useUploadFile() {
  const api = useApi();
  return useMutation({
    mutationFn: async (file: File): Promise<ImportSource> => {
      const source = { name: file.name, files: [{ path: file.name, file }] };
      const { signal } = new AbortController();
      return { uploadId: await uploadFiles(api, { source, signal, onProgress: () => undefined }) };
    },
  });
}

export function useInspect(
  source: ImportSource | undefined,
  datasetId: string,
  mapping: DatasetImportMapping,
) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'inspect', source, datasetId, mapping],
    queryFn: ({ signal }): Promise<DatasetInspection> =>
      api.datasets.imports.inspect.query({ source: source ?? { path: '' }, datasetId, mapping }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    enabled: source !== undefined,
  });
}

/** Taken back whole by its undo: records that were changed since stay, and it says so. */
export function useImport() {
  const api = useApi();
  const { t } = useTranslation('datasetExchange');
  return useMutation({
    mutationFn: (input: DatasetImportInput) => api.datasets.imports.start.mutate(input),
    onSuccess: ({ jobId }) =>
      toastDone({
        message: t('importBegan'),
        description: t('importBeganText'),
        undo: () => api.datasets.imports.undo.mutate({ jobId }),
      }),
  });
}

/** `features`: null for all; none are asked for nothing. */
export function useTraces(features: readonly string[] | null, withPrivate: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'traces', features, withPrivate],
    queryFn: ({ signal }): Promise<TracePreview> =>
      api.datasets.imports.traces.query({ features: [...(features ?? [])], withPrivate }, { signal }),
    enabled: features?.length !== 0,
    placeholderData: keepPreviousData,
  });
}

export function useCollect() {
  const api = useApi();
  const { t } = useTranslation('datasetExchange');
  return useMutation({
    mutationFn: (input: TraceCollectInput) => api.datasets.imports.collect.mutate(input),
    onSuccess: ({ jobId }) =>
      toastDone({
        message: t('collectBegan'),
        undo: () => api.datasets.imports.undo.mutate({ jobId }),
      }),
  });
}
