import { Link } from '@tanstack/react-router';
import { Bell, Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notification } from '#shared/contracts/notifications.ts';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useDismiss, useNotifications } from './queries.ts';

/** What plugins tell, behind a bell with a quiet dot: it never opens by itself. */
export function NotificationBell() {
  const { t } = useTranslation('notifications');
  const { data } = useNotifications();
  const [isOpen, setIsOpen] = useState(false);
  const unreadCount = data?.unread ?? 0;
  const label = unreadCount > 0 ? t('unread', { count: unreadCount }) : t('title');
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <IconButton label={label} side="right" className="relative">
          <Bell aria-hidden />
          {unreadCount > 0 && (
            <span
              aria-hidden
              className="absolute end-1.5 top-1.5 size-2 rounded-full border-2 border-sidebar bg-ring box-content"
            />
          )}
        </IconButton>
      </PopoverTrigger>
      <PopoverContent side="right" align="start" aria-label={t('title')} className="w-88 p-0">
        <NotificationList onLeave={() => setIsOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function NotificationList({ onLeave }: { onLeave(): void }) {
  const { t } = useTranslation('notifications');
  const { data, error, refetch } = useNotifications();
  const dismiss = useDismiss();
  if (error && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (data === undefined) return <ListSkeleton rows={3} />;
  if (data.items.length === 0)
    return <EmptyState compact icon={Bell} title={t('none')} text={t('noneText')} />;
  return (
    <>
      <header className="flex h-12 items-center gap-2 ps-4 pe-2">
        <h2 className="flex-1 text-sm font-semibold">{t('title')}</h2>
        {data.unread > 0 && (
          <Button
            size="xs"
            variant="ghost"
            busy={dismiss.isPending}
            onClick={() => dismiss.mutate(undefined)}
          >
            {t('dismissAll')}
          </Button>
        )}
      </header>
      <ul className="flex max-h-96 flex-col overflow-y-auto px-1.5 pb-1.5">
        {data.items.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            onDismiss={() => dismiss.mutate([notification.id])}
            onLeave={onLeave}
          />
        ))}
      </ul>
    </>
  );
}

/** `adiuva://task/<id>` opens that task, `adiuva://inbox` what waits; of a plugin's own, without a link, its page. */
function pathOf({ link, source }: Notification): string | undefined {
  if (link === 'adiuva://inbox') return '/inbox';
  const [, kind, id] = /^adiuva:\/\/([a-z]+)\/([0-9a-f-]{36})$/.exec(link ?? '') ?? [];
  const known = ITEM_KINDS.find((name) => name === kind);
  if (known !== undefined && id !== undefined) return itemPath(known, id);
  const plugin = /^plugin:([a-z0-9-]+)$/.exec(source)?.[1];
  return plugin === undefined ? undefined : `/plugins/${plugin}`;
}

type NotificationRowProps = { notification: Notification; onDismiss(): void; onLeave(): void };

function NotificationRow({ notification, onDismiss, onLeave }: NotificationRowProps) {
  const { t } = useTranslation('notifications');
  const format = useFormat();
  const { title, body, source, createdAt, readAt } = notification;
  const path = pathOf(notification);
  const isUnread = readAt === null;
  const open = (): void => {
    if (isUnread) onDismiss();
    onLeave();
  };
  return (
    <li className="relative flex items-start gap-2.5 rounded-lg px-2.5 py-2 hover:bg-muted">
      <span
        aria-hidden
        className={cn('mt-1.5 size-2 shrink-0 rounded-full', isUnread ? 'bg-ring' : 'bg-transparent')}
      />
      <div className="min-w-0 flex-1">
        <p dir="auto" className={cn('text-sm wrap-anywhere', isUnread && 'font-medium')}>
          {path === undefined ? (
            title
          ) : (
            <Link
              to={path}
              onClick={open}
              className="rounded-sm after:absolute after:inset-0 after:rounded-lg after:content-['']"
            >
              {title}
            </Link>
          )}
        </p>
        {body !== '' && (
          <p dir="auto" className="mt-0.5 line-clamp-3 text-[13px] leading-snug text-muted-foreground">
            {body}
          </p>
        )}
        <p className="mt-0.5 text-meta">
          {t('fromNamed', { name: source.replace(/^plugin:/, '') })} · {format.ago(createdAt)}
        </p>
      </div>
      {isUnread && (
        <IconButton size="xs" label={t('dismissNamed', { title })} className="relative" onClick={onDismiss}>
          <Check aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
