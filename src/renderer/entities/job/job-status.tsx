import { Ban, CircleCheck, CircleX, Clock3, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { JobStatus } from '#shared/contracts/jobs.ts';
import { cn } from '#renderer/lib/cn.ts';

const ICONS: Record<JobStatus, readonly [LucideIcon, string]> = {
  queued: [Clock3, 'text-muted-foreground'],
  running: [LoaderCircle, 'animate-spin text-primary-text'],
  done: [CircleCheck, 'text-success'],
  failed: [CircleX, 'text-danger'],
  cancelled: [Ban, 'text-muted-foreground'],
};

/** Decorative: the status stands in words beside it. */
export function JobStatusIcon({ status, className }: { status: JobStatus; className?: string }) {
  const [Icon, colour] = ICONS[status];
  return <Icon aria-hidden className={cn('size-[18px] shrink-0', colour, className)} strokeWidth={1.8} />;
}
