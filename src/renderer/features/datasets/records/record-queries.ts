import { keepPreviousData, useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetEdit } from '#shared/contracts/dataset-runs.ts';
import type { DatasetRecord, DatasetValue, RecordReview } from '#shared/contracts/datasets.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { RecordsFilter } from '../page/dataset-search.ts';

export const PAGE = 100;

/** The rows that are on screen, of as many as there are; only the pages in view are asked for. */
export function useRecordRows(datasetId: string, filter: RecordsFilter, pages: readonly number[]) {
  const api = useApi();
  const pageQuery = (page: number) => ({
    queryKey: ['datasets', 'records', datasetId, filter, page],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.datasets.records.list.query({ ...filter, datasetId, offset: page * PAGE, limit: PAGE }, { signal }),
    // What was scrolled by is asked for anew when it comes back.
    gcTime: 30_000,
  });
  const first = useQuery({ ...pageQuery(0), placeholderData: keepPreviousData });
  const rest = useQueries({ queries: pages.filter((page) => page > 0).map(pageQuery) });
  const loaded = pages.filter((page) => page > 0);
  const rows = useMemo(() => {
    const found = new Map<number, DatasetRecord>();
    first.data?.items.forEach((record, at) => found.set(at, record));
    rest.forEach(({ data }, index) => {
      const from = (loaded[index] ?? 0) * PAGE;
      data?.items.forEach((record, at) => found.set(from + at, record));
    });
    return found;
    // The answers are what the rows are made of; their list is a new one each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [first.data, loaded.join(), rest.map(({ dataUpdatedAt }) => dataUpdatedAt).join()]);
  return {
    rows,
    total: first.data?.total,
    isLoading: first.isPending,
    isStale: first.isPlaceholderData,
    error: first.data === undefined ? first.error : null,
    retry: () => void first.refetch(),
  };
}

export function useRecord(datasetId: string, number: number | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'record', datasetId, number],
    queryFn: ({ signal }): Promise<DatasetRecord> =>
      api.datasets.records.get.query({ datasetId, number: number ?? 0 }, { signal }),
    placeholderData: keepPreviousData,
    enabled: number !== undefined,
  });
}

/** Those chosen, or all that match. */
export type Chosen = { readonly numbers: readonly number[] } | { readonly filter: RecordsFilter };

export function useRecordActions(datasetId: string) {
  const api = useApi();
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { records, runs } = api.datasets;
  const tell = (message: string, edit: DatasetEdit): void =>
    toastDone({ message, undo: () => records.undo.mutate({ editId: edit.id }) });
  const review = useMutation({
    mutationFn: ({ chosen, review: word }: { chosen: Chosen; review: RecordReview }) => {
      const whom = 'numbers' in chosen ? { numbers: [...chosen.numbers] } : chosen;
      return records.review.mutate({ datasetId, review: word, ...whom });
    },
    onSuccess: (edit, { review: word }) => {
      if (edit === null) return;
      const count = { count: edit.records, number: format.number(edit.records) };
      tell(t(`reviewed_${word}`, count), edit);
    },
    onError: toastError,
  });
  const edit = useMutation({
    mutationFn: ({ number, value }: { number: number; value: DatasetValue }) =>
      records.edit.mutate({ datasetId, number, value: { ...value } }),
    onSuccess: (edited, { number }) => tell(t('edited', { number: format.number(number + 1) }), edited.edit),
  });
  const regenerate = useMutation({
    mutationFn: (numbers: readonly number[]) => runs.regenerate.mutate({ datasetId, numbers: [...numbers] }),
    onSuccess: (begun) =>
      tell(
        t('regenerating', { count: begun.edit.records, number: format.number(begun.edit.records) }),
        begun.edit,
      ),
    onError: toastError,
  });
  return { review, edit, regenerate };
}

export type RecordActions = ReturnType<typeof useRecordActions>;
