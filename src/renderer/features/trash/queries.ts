import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Settings } from '#shared/contracts/settings.ts';
import type { TrashItem, trashListInputSchema, TrashRef } from '#shared/contracts/trash.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useWrite } from '#renderer/api/use-write.ts';
import { dropItems } from '#renderer/api/cached-items.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';

export type TrashQuery = Omit<z.input<typeof trashListInputSchema>, 'cursor' | 'limit'>;

/** As much of an item as it takes to name it and to remove it. */
export type TrashedItem = Pick<TrashItem, 'kind' | 'id' | 'title'>;

const refOf = ({ kind, id }: TrashRef): TrashRef => ({ kind, id });

export function useTrash(input: TrashQuery) {
  const api = useApi();
  return usePages<TrashItem>({
    key: ['trash', 'list', input],
    fetchPage: (cursor, signal) => api.trash.list.query({ ...input, cursor, limit: 100 }, { signal }),
  });
}

/** How much there is in all, whatever is filtered: emptying the trash asks with this number. */
export function useTrashCount(): number {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['trash', 'count'],
    queryFn: ({ signal }) => api.trash.list.query({ limit: 1 }, { signal }),
  });
  return data?.total ?? 0;
}

/** What retention would have removed, had it not been so much of its kind. */
export function useHeldBack(): readonly TrashedItem[] {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['trash', 'heldBack'],
    queryFn: ({ signal }): Promise<readonly TrashedItem[]> => api.trash.heldBack.query(undefined, { signal }),
  });
  return data ?? [];
}

export function useRetentionDays(): number | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['settings', 'get'],
    queryFn: ({ signal }): Promise<Settings> => api.settings.get.query(undefined, { signal }),
  });
  return data?.trashRetentionDays;
}

export function useRestore() {
  const api = useApi();
  const { t } = useTranslation('trash');
  return useWrite({
    write: (items: readonly TrashItem[]) => api.trash.restore.mutate({ items: items.map(refOf) }),
    message: (items, { restored }) => {
      const [only] = items;
      return items.length === 1 && restored === 1 && only !== undefined
        ? t('restoredNamed', { name: only.title })
        : t('restored', { count: restored });
    },
    optimistic: (items) => [{ key: ['trash', 'list'], update: dropItems(items.map(({ id }) => id)) }],
  });
}

/** For good: no undo, which is why the person was asked with the number. */
export function usePurge(onDone: () => void) {
  const api = useApi();
  const { t } = useTranslation('trash');
  return useMutation({
    mutationFn: ({ items, count }: { items: readonly TrashedItem[] | 'all'; count: number }) =>
      api.trash.purge.mutate(
        items === 'all'
          ? { all: true, confirmCount: count }
          : { items: items.map(refOf), confirmCount: count },
      ),
    onSuccess: ({ purged }) => {
      toastDone({ message: t('purged', { count: purged }) });
    },
    onError: toastError,
    onSettled: onDone,
  });
}
