import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TraceDetail, TraceExportInput, TraceSummary } from '#shared/contracts/traces.ts';
import type { UsageDimension } from '#shared/contracts/usage.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { saveFile } from '#renderer/lib/save-file.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import type { TraceFilter } from './traces-search.ts';

const PAGE = 100;
const idOf = (trace: TraceSummary): string => trace.id;

export function useTraces(filter: TraceFilter) {
  const api = useApi();
  return usePages<TraceSummary>({
    key: ['traces', 'list', filter],
    fetchPage: (cursor, signal) => api.traces.list.query({ ...filter, cursor, limit: PAGE }, { signal }),
    idOf,
  });
}

/** With every step, and what went in and came out. */
export function useTrace(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['traces', 'get', id],
    queryFn: ({ signal }): Promise<TraceDetail> => api.traces.get.query({ id }, { signal }),
    retry: false,
  });
}

/** What stands in the ledger under one dimension: the choices of a filter. */
export function useKnown(dimension: UsageDimension): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['usage', 'summary', { by: [dimension] }],
    queryFn: ({ signal }) => api.usage.summary.query({ by: [dimension] }, { signal }),
  });
  return (data?.rows ?? []).map(({ keys: [key = ''] }) => key);
}

export function useExportTraces() {
  const api = useApi();
  const { t } = useTranslation('traces');
  const format = useFormat();
  return useMutation({
    mutationFn: (input: TraceExportInput) => api.traces.export.query(input),
    onSuccess: ({ json, traceCount, isCut }) => {
      saveFile([json], `adiuva-traces-${today()}.json`, 'application/json');
      toastDone({
        message: t('exported', { count: traceCount, number: format.number(traceCount) }),
        description: isCut ? t('exportCut') : undefined,
      });
    },
    onError: toastError,
  });
}

export function useRemoveTraces() {
  const api = useApi();
  const { t } = useTranslation('traces');
  return useMutation({
    mutationFn: async (ids: readonly string[]): Promise<void> => {
      await api.traces.remove.mutate({ ids: [...ids] });
    },
    onSuccess: (_done, ids) => toastDone({ message: t('removed', { count: ids.length }) }),
    onError: toastError,
  });
}
