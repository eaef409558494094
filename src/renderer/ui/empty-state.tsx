import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  text?: ReactNode;
  /** The next step, as a button. Every empty state has one where there is something to do. */
  action?: ReactNode;
  secondaryAction?: ReactNode;
  /** Small, for a panel inside a page. */
  compact?: boolean;
  /** The page's own heading where nothing else gives it one. */
  heading?: 'h1' | 'h2';
  className?: string;
};

/** Says why there is nothing and what to do next; used for empty lists and for filters that match nothing. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  action,
  secondaryAction,
  compact = false,
  heading,
  className,
}: EmptyStateProps) {
  const Title = heading ?? 'p';
  return (
    <div
      className={cn(
        'flex flex-col items-center justify-center text-center',
        compact ? 'gap-1.5 px-4 py-8' : 'gap-2 px-6 py-16',
        className,
      )}
    >
      <span
        aria-hidden
        className={cn(
          'mb-2 grid place-items-center rounded-2xl bg-primary-soft text-primary-text',
          compact ? 'size-9 rounded-xl' : 'size-14',
        )}
      >
        <Icon className={compact ? 'size-4.5' : 'size-6'} strokeWidth={1.6} />
      </span>
      <Title className={cn('font-semibold', compact ? 'text-sm' : 'text-base tracking-[-0.3px]')}>
        {title}
      </Title>
      {text !== undefined && <p className="max-w-sm text-sm leading-relaxed text-muted-foreground">{text}</p>}
      {(action !== undefined || secondaryAction !== undefined) && (
        <div className="mt-3 flex flex-wrap items-center justify-center gap-2">
          {action}
          {secondaryAction}
        </div>
      )}
    </div>
  );
}
