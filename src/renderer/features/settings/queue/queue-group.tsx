import { Send } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { useQueue } from '#renderer/entities/network/queue.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useClearQueue, useRetrySending } from './queue-queries.ts';
import { QueueRow } from './queue-row.tsx';
import { useItemName, useWhatIsLost } from './queue-words.ts';

/** What could not be sent, each kind in its order: try again, or give it up. */
export function QueueGroup() {
  const { t } = useTranslation('queue');
  const { data, error, refetch } = useQueue();
  const [toClear, setToClear] = useState<OutboxItem | 'all'>();
  const place = useRef<HTMLDivElement>(null);
  const byKind = Map.groupBy(data ?? [], ({ kind }) => kind);
  return (
    <div ref={place} tabIndex={-1} className="rounded-xl outline-none">
      <SettingGroup
        title={t('title')}
        text={t('text')}
        actions={data && data.length > 0 && <AllActions onClear={() => setToClear('all')} />}
      >
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />}
        {!error && !data && <ListSkeleton rows={1} />}
        {data?.length === 0 && <EmptyState compact icon={Send} title={t('none')} text={t('noneText')} />}
        {data && data.length > 0 && (
          <ul aria-label={t('title')} className="divide-y divide-border-subtle">
            {[...byKind.values()].flat().map((item) => (
              <QueueRow key={item.id} item={item} onClear={() => setToClear(item)} />
            ))}
          </ul>
        )}
      </SettingGroup>
      {toClear !== undefined && (
        <ClearDialog
          what={toClear}
          onClose={(isCleared) => {
            setToClear(undefined);
            // What was pressed is gone with its row.
            if (isCleared) place.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function AllActions({ onClear }: { onClear(): void }) {
  const { t } = useTranslation('queue');
  const { isOffline } = useOffline();
  const retry = useRetrySending();
  return (
    <>
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t('clearAll')}
      </Button>
      {!isOffline && (
        <Button size="sm" variant="outline" busy={retry.isPending} onClick={() => retry.mutate(undefined)}>
          {t('retryAll')}
        </Button>
      )}
    </>
  );
}

/** Nothing can put it back: what it was about may be past by then. */
function ClearDialog({ what, onClose }: { what: OutboxItem | 'all'; onClose(isCleared: boolean): void }) {
  const { t } = useTranslation('queue');
  const name = useItemName();
  const lost = useWhatIsLost();
  const clear = useClearQueue(() => onClose(true));
  const isAll = what === 'all';
  return (
    <ConfirmDialog
      open
      onOpenChange={() => onClose(false)}
      title={isAll ? t('clearAllTitle') : t('clearTitle', { name: name(what) })}
      description={isAll ? t('clearAllText') : lost(what)}
      confirmLabel={isAll ? t('clearAll') : t('clear')}
      danger
      busy={clear.isPending}
      onConfirm={() => clear.mutate(isAll ? undefined : what.id)}
    />
  );
}
