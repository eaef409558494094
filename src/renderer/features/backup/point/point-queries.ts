import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BackedUpItem, RestorePreview } from '#shared/contracts/backup.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { usePages } from '#renderer/api/use-pages.ts';
import { useWrite } from '#renderer/api/use-write.ts';

export type ItemKind = BackedUpItem['kind'];

const ITEMS_PAGE = 50;

export function usePreview(sequence: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['backedUp', 'preview', sequence],
    queryFn: ({ signal }): Promise<RestorePreview> => api.backup.preview.query({ sequence }, { signal }),
    retry: false,
  });
}

type ItemsInput = { readonly sequence: number; readonly kind: ItemKind; readonly query: string };

export function useBackedUpItems(input: ItemsInput) {
  const api = useApi();
  return usePages<BackedUpItem>({
    key: ['backedUp', 'items', input],
    fetchPage: (cursor, signal) =>
      api.backup.items.query({ ...input, cursor, limit: ITEMS_PAGE }, { signal }),
  });
}

/** Single items as they were; one undo takes it back. */
export function useRestoreItems(sequence: number) {
  const api = useApi();
  const { t } = useTranslation('backup');
  return useWrite({
    write: (items: readonly { readonly kind: ItemKind; readonly id: string }[]) =>
      api.backup.restoreItems.mutate({ sequence, items: [...items] }),
    message: (_items, { restored }) => t('itemsRestored', { count: restored }),
  });
}
