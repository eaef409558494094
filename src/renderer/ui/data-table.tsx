import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

/** A plain table for short, regular facts (import reports, budgets). Long lists use VirtualList. */
export function DataTable({ className, ...props }: ComponentProps<'table'>) {
  return (
    <div className="w-full overflow-x-auto">
      <table
        className={cn('w-full border-collapse text-sm [&_tbody_tr:last-child_td]:border-0', className)}
        {...props}
      />
    </div>
  );
}

export function DataHead({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 border-b border-border-subtle px-3 text-start text-xs font-medium text-muted-foreground',
        className,
      )}
      {...props}
    />
  );
}

export function DataCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-11 border-b border-border-subtle px-3 align-middle', className)} {...props} />;
}
