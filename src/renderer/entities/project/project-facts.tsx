import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { CheckpointMark } from '#renderer/entities/checkpoint/checkpoint-mark.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { colourValue } from '#renderer/lib/palette.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import { isProjectLate, projectProgress } from './project-progress.ts';

/** The day a project is due; red and in words once it has passed. */
export function ProjectDue({ project, className }: { project: ProjectListItem; className?: string }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  if (project.dueDate === null) return null;
  const isLate = isProjectLate(project);
  return (
    <span
      title={format.longDate(project.dueDate)}
      className={cn(
        'inline-flex items-center gap-1.5 tabular-nums',
        isLate && 'font-medium text-danger-text',
        className,
      )}
    >
      <CalendarDays aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{isLate ? t('late') : t('due')}: </span>
      {format.day(project.dueDate)}
    </span>
  );
}

export function NextCheckpoint({ project, className }: { project: ProjectListItem; className?: string }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const next = project.nextCheckpoint;
  if (next === null) return null;
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
      <CheckpointMark colour={project.colour} className="size-3" />
      <span className="sr-only">{t('nextCheckpoint')}: </span>
      <span dir="auto" className="truncate">
        {next.title}
      </span>
      {next.dueDate !== null && <span className="shrink-0 tabular-nums">· {format.day(next.dueDate)}</span>}
    </span>
  );
}

/** How much is done, as a bar in the project's colour. */
export function ProjectBar({ project, className }: { project: ProjectListItem; className?: string }) {
  const { t } = useTranslation('projects');
  const { total, share } = projectProgress(project);
  return (
    <Progress
      label={t('progressNamed', { name: project.name, done: project.doneTaskCount, total })}
      value={share}
      colour={colourValue(project.colour)}
      className={className}
    />
  );
}
