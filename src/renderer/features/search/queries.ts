import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '#shared/contracts/search.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';
import { parseSearchParams, toQuery, type SearchParams } from './search-params.ts';
import type { SearchLanguage } from './operators.ts';

const PAGE = 40;
const LAST_OFFSET = 10_000;

export function useLanguage(): SearchLanguage {
  const { i18n } = useTranslation();
  return i18n.resolvedLanguage === 'it' ? 'it' : 'en';
}

export type Results = {
  readonly hits: readonly SearchHit[];
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

/** The answer to a line, page by page. */
export function useSearch(params: SearchParams): Results {
  const api = useApi();
  const locale = useLanguage();
  const query = toQuery(params);
  const pages = useInfiniteQuery({
    queryKey: ['search', 'query', query, locale],
    queryFn: ({ pageParam, signal }) =>
      api.search.query.query({ query, locale, limit: PAGE, offset: pageParam }, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, all) => {
      const loaded = all.length * PAGE;
      return last.hits.length < PAGE || loaded > LAST_OFFSET ? undefined : loaded;
    },
    placeholderData: keepPreviousData,
    enabled: query !== '',
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  const hits = useMemo(() => {
    // What changes between two pages may move a hit from one to the next.
    const all = data?.pages.flatMap((page) => page.hits) ?? [];
    return [...new Map(all.map((hit) => [`${hit.kind}:${hit.id}`, hit])).values()];
  }, [data]);
  const [first] = data?.pages ?? [];
  return {
    hits,
    total: first?.total ?? 0,
    totalIsAtLeast: first?.totalIsAtLeast ?? false,
    warnings: first?.warnings ?? [],
    tookMs: first?.tookMs ?? 0,
    isLoading: pages.isLoading,
    isStale: pages.isPlaceholderData,
    error: pages.error,
    loadMore: useCallback(() => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    }, [hasNextPage, isFetchingNextPage, fetchNextPage]),
    retry: useCallback(() => void refetch(), [refetch]),
  };
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
