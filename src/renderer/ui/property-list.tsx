import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';

/** Facts of one item, a name and a value a line, so that the values stand under each other. */
export function PropertyList({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn('flex flex-col gap-0.5', className)}>{children}</div>;
}

type PropertyProps = { label: string; icon?: LucideIcon; children: ReactNode; className?: string };

/** One fact. The control inside brings its own accessible name. */
export function Property({ label, icon: Icon, children, className }: PropertyProps) {
  return (
    <div className={cn('flex min-h-9 items-start gap-3', className)}>
      <span className="flex h-9 w-26 shrink-0 items-center gap-2 text-[13px] text-muted-foreground">
        {Icon && <Icon aria-hidden className="size-3.5 shrink-0" />}
        <span className="truncate">{label}</span>
      </span>
      <div className="flex min-h-9 min-w-0 flex-1 items-center">{children}</div>
    </div>
  );
}
