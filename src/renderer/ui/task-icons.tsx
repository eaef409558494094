import { Ban, CircleCheck, CircleDashed, CircleDotDashed, CirclePause, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskPriority, TaskStatus } from '#shared/contracts/tasks.ts';
import { cn } from '../lib/cn.ts';

const STATUS: Record<TaskStatus, { icon: LucideIcon; className: string }> = {
  todo: { icon: CircleDashed, className: 'text-muted-foreground' },
  in_progress: { icon: CircleDotDashed, className: 'text-warning' },
  waiting: { icon: CirclePause, className: 'text-info' },
  done: { icon: CircleCheck, className: 'text-success' },
  cancelled: { icon: Ban, className: 'text-subtle-foreground' },
};

type IconProps = {
  /** Give the status to screen readers too; leave out where its name is written beside the icon. */
  labelled?: boolean;
  className?: string;
};

export function StatusIcon({ status, labelled = false, className }: IconProps & { status: TaskStatus }) {
  const { t } = useTranslation();
  const { icon: Icon, className: tone } = STATUS[status];
  const name = labelled ? { role: 'img', 'aria-label': t(`status_${status}`) } : { 'aria-hidden': true };
  return <Icon {...name} className={cn('size-4 shrink-0', tone, className)} />;
}

const LEVEL: Record<TaskPriority, number> = { none: 0, low: 1, medium: 2, high: 3, urgent: 4 };
const TONE: Record<TaskPriority, string> = {
  none: 'text-subtle-foreground',
  low: 'text-info',
  medium: 'text-warning',
  high: 'text-tint-coral',
  urgent: 'text-danger-text',
};

/** Three bars that fill up; urgent is a filled square with a mark, so that it differs in shape and not in colour alone. */
export function PriorityIcon({
  priority,
  labelled = false,
  className,
}: IconProps & { priority: TaskPriority }) {
  const { t } = useTranslation();
  const name = labelled
    ? ({ role: 'img', 'aria-label': `${t('priority')}: ${t(`priority_${priority}`)}` } as const)
    : ({ 'aria-hidden': true } as const);
  const level = LEVEL[priority];
  return (
    <svg
      viewBox="0 0 16 16"
      fill="currentColor"
      {...name}
      className={cn('size-4 shrink-0', TONE[priority], className)}
    >
      {priority === 'urgent' ? (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="3.5" />
          <path d="M8 4.4v4.2M8 11.1v.1" stroke="var(--card)" strokeWidth="1.8" strokeLinecap="round" />
        </>
      ) : (
        [1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4.5 - 2.75}
            y={11 - bar * 3}
            width="3"
            height={bar * 3 + 2.5}
            rx="1"
            opacity={level >= bar ? 1 : 0.3}
          />
        ))
      )}
    </svg>
  );
}
