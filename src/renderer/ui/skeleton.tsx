import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-md bg-accent', className)} />;
}

const WIDTHS = ['w-3/5', 'w-2/5', 'w-1/2', 'w-1/3', 'w-3/4', 'w-2/5'];

/** Rows that stand in for a list while it loads, in the rhythm of the real ones. */
export function ListSkeleton({ rows = 8, className }: { rows?: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={cn('flex flex-col', className)}>
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          className="flex h-11 items-center gap-3 px-3"
          style={{ opacity: 1 - index / (rows + 2) }}
        >
          <Skeleton className="size-[18px] rounded-full" />
          <Skeleton className={cn('h-3', WIDTHS[index % WIDTHS.length])} />
          <Skeleton className="ms-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}

/** Cards that stand in for a grid while it loads. */
export function CardGridSkeleton({ cards = 6, className }: { cards?: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      className={cn('grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4', className)}
    >
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: cards }, (_, index) => (
        <Skeleton key={index} className="h-36 rounded-xl opacity-70" />
      ))}
    </div>
  );
}
