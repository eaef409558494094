import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { ActivityFilter } from './activity-log-search.ts';

const PAGE = 200;
const seqOf = (entry: ActivityEntry): string => String(entry.seq);

export function useEntries(filter: ActivityFilter) {
  const api = useApi();
  return usePages<ActivityEntry>({
    key: ['activity', 'list', filter],
    fetchPage: (cursor, signal) => api.activity.list.query({ ...filter, cursor, limit: PAGE }, { signal }),
    idOf: seqOf,
  });
}

export function useSummary(filter: ActivityFilter, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['activity', 'summary', filter],
    queryFn: ({ signal }) => api.activity.summary.query(filter, { signal }),
    enabled,
  });
}

/** Everyone who stands in the log. */
export function usePrincipals(): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['activity', 'principals'],
    queryFn: ({ signal }) => api.activity.principals.query(undefined, { signal }),
  });
  return data ?? [];
}

/** Reads the whole log, so only when the person asks. */
export function useVerify() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.activity.verify.query(), onError: toastError });
}

export function useExportCsv() {
  const api = useApi();
  const { t } = useTranslation('activity');
  const format = useFormat();
  return useMutation({
    mutationFn: (filter: ActivityFilter) => api.activity.exportCsv.query(filter),
    onSuccess: ({ csv, rowCount }) => {
      const today = new Date().toISOString().slice(0, 10);
      saveFile([csv], `adiuva-activity-${today}.csv`, 'text/csv;charset=utf-8');
      toastDone({ message: t('exported', { count: rowCount, number: format.number(rowCount) }) });
    },
    onError: toastError,
  });
}
