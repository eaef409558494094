import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RecordCounts } from '#shared/contracts/dataset-runs.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';

export function useDataset(ref: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'get', ref],
    queryFn: ({ signal }): Promise<Dataset> => api.datasets.get.query({ ref }, { signal }),
  });
}

export function useCounts(datasetId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'counts', datasetId],
    queryFn: ({ signal }): Promise<RecordCounts> =>
      api.datasets.records.counts.query({ datasetId }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** The check that is under way or has stopped; null where there is none. */
export function useChecking(datasetId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'checking', datasetId],
    queryFn: ({ signal }) => api.datasets.records.checking.query({ datasetId }, { signal }),
  });
}
