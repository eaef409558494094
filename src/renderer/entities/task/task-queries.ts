import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type { TaskDetail, TaskListItem, taskListInputSchema } from '#shared/contracts/tasks.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages, type Pages } from '#renderer/api/use-pages.ts';

/** What a list of tasks is asked for with; paging is the hook's business. */
export type TaskQuery = Omit<z.input<typeof taskListInputSchema>, 'cursor' | 'limit'>;

/** The first page is small so that it paints at once; who scrolls on gets long ones, so that 60,000 rows are few requests. */
const FIRST_PAGE = 100;
const NEXT_PAGES = 500;

const idOf = ({ id }: TaskListItem): string => id;

export function useTaskPages(query: TaskQuery, enabled = true): Pages<TaskListItem> {
  const api = useApi();
  return usePages<TaskListItem>({
    key: ['tasks', 'list', query],
    idOf,
    enabled,
    fetchPage: useCallback(
      (cursor: string | undefined, signal: AbortSignal) =>
        api.tasks.list.query(
          { ...query, cursor, limit: cursor === undefined ? FIRST_PAGE : NEXT_PAGES },
          { signal },
        ),
      [api, query],
    ),
  });
}

export function useTaskCounts() {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: ({ signal }) => api.tasks.counts.query(undefined, { signal }),
  });
}

export function useTaskTags(enabled = true) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'tags'],
    queryFn: ({ signal }) => api.tasks.tags.query(undefined, { signal }),
    enabled,
  });
}

export function useTaskDetail(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['tasks', 'get', id],
    queryFn: ({ signal }): Promise<TaskDetail> => api.tasks.get.query({ id }, { signal }),
  });
}
