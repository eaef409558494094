import { Tabs as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from '../lib/cn.ts';

export const Tabs = Primitive.Root;

export function TabsList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      className={cn('flex items-center gap-5 border-b border-border-subtle', className)}
      {...props}
    />
  );
}

type TabProps = ComponentProps<typeof Primitive.Trigger> & { count?: number };

export function Tab({ className, count, children, ...props }: TabProps) {
  return (
    <Primitive.Trigger
      className={cn(
        'relative -mb-px flex h-10 items-center gap-1.5 rounded-t-md border-b-2 border-transparent text-sm font-medium text-muted-foreground transition-colors hover:text-foreground data-[state=active]:border-primary data-[state=active]:text-foreground',
        className,
      )}
      {...props}
    >
      {children}
      {count !== undefined && <span className="text-meta tabular-nums">{count}</span>}
    </Primitive.Trigger>
  );
}

export function TabPanel({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn('pt-5', className)} {...props} />;
}
