import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Page } from '#shared/contracts/common.ts';

type PagesOptions<T> = {
  key: QueryKey;
  fetchPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<T>>;
  enabled?: boolean;
};

export type Pages<T> = {
  /** Everything loaded so far, in order. */
  readonly items: readonly T[];
  /** All rows that match, loaded or not; undefined until the first answer. */
  readonly total: number | undefined;
  readonly isLoading: boolean;
  /** The list still shows the former filter's rows. */
  readonly isStale: boolean;
  readonly error: Error | null;
  /** For VirtualList's `onEndReached`; does nothing at the end or while a page is on its way. */
  readonly loadMore: () => void;
  readonly retry: () => void;
};

/** A list that is fetched page by page as it is scrolled. A new filter keeps the old rows until its own are there. */
export function usePages<T>({ key, fetchPage, enabled = true }: PagesOptions<T>): Pages<T> {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return {
    items,
    total: data?.pages[0]?.total,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    loadMore,
    retry,
  };
}
