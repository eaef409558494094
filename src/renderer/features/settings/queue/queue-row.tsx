import { DatabaseBackup, LogOut, RotateCw, Send, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { useRetrySending } from './queue-queries.ts';
import { useItemName, useItemState } from './queue-words.ts';

const ICONS: Readonly<Record<string, LucideIcon>> = { backup: DatabaseBackup, sign_out: LogOut };

type QueueRowProps = { item: OutboxItem; onClear(): void };

export function QueueRow({ item, onClear }: QueueRowProps) {
  const { t } = useTranslation('queue');
  const format = useFormat();
  const name = useItemName()(item);
  const standing = useItemState()(item);
  const { isOffline } = useOffline();
  const retry = useRetrySending();
  const { id, kind, state, error, createdAt } = item;
  const Icon = ICONS[kind] ?? Send;
  const needsYou = state === 'needs_you';
  const isSending = state === 'sending';
  return (
    <li className="flex items-start gap-3.5 px-5 py-3.5">
      <span
        className={cn(
          'mt-0.5 grid size-9 shrink-0 place-items-center rounded-lg',
          needsYou ? 'bg-warning-soft text-warning-text' : 'bg-muted text-muted-foreground',
        )}
      >
        {isSending ? (
          <Spinner className="size-4.5" />
        ) : (
          <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
        )}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm font-medium">
          <span className="min-w-0 break-words">{name}</span>
          {needsYou && <Badge tone="warning">{t('needsYouBadge')}</Badge>}
        </p>
        <p className="mt-0.5 text-[13px] text-muted-foreground">
          {standing} · {t('since', { when: format.instant(createdAt) })}
        </p>
        {error !== null && !isSending && error.code !== 'offline' && (
          <p className={cn('mt-1 text-[13px] leading-snug', needsYou && 'text-warning-text')}>
            {error.message}
          </p>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-0.5">
        {!isOffline && (
          <IconButton
            label={t('retryNamed', { name })}
            // Not disabled: it keeps the focus while it is tried.
            aria-disabled={isSending}
            onClick={() => !isSending && retry.mutate(id)}
          >
            <RotateCw aria-hidden />
          </IconButton>
        )}
        <IconButton
          label={t('clearNamed', { name })}
          aria-disabled={isSending}
          onClick={() => !isSending && onClear()}
        >
          <X aria-hidden />
        </IconButton>
      </div>
    </li>
  );
}
