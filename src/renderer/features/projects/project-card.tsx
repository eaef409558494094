import { Pin } from 'lucide-react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { NextCheckpoint, ProjectBar, ProjectDue } from '#renderer/entities/project/project-facts.tsx';
import { projectProgress } from '#renderer/entities/project/project-progress.ts';
import { isOver } from '#renderer/entities/project/project-status.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { colourValue } from '#renderer/lib/palette.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';

type ProjectCardProps = {
  project: ProjectListItem;
  isSelected?: boolean;
  /** Some card is selected: every box shows. */
  isSelecting?: boolean;
  onToggle?(event?: MouseEvent): void;
  onKeyDown?(event: KeyboardEvent): void;
  className?: string;
};

/** A project at a glance: whose it is, how far it is, what comes next. */
export function ProjectCard({
  project,
  isSelected = false,
  isSelecting = false,
  onToggle,
  onKeyDown,
  className,
}: ProjectCardProps) {
  const { t } = useTranslation('projects');
  return (
    <article
      data-project-card={project.id}
      className={cn(
        'group/card relative flex min-h-40 flex-col overflow-hidden rounded-xl border border-border-subtle bg-card p-4 shadow-card transition-[box-shadow,border-color] hover:border-border hover:shadow-raised has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-ring',
        isSelected && 'border-ring bg-primary-soft hover:border-ring',
        className,
      )}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 start-0 w-1"
        style={{ backgroundColor: colourValue(project.colour) }}
      />
      <div className="flex items-start gap-2 ps-1.5">
        <div className="min-w-0 flex-1">
          <h3 className="text-[15px] leading-5">
            <Link
              to="/projects/$projectId"
              params={{ projectId: project.id }}
              onKeyDown={onKeyDown}
              onClick={(event) => {
                if (!onToggle || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
                event.preventDefault();
                onToggle(event);
              }}
              className="outline-none after:absolute after:inset-0 after:rounded-xl"
            >
              <span
                dir="auto"
                className={cn('line-clamp-2', isOver(project.status) && 'text-muted-foreground')}
              >
                {project.name}
              </span>
            </Link>
          </h3>
          <p dir="auto" className="mt-0.5 truncate text-meta">
            {project.clientName ?? t('noClient')}
          </p>
        </div>
        {project.isPrivate && <PrivateMark className="relative z-10 mt-0.5 group-hover/card:invisible" />}
        {project.isPinned && (
          <Pin
            role="img"
            aria-label={t('pinned')}
            className="mt-0.5 size-3.5 shrink-0 text-primary-text group-hover/card:invisible"
          />
        )}
        {onToggle && (
          <Checkbox
            checked={isSelected}
            aria-label={t('selectNamed', { name: project.name })}
            onClick={(event) => {
              event.stopPropagation();
              onToggle(event);
            }}
            className={cn(
              'absolute end-4 top-4.5 z-10 bg-card opacity-0 transition-opacity group-focus-within/card:opacity-100 group-hover/card:opacity-100 focus-visible:opacity-100',
              (isSelected || isSelecting) && 'opacity-100',
            )}
          />
        )}
      </div>
      <CardFacts project={project} />
    </article>
  );
}

function CardFacts({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const { total, leftMinutes } = projectProgress(project);
  return (
    <div className="mt-auto flex flex-col gap-2.5 ps-1.5 pt-4">
      <div className="flex items-center gap-2 text-meta tabular-nums">
        <span className="truncate">
          {total === 0 ? t('noTasksYet') : t('doneOf', { done: project.doneTaskCount, total })}
          {leftMinutes > 0 && ` · ${t('left', { time: format.duration(leftMinutes) })}`}
        </span>
        {project.overdueTaskCount > 0 && (
          <span className="ms-auto shrink-0 font-medium text-danger-text">
            {t('overdueCount', { count: project.overdueTaskCount })}
          </span>
        )}
      </div>
      <ProjectBar project={project} />
      <div className="flex min-h-4 items-center gap-3 text-meta">
        <NextCheckpoint project={project} className="flex-1" />
        <ProjectDue project={project} className="ms-auto shrink-0" />
      </div>
    </div>
  );
}
