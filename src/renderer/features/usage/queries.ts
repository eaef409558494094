import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry, UsageFilter, UsageSummary, UsageSummaryInput } from '#shared/contracts/usage.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

const PAGE = 25;

export function useSummary(input: UsageSummaryInput) {
  const api = useApi();
  return useQuery({
    queryKey: ['usage', 'summary', input],
    queryFn: ({ signal }): Promise<UsageSummary> => api.usage.summary.query(input, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCalls(filter: UsageFilter) {
  const api = useApi();
  return usePages<LedgerEntry>({
    key: ['usage', 'list', filter],
    fetchPage: (cursor, signal) => api.usage.list.query({ ...filter, cursor, limit: PAGE }, { signal }),
  });
}

export function useExportCsv() {
  const api = useApi();
  const { t } = useTranslation('usage');
  const format = useFormat();
  return useMutation({
    mutationFn: (filter: UsageFilter) => api.usage.exportCsv.query(filter),
    onSuccess: ({ csv, rowCount }) => {
      saveFile([csv], `adiuva-usage-${today()}.csv`, 'text/csv;charset=utf-8');
      toastDone({ message: t('exported', { count: rowCount, number: format.number(rowCount) }) });
    },
    onError: toastError,
  });
}
