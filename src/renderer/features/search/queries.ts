import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NearResult } from '#shared/contracts/search.ts';
import type { Api } from '#renderer/api/client.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { inBestOrder, keyOf, type FoundHit } from './best-order.ts';
import { parseSearchParams, toQuery, type SearchParams } from './search-params.ts';
import type { SearchLanguage } from './operators.ts';

const PAGE = 40;
const LAST_OFFSET = 10_000;
const NEAR = 30;
/** The list waits so long to be in its order at once; an embedder far away may take longer, and is not waited for. */
const NEAR_WAIT_MS = 400;

export function useLanguage(): SearchLanguage {
  const { i18n } = useTranslation();
  return i18n.resolvedLanguage === 'it' ? 'it' : 'en';
}

export type Results = {
  readonly hits: readonly FoundHit[];
  readonly total: number;
  readonly totalIsAtLeast: boolean;
  readonly warnings: readonly string[];
  readonly tookMs: number;
  readonly isLoading: boolean;
  /** Still the answer to the former line. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly loadMore: () => void;
  readonly retry: () => void;
};

function nearOptions(api: Api, query: string, locale: SearchLanguage) {
  return queryOptions({
    queryKey: ['search', 'near', query, locale],
    queryFn: ({ signal }): Promise<NearResult> =>
      api.search.near.query({ query, locale, limit: NEAR }, { signal }),
    retry: false,
  });
}

/** Null where it does not come soon, or not at all: the words answer alone. */
function soon<T>(work: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => window.setTimeout(() => resolve(null), NEAR_WAIT_MS));
  return Promise.race([work.catch(() => null), late]);
}

/** The answer to a line, page by page, the first one by words and by meaning. */
export function useSearch(params: SearchParams, withMeaning: boolean): Results {
  const api = useApi();
  const queryClient = useQueryClient();
  const locale = useLanguage();
  const query = toQuery(params);
  const pages = useInfiniteQuery({
    queryKey: ['search', 'query', query, locale, withMeaning],
    queryFn: async ({ pageParam, signal }) => {
      const isFirst = withMeaning && pageParam === 0;
      const [found, near] = await Promise.all([
        api.search.query.query({ query, locale, limit: PAGE, offset: pageParam }, { signal }),
        isFirst ? soon(queryClient.fetchQuery(nearOptions(api, query, locale))) : null,
      ]);
      return { ...found, near };
    },
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const loaded = all.length * PAGE;
      return last.hits.length < PAGE || loaded > LAST_OFFSET ? undefined : loaded;
    },
    placeholderData: keepPreviousData,
    enabled: query !== '',
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  const [first] = data?.pages ?? [];
  const isLate = withMeaning && first?.near === null && !pages.isPlaceholderData;
  const late = useQuery({ ...nearOptions(api, query, locale), enabled: isLate });
  const near = first?.near ?? (isLate ? late.data : undefined);
  const hits = useMemo(() => {
    // What changes between two pages may move a hit from one to the next.
    const all = data?.pages.flatMap((page) => page.hits) ?? [];
    return inBestOrder([...new Map(all.map((hit) => [keyOf(hit), hit])).values()], near?.hits ?? [], PAGE);
  }, [data, near]);
  const nearOnly = hits.filter((one) => !one.hasWords).length;
  return {
    hits,
    total: (first?.total ?? 0) + nearOnly,
    totalIsAtLeast: first?.totalIsAtLeast ?? false,
    warnings: first?.warnings ?? [],
    tookMs: Math.max(first?.tookMs ?? 0, near?.tookMs ?? 0),
    isLoading: pages.isLoading,
    isStale: pages.isPlaceholderData,
    error: pages.error,
    loadMore: useCallback(() => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    }, [hasNextPage, isFetchingNextPage, fetchNextPage]),
    retry: useCallback(() => void refetch(), [refetch]),
  };
}

/** Reads everything anew, as a job that the status corner shows. */
export function useReindex() {
  const api = useApi();
  const { t } = useTranslation('search');
  return useMutation({
    mutationFn: () => api.search.reindex.mutate(),
    onSuccess: () => toastDone({ message: t('reindexing') }),
    onError: toastError,
  });
}

/** A deep link in the field leads straight to its item. */
export function useResolvedLink(text: string) {
  const api = useApi();
  const link = text.trim();
  return useQuery({
    queryKey: ['search', 'resolve', link],
    queryFn: ({ signal }) => api.search.resolve.query({ link }, { signal }),
    enabled: /^adiuva:\/\/\S+$/i.test(link),
    retry: false,
  });
}

export function useTagNames(enabled: boolean): readonly string[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['tasks', 'tags'],
    queryFn: ({ signal }) => api.tasks.tags.query(undefined, { signal }),
    enabled,
  });
  return useMemo(() => (data ?? []).map(({ tag }) => tag), [data]);
}

export function useSavedSearches() {
  const api = useApi();
  return useQuery({
    queryKey: ['savedFilters', 'list', 'search'],
    queryFn: async ({ signal }) => {
      const filters = await api.savedFilters.list.query({ scope: 'search' }, { signal });
      return filters.map(({ id, name, query }) => ({ id, name, params: parseSearchParams(query) }));
    },
  });
}

export function useSavedSearchWrites() {
  const api = useApi();
  const { t } = useTranslation('search');
  const create = useWrite({
    write: ({ name, params }: { name: string; params: SearchParams }) =>
      api.savedFilters.create.mutate({ name, scope: 'search', query: { ...params } }),
    message: ({ name }) => t('searchSaved', { name }),
  });
  const remove = useWrite({
    write: ({ id }: { id: string; name: string }) => api.savedFilters.remove.mutate({ id }),
    message: ({ name }) => t('searchRemoved', { name }),
  });
  const rename = useWrite({
    write: ({ id, name }: { id: string; name: string }) => api.savedFilters.update.mutate({ id, name }),
    message: ({ name }) => t('searchSaved', { name }),
  });
  return { create: create.mutate, remove: remove.mutate, rename: rename.mutate };
}
