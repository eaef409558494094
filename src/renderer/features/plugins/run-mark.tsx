import { Ban, CircleCheck, CircleX, LoaderCircle, ShieldX, type LucideIcon } from 'lucide-react';
import type { PluginRun } from '#shared/contracts/plugins.ts';
import { cn } from '#renderer/lib/cn.ts';

const MARKS: Readonly<Record<PluginRun['outcome'], readonly [LucideIcon, string]>> = {
  running: [LoaderCircle, 'animate-spin text-primary-text'],
  done: [CircleCheck, 'text-success'],
  failed: [CircleX, 'text-danger'],
  refused: [ShieldX, 'text-warning'],
  cancelled: [Ban, 'text-muted-foreground'],
};

/** Decorative: the outcome stands in words beside it. */
export function RunMark({ outcome, className }: { outcome: PluginRun['outcome']; className?: string }) {
  const [Icon, colour] = MARKS[outcome];
  return <Icon aria-hidden className={cn('size-[18px] shrink-0', colour, className)} strokeWidth={1.8} />;
}
