import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { jobListInputSchema, JobItem } from '#shared/contracts/jobs.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { toastError } from '#renderer/lib/toast.ts';

export type JobQuery = Omit<z.input<typeof jobListInputSchema>, 'cursor' | 'limit'>;
export type Outcome = JobItem['outcome'];
export const OUTCOMES: readonly Outcome[] = ['created', 'updated', 'unchanged', 'skipped', 'failed'];

const PAGE = 100;

export function useJobs(input: JobQuery) {
  const api = useApi();
  return usePages({
    key: ['jobs', 'list', input],
    fetchPage: (cursor, signal) => api.jobs.list.query({ ...input, cursor, limit: PAGE }, { signal }),
  });
}

export function useJob(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'get', id],
    queryFn: ({ signal }) => api.jobs.get.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

export function useJobItems(id: string, outcome: Outcome | undefined) {
  const api = useApi();
  return usePages<JobItem>({
    key: ['jobs', 'items', id, outcome ?? 'all'],
    fetchPage: (cursor, signal) => api.jobs.items.query({ id, outcome, cursor, limit: PAGE }, { signal }),
  });
}

/** With what it waits for, and what must be decided. */
export function useJobDetail(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['jobs', 'detail', id],
    queryFn: ({ signal }) => api.jobs.detail.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

export function useCancelJob() {
  const api = useApi();
  return useMutation({ mutationFn: (id: string) => api.jobs.cancel.mutate({ id }), onError: toastError });
}

export function useRetryJob() {
  const api = useApi();
  return useMutation({ mutationFn: (id: string) => api.jobs.retry.mutate({ id }), onError: toastError });
}
