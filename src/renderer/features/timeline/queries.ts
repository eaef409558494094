import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Timeline, TimelineItem } from '#shared/contracts/timeline.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite, type Optimistic } from '#renderer/api/use-write.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { fromDay, toDay, type DayNumber, type Span } from './time-scale.ts';
import type { TimelineSearch } from './timeline-search.ts';

/** Everything in a window of days. A new window keeps the old one's items until its own are there. */
export function useTimeline(search: TimelineSearch, window: Span) {
  const api = useApi();
  const input = {
    from: fromDay(window.start),
    to: fromDay(window.end),
    projectIds: search.projects,
    clientIds: search.clients,
    includeDone: search.open !== true,
  };
  return useQuery({
    queryKey: ['timeline', 'get', input],
    queryFn: ({ signal }) => api.timeline.get.query(input, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCheckpoint(id: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['checkpoints', 'get', id],
    queryFn: ({ signal }) => api.checkpoints.get.query({ id: id ?? '' }, { signal }),
    enabled: id !== undefined,
  });
}

export function useUndatedTasks(search: TimelineSearch, enabled: boolean) {
  const api = useApi();
  const input = {
    preset: 'no_date',
    projectIds: search.projects,
    clientIds: search.clients,
    sort: 'project',
    limit: 200,
  } as const;
  return useQuery({
    queryKey: ['tasks', 'list', input],
    queryFn: ({ signal }) =>
      api.tasks.list.query({ ...input, projectIds: search.projects, clientIds: search.clients }, { signal }),
    enabled,
  });
}

function isTimeline(value: unknown): value is Timeline {
  return typeof value === 'object' && value !== null && 'lanes' in value && Array.isArray(value.lanes);
}

/** These items look like this at once, in every window that is kept. */
function showItemsAs(ids: readonly string[], change: (item: TimelineItem) => TimelineItem): Optimistic[] {
  const wanted = new Set(ids);
  const update = (cached: unknown): unknown =>
    isTimeline(cached)
      ? {
          ...cached,
          lanes: cached.lanes.map((lane) =>
            lane.items.some(({ id }) => wanted.has(id))
              ? { ...lane, items: lane.items.map((item) => (wanted.has(item.id) ? change(item) : item)) }
              : lane,
          ),
        }
      : cached;
  return [{ key: ['timeline'], update }];
}

type Named = { readonly ids: string[]; readonly title: string };
type Days = { readonly start: DayNumber; readonly end: DayNumber };

/** Changes of days. Each is one write, one toast, one undo. */
export function useTimelineWrites() {
  const api = useApi();
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const range = ({ start, end }: Days): string =>
    [...new Set([start, end])].map((day) => format.day(fromDay(day))).join(' – ');
  const shift = useWrite({
    write: ({ ids, days }: Named & Partial<Days> & { days: number }) =>
      api.tasks.shiftDates.mutate({ ids, days }),
    message: ({ ids, title, days, start, end }) =>
      ids.length > 1 || start === undefined || end === undefined
        ? t('movedMany', { count: ids.length, days: format.number(days, { signDisplay: 'always' }) })
        : t('moved', { title, when: range({ start, end }) }),
    optimistic: ({ ids, days }) =>
      showItemsAs(ids, (item) => ({
        ...item,
        start: fromDay(toDay(item.start) + days),
        end: fromDay(toDay(item.end) + days),
      })),
  });
  const resize = useWrite({
    write: ({ ids, start, end }: Named & Days) =>
      api.tasks.update.mutate({ ids, patch: { plannedDate: fromDay(start), dueDate: fromDay(end) } }),
    message: ({ title, start, end }) => t('moved', { title, when: range({ start, end }) }),
    optimistic: ({ ids, start, end }) =>
      showItemsAs(ids, (item) => ({ ...item, start: fromDay(start), end: fromDay(end) })),
  });
  const moveCheckpoint = useWrite({
    write: ({ ids, start }: Named & Days) =>
      api.checkpoints.update.mutate({ ids, patch: { dueDate: fromDay(start) } }),
    message: ({ title, start, end }) => t('moved', { title, when: range({ start, end }) }),
    optimistic: ({ ids, start }) =>
      showItemsAs(ids, (item) => ({ ...item, start: fromDay(start), end: fromDay(start) })),
  });
  return {
    shift: shift.mutate,
    resize: resize.mutate,
    moveCheckpoint: moveCheckpoint.mutate,
    ...useStateWrites(),
  };
}

function useStateWrites() {
  const api = useApi();
  const { t } = useTranslation('timeline');
  const format = useFormat();
  const complete = useWrite({
    write: ({ ids, isDone }: Named & { isDone: boolean }) => api.tasks.complete.mutate({ ids, isDone }),
    message: ({ ids, title, isDone }) => t(isDone ? 'completed' : 'reopened', { count: ids.length, title }),
    optimistic: ({ ids, isDone }) => showItemsAs(ids, (item) => ({ ...item, isDone })),
  });
  const reach = useWrite({
    write: ({ ids, isDone }: Named & { isDone: boolean }) =>
      api.checkpoints.update.mutate({ ids, patch: { isReached: isDone } }),
    message: ({ title, isDone }) => t(isDone ? 'completed' : 'reopened', { count: 1, title }),
    optimistic: ({ ids, isDone }) => showItemsAs(ids, (item) => ({ ...item, isDone })),
  });
  const schedule = useWrite({
    write: ({ ids, start, end, projectId }: Named & Days & { projectId?: string }) =>
      api.tasks.update.mutate({
        ids,
        patch: {
          dueDate: fromDay(end),
          ...(start === end ? {} : { plannedDate: fromDay(start) }),
          ...(projectId === undefined ? {} : { projectId }),
        },
      }),
    message: ({ title, end }) => t('scheduled', { title, when: format.day(fromDay(end)) }),
  });
  return { complete: complete.mutate, reach: reach.mutate, schedule: schedule.mutate };
}

export type TimelineWrites = ReturnType<typeof useTimelineWrites>;
