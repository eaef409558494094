import { CircleCheck, CircleDashed, CirclePause, CirclePlay, CircleX, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PROJECT_STATUSES } from '#shared/contracts/choices.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import { cn } from '#renderer/lib/cn.ts';
import type { SelectOption } from '#renderer/ui/select.tsx';

const LOOKS: Readonly<Record<ProjectStatus, { icon: LucideIcon; tone: string }>> = {
  active: { icon: CirclePlay, tone: 'text-success-text' },
  planned: { icon: CircleDashed, tone: 'text-info-text' },
  on_hold: { icon: CirclePause, tone: 'text-warning-text' },
  completed: { icon: CircleCheck, tone: 'text-secondary-text' },
  cancelled: { icon: CircleX, tone: 'text-muted-foreground' },
};

/** The order people think of them in: what is under way first, what is over last. */
export const STATUS_ORDER: readonly ProjectStatus[] = [
  'active',
  'planned',
  'on_hold',
  'completed',
  'cancelled',
];

export function isOver(status: ProjectStatus): boolean {
  return status === 'completed' || status === 'cancelled';
}

export function ProjectStatusIcon({ status, className }: { status: ProjectStatus; className?: string }) {
  const { icon: Icon, tone } = LOOKS[status];
  return <Icon aria-hidden className={cn('size-4 shrink-0', tone, className)} strokeWidth={1.9} />;
}

/** The icon and the word: colour alone says nothing. */
export function ProjectStatusLabel({ status, className }: { status: ProjectStatus; className?: string }) {
  const { t } = useTranslation('projects');
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-1.5', className)}>
      <ProjectStatusIcon status={status} className="size-3.5" />
      {t(`status_${status}`)}
    </span>
  );
}

export function useStatusOptions(): readonly SelectOption<ProjectStatus>[] {
  const { t } = useTranslation('projects');
  return STATUS_ORDER.filter((status) => PROJECT_STATUSES.includes(status)).map((value) => ({
    value,
    label: t(`status_${value}`),
    icon: <ProjectStatusIcon status={value} />,
  }));
}
