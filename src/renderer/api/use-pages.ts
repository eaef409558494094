import { keepPreviousData, useInfiniteQuery, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { Page } from '#shared/contracts/common.ts';
import { changedAtMs } from './changed-at.ts';
import {
  fitPage,
  isOutdated,
  keptPage,
  rowsOf,
  WHOLE_PAGES,
  type IdOf,
  type LoadedPage,
  type LoadedPages,
} from './page-parts.ts';

type PagesOptions<T> = {
  key: QueryKey;
  fetchPage(cursor: string | undefined, signal: AbortSignal): Promise<Page<T>>;
  enabled?: boolean;
  /**
   * For a list that says what is on screen (`onVisible`). A change then fetches that part again; what was scrolled by
   * follows when it is scrolled to. Never changes while the list is shown.
   */
  idOf?: IdOf<T>;
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
  /** For VirtualList's `onVisible`, with `idOf`. */
  readonly onVisible: (keys: readonly string[]) => void;
  readonly retry: () => void;
};

const NOTHING: ReadonlySet<string> = new Set();

function totalOf(pages: readonly LoadedPage<unknown>[] | undefined): number | undefined {
  return pages?.toSorted((left, right) => right.askedAtMs - left.askedAtMs)[0]?.total;
}

/** A list that is fetched page by page as it is scrolled. A new filter keeps the old rows until its own are there. */
export function usePages<T>(options: PagesOptions<T>): Pages<T> {
  const { key, fetchPage, enabled = true, idOf } = options;
  const queryClient = useQueryClient();
  const onScreen = useRef(NOTHING);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }): Promise<LoadedPage<T>> => {
      const loaded = queryClient.getQueryData<LoadedPages<T>>(key);
      const kept = idOf && loaded && keptPage(loaded, pageParam, onScreen.current, idOf);
      if (kept) return kept;
      const askedAtMs = performance.now();
      const page = { ...(await fetchPage(pageParam, signal)), askedAtMs };
      return idOf && loaded && loaded.pages.length > WHOLE_PAGES
        ? fitPage(loaded, pageParam, page, idOf)
        : page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  const items = useMemo(() => rowsOf(data?.pages ?? [], idOf), [data, idOf]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const root = key[0];
  const onVisible = useCallback(
    (keys: readonly string[]) => {
      onScreen.current = new Set(keys);
      const pages = data?.pages ?? [];
      if (idOf && isOutdated(pages, onScreen.current, idOf, changedAtMs(queryClient, root)))
        void refetch({ cancelRefetch: false });
    },
    [data, queryClient, root, idOf, refetch],
  );
  const retry = useCallback(() => void refetch(), [refetch]);
  return {
    items,
    total: totalOf(data?.pages),
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    loadMore,
    onVisible,
    retry,
  };
}
