import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Brief } from '#shared/contracts/brief.ts';
import type { HomeDesk } from '#shared/contracts/home.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { useLanguage } from '#renderer/lib/i18n/use-language.ts';
import { toastError } from '#renderer/lib/toast.ts';

export function useDesk() {
  const api = useApi();
  return useQuery({
    queryKey: ['home', 'get'],
    queryFn: ({ signal }): Promise<HomeDesk> => api.home.get.query(undefined, { signal }),
  });
}

/** The day in short: it follows the desk, being read from the same rows. */
export function useBrief() {
  const api = useApi();
  const locale = useLanguage();
  return useQuery({
    queryKey: ['home', 'brief', locale],
    queryFn: ({ signal }): Promise<Brief> => api.brief.get.query({ locale }, { signal }),
  });
}

/** Written anew, by a model where one is ready. */
export function useRefreshBrief() {
  const api = useApi();
  const locale = useLanguage();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.brief.refresh.mutate({ locale }),
    onSuccess: (brief) => queryClient.setQueryData(['home', 'brief', locale], brief),
    onError: toastError,
  });
}

const BRIEF_JOB = 'brief.write';

/** Whether the schedule writes it just now; what it wrote is read once it is done. */
export function useBriefJob(): boolean {
  const api = useApi();
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: ['jobs', 'active'],
    queryFn: ({ signal }) => api.jobs.active.query(undefined, { signal }),
  });
  const isRunning = (data ?? []).some((job) => job.type === BRIEF_JOB);
  const wasRunning = useRef(false);
  useEffect(() => {
    if (wasRunning.current && !isRunning) void queryClient.invalidateQueries({ queryKey: ['home', 'brief'] });
    wasRunning.current = isRunning;
  }, [isRunning, queryClient]);
  return isRunning;
}

/** When the brief is written by itself; '' for only when it is asked for. */
export function useBriefAt(): { readonly briefAt: string | undefined; set(briefAt: string): void } {
  const api = useApi();
  const queryClient = useQueryClient();
  const key = ['settings', 'get'] as const;
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }): Promise<Settings> => api.settings.get.query(undefined, { signal }),
  });
  const change = useMutation({
    mutationFn: (briefAt: string): Promise<Settings> => api.settings.set.mutate({ briefAt }),
    onSuccess: (settings) => queryClient.setQueryData(key, settings),
    onError: toastError,
  });
  return { briefAt: data?.briefAt, set: change.mutate };
}

/** Gives overdue tasks today as their new due day, in one step that can be undone. */
export function useMoveToToday() {
  const api = useApi();
  const { t } = useTranslation('home');
  return useWrite({
    write: ({ ids, today }: { ids: string[]; today: string }) =>
      api.tasks.update.mutate({ ids, patch: { dueDate: today } }),
    message: ({ ids }) => t('movedToToday', { count: ids.length }),
  });
}

/** Fills the empty workspace with the sample; the desk fills as its job goes on. */
export function useStartSample() {
  const api = useApi();
  return useMutation({ mutationFn: () => api.system.startSample.mutate(), onError: toastError });
}
