import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

type RowLayoutProps = {
  /** Tick, icon or avatar. */
  leading?: ReactNode;
  title: ReactNode;
  /** Small quiet facts right after the title. */
  meta?: ReactNode;
  /** Facts at the end: date, project, amount. */
  trailing?: ReactNode;
  /** Shown on hover and while anything in the row has the focus. */
  actions?: ReactNode;
  /** A finished or archived item: struck through and quiet. */
  muted?: boolean;
  className?: string;
};

/** The anatomy every row of every list shares, so that the eye finds things in the same place. */
export function RowLayout({
  leading,
  title,
  meta,
  trailing,
  actions,
  muted = false,
  className,
}: RowLayoutProps) {
  return (
    <div className={cn('flex h-full min-h-11 items-center gap-3 px-3', className)}>
      {leading}
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <span
          dir="auto"
          className={cn(
            'truncate text-sm',
            muted && 'text-muted-foreground line-through decoration-muted-foreground/50',
          )}
        >
          {title}
        </span>
        {meta !== undefined && (
          <span className="hidden min-w-0 shrink items-center gap-1.5 overflow-hidden text-meta sm:flex">
            {meta}
          </span>
        )}
      </div>
      {trailing !== undefined && (
        <div className="flex shrink-0 items-center gap-3 text-meta tabular-nums">{trailing}</div>
      )}
      {actions !== undefined && (
        <div className="flex shrink-0 items-center opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-[state=open]:opacity-100">
          {actions}
        </div>
      )}
    </div>
  );
}

/** A heading inside a VirtualList. */
export function RowGroupHeading({
  children,
  count,
  actions,
}: {
  children: ReactNode;
  count?: number;
  actions?: ReactNode;
}) {
  return (
    <div className="flex h-full flex-col justify-end px-3 pb-1.5">
      <div className="flex items-baseline gap-2 text-[13px] leading-5 font-semibold text-muted-foreground">
        {children}
        {count !== undefined && <span className="text-xs font-normal tabular-nums">{count}</span>}
        {actions !== undefined && <span className="ms-auto">{actions}</span>}
      </div>
    </div>
  );
}
