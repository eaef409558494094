import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { usePurge, type TrashedItem } from './queries.ts';

export type PurgeRequest = { readonly items: readonly TrashedItem[] | 'all'; readonly count: number };

/** Asks with the number, since nothing brings these back. */
export function PurgeDialog({ request, onClose }: { request: PurgeRequest | undefined; onClose(): void }) {
  const { t } = useTranslation('trash');
  const format = useFormat();
  const purge = usePurge(onClose);
  // The words stay while the dialog fades out.
  const [shown, setShown] = useState(request);
  if (request !== undefined && request !== shown) setShown(request);
  const count = shown?.count ?? 0;
  const items = shown?.items ?? [];
  const name = items !== 'all' && items.length === 1 ? items[0]?.title : undefined;
  const number = format.number(count);
  return (
    <ConfirmDialog
      open={request !== undefined}
      onOpenChange={(open) => !open && onClose()}
      danger
      busy={purge.isPending}
      title={
        name === undefined || name === ''
          ? t('purgeTitle', { count, number })
          : t('purgeTitleNamed', { name })
      }
      description={t('purgeText')}
      confirmLabel={t('purgeConfirm', { count, number })}
      onConfirm={() => shown && purge.mutate(shown)}
    />
  );
}
