import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { DatasetDraftSummary } from '#shared/contracts/dataset-drafts.ts';
import type { Dataset, DatasetMetrics } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages, type Pages } from '#renderer/api/use-pages.ts';
import { toastError } from '#renderer/lib/toast.ts';
import type { DatasetsSearch } from './datasets-search.ts';

const PAGE = 50;

export function useDatasetPages({
  q,
  sort = 'updated',
  deleted: isDeleted = false,
}: DatasetsSearch): Pages<Dataset> {
  const api = useApi();
  return usePages<Dataset>({
    key: ['datasets', 'list', q, sort, isDeleted],
    fetchPage: useCallback(
      (cursor: string | undefined, signal: AbortSignal) =>
        api.datasets.list.query({ query: q, sort, isDeleted, cursor, limit: PAGE }, { signal }),
      [api, q, sort, isDeleted],
    ),
  });
}

export function useDatasetMetrics() {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'metrics'],
    queryFn: ({ signal }): Promise<DatasetMetrics> => api.datasets.metrics.query(undefined, { signal }),
  });
}

export function useDrafts() {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'drafts'],
    queryFn: ({ signal }): Promise<readonly DatasetDraftSummary[]> =>
      api.datasets.drafts.list.query(undefined, { signal }),
  });
}

/** How far a run is, from its own figures: the row in the list is written at its end only. */
export function useRunFigures(runId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'runs', 'progress', runId],
    queryFn: ({ signal }) => api.datasets.runs.progress.query({ runId }, { signal }),
  });
}

export function useDiscardDraft() {
  const api = useApi();
  return useMutation({
    mutationFn: (id: string) => api.datasets.drafts.remove.mutate({ id }),
    onError: toastError,
  });
}
