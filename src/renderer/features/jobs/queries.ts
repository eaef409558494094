import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { JobDecideInput, JobLogLine } from '#shared/contracts/jobs.ts';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export type ShownSchedule = Awaited<ReturnType<Api['jobs']['schedules']['list']['query']>>[number];

const LOG_PAGE = 500;

/** All that is kept of what a job has said, oldest first. */
export function useJobLogs(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'logs', id],
    queryFn: async ({ signal }): Promise<readonly JobLogLine[]> => {
      const lines: JobLogLine[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.jobs.logs.query({ id, cursor, limit: LOG_PAGE }, { signal });
        lines.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return lines;
    },
  });
}

export function usePauseJob() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ id, isPaused }: { id: string; isPaused: boolean }) =>
      isPaused ? api.jobs.pause.mutate({ id }) : api.jobs.resume.mutate({ id }),
    onError: toastError,
  });
}

export function useQueue() {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'queue'],
    queryFn: ({ signal }) => api.jobs.queue.query(undefined, { signal }),
  });
}

export function usePauseQueue() {
  const api = useApi();
  return useMutation({
    mutationFn: (isPaused: boolean) => api.jobs.pauseQueue.mutate({ isPaused }),
    onError: toastError,
  });
}

/** Jobs of which nobody but the person can say whether an effect happened. */
export function useUndecidedCount(): number {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['jobs', 'list', { statuses: ['needs_decision'] }, 'count'],
    queryFn: ({ signal }) => api.jobs.list.query({ statuses: ['needs_decision'], limit: 1 }, { signal }),
  });
  return data?.total ?? 0;
}

export function useDecide() {
  const api = useApi();
  const { t } = useTranslation('jobs');
  return useMutation({
    mutationFn: (input: JobDecideInput) => api.jobs.decide.mutate(input),
    onSuccess: () => toastDone({ message: t('decided') }),
    onError: toastError,
  });
}

export function useSchedules() {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'schedules'],
    queryFn: ({ signal }): Promise<readonly ShownSchedule[]> =>
      api.jobs.schedules.list.query(undefined, { signal }),
  });
}

export function useEnableSchedule() {
  const api = useApi();
  return useMutation({
    mutationFn: (input: { id: string; isEnabled: boolean }) => api.jobs.schedules.setEnabled.mutate(input),
    onError: toastError,
  });
}

export function useRunSchedule() {
  const api = useApi();
  const { t } = useTranslation('jobs');
  return useMutation({
    mutationFn: (id: string) => api.jobs.schedules.runNow.mutate({ id }),
    onSuccess: () => toastDone({ message: t('runStarted') }),
    onError: toastError,
  });
}
