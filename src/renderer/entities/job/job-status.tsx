import {
  Ban,
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock3,
  Hourglass,
  LoaderCircle,
  OctagonX,
  type LucideIcon,
} from 'lucide-react';
import type { JobStatus } from '#shared/contracts/job-status.ts';
import { cn } from '#renderer/lib/cn.ts';

const ICONS: Record<JobStatus, readonly [LucideIcon, string]> = {
  queued: [Clock3, 'text-muted-foreground'],
  running: [LoaderCircle, 'animate-spin text-primary-text'],
  waiting: [Hourglass, 'text-muted-foreground'],
  paused: [CirclePause, 'text-muted-foreground'],
  needs_decision: [CircleAlert, 'text-warning-text'],
  done: [CircleCheck, 'text-success'],
  failed: [CircleX, 'text-danger'],
  cancelled: [Ban, 'text-muted-foreground'],
  set_aside: [OctagonX, 'text-danger'],
};

/** Decorative: the status stands in words beside it. */
export function JobStatusIcon({ status, className }: { status: JobStatus; className?: string }) {
  const [Icon, colour] = ICONS[status];
  return <Icon aria-hidden className={cn('size-[18px] shrink-0', colour, className)} strokeWidth={1.8} />;
}
