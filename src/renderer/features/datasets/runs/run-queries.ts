import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunStartInput } from '#shared/contracts/dataset-runs.ts';
import type { DatasetRun } from '#shared/contracts/datasets.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

const PAGE = 50;

/** It makes records, waits to, or was paused on the way. */
export function isUnfinished(run: DatasetRun | null): run is DatasetRun {
  return run !== null && !isJobOver(run.status);
}

export function useRuns(datasetId: string) {
  const api = useApi();
  return usePages<DatasetRun>({
    key: ['datasets', 'runs', datasetId],
    fetchPage: (cursor, signal) =>
      api.datasets.runs.list.query({ datasetId, cursor, limit: PAGE }, { signal }),
  });
}

/** With its budget. */
export function useRun(runId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'run', runId],
    queryFn: ({ signal }) => api.datasets.runs.get.query({ runId }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRunProgress(runId: string, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'progress', runId],
    queryFn: ({ signal }) => api.datasets.runs.progress.query({ runId }, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useWorkers(runId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['datasets', 'workers', runId],
    queryFn: ({ signal }) => api.datasets.runs.workers.query({ runId }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRunActions(datasetId: string) {
  const api = useApi();
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { runs, records } = api.datasets;
  const begun = (asked: number): void =>
    toastDone({ message: t('runBegan', { count: asked, number: format.number(asked) }) });
  const start = useMutation({
    mutationFn: (input: Omit<RunStartInput, 'datasetId'>) => runs.start.mutate({ datasetId, ...input }),
    onSuccess: ({ asked }) => begun(asked),
    onError: toastError,
  });
  const retry = useMutation({
    mutationFn: () => runs.retry.mutate({ datasetId }),
    onSuccess: ({ asked }) => begun(asked),
    onError: toastError,
  });
  const pause = useMutation({
    mutationFn: (runId: string) => runs.pause.mutate({ runId }),
    onError: toastError,
  });
  const resume = useMutation({
    mutationFn: (input: { runId: string; budget?: number | null }) => runs.resume.mutate(input),
    onError: toastError,
  });
  const cancel = useMutation({
    mutationFn: (runId: string) => runs.cancel.mutate({ runId }),
    onSuccess: () => toastDone({ message: t('runCancelled') }),
    onError: toastError,
  });
  const check = useMutation({
    mutationFn: (judges: 'none' | 'missing' | 'all') => records.check.mutate({ datasetId, judges }),
    onSuccess: () => toastDone({ message: t('checkBegan') }),
    onError: toastError,
  });
  return { start, retry, pause, resume, cancel, check };
}

export type RunActions = ReturnType<typeof useRunActions>;
