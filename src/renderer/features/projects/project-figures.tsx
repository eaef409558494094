import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { CheckpointMark } from '#renderer/entities/checkpoint/checkpoint-mark.tsx';
import { isProjectLate, projectProgress } from '#renderer/entities/project/project-progress.ts';
import { ProjectBar } from '#renderer/entities/project/project-facts.tsx';
import { cn } from '#renderer/lib/cn.ts';
import { daysBetween, today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { colourValue } from '#renderer/lib/palette.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Progress } from '#renderer/ui/progress.tsx';

/** Where the project stands, in four figures. */
export function ProjectFigures({ project }: { project: ProjectListItem }) {
  return (
    <Card className="grid grid-cols-2 gap-px overflow-hidden bg-border-subtle xl:grid-cols-4">
      <TasksFigure project={project} />
      <EffortFigure project={project} />
      <BudgetFigure project={project} />
      <NextFigure project={project} />
    </Card>
  );
}

type FigureProps = {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: 'danger';
  children?: ReactNode;
};

function Figure({ label, value, note, tone, children }: FigureProps) {
  return (
    <div className="flex min-h-27 flex-col gap-1 bg-card px-4 py-3.5">
      <span className="text-meta">{label}</span>
      <span
        className={cn(
          'truncate text-lg font-semibold tracking-[-0.4px] tabular-nums',
          tone === 'danger' && 'text-danger-text',
        )}
      >
        {value}
      </span>
      {note !== undefined && <span className="line-clamp-2 text-meta tabular-nums">{note}</span>}
      {children !== undefined && <div className="mt-auto pt-1.5">{children}</div>}
    </div>
  );
}

function TasksFigure({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const { total, share } = projectProgress(project);
  return (
    <Figure
      label={t('tasks')}
      value={total === 0 ? '–' : format.percent(share)}
      note={
        <>
          {total === 0 ? t('noTasksYet') : t('doneOf', { done: project.doneTaskCount, total })}
          {project.overdueTaskCount > 0 && (
            <span className="text-danger-text">
              {' '}
              · {t('overdueCount', { count: project.overdueTaskCount })}
            </span>
          )}
        </>
      }
    >
      <ProjectBar project={project} />
    </Figure>
  );
}

function EffortFigure({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const { estimateMinutes, doneEstimateMinutes, budgetMinutes } = project;
  const whole = budgetMinutes ?? estimateMinutes;
  if (whole === 0) return <Figure label={t('effort')} value="–" note={t('noEstimates')} />;
  const over = budgetMinutes === null ? 0 : estimateMinutes - budgetMinutes;
  return (
    <Figure
      label={t('effort')}
      value={format.duration(doneEstimateMinutes)}
      note={
        <>
          {t('ofEffort', { time: format.duration(whole) })}
          {over > 0 && (
            <span className="text-danger-text"> · {t('overBudget', { time: format.duration(over) })}</span>
          )}
        </>
      }
    >
      <Progress
        label={t('effort')}
        value={doneEstimateMinutes / whole}
        colour={over > 0 ? 'var(--danger)' : colourValue(project.colour)}
      />
    </Figure>
  );
}

function BudgetFigure({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const preferences = usePreferences();
  const currency = project.currency ?? preferences.currency;
  if (project.budgetMinor === null) return <Figure label={t('budget')} value="–" note={t('noBudget')} />;
  const minutes = project.budgetMinutes ?? project.estimateMinutes;
  const hourly = minutes === 0 ? undefined : Math.round(project.budgetMinor / (minutes / 60));
  return (
    <Figure
      label={t('budget')}
      value={format.money(project.budgetMinor, currency)}
      note={hourly === undefined ? undefined : t('perHour', { amount: format.money(hourly, currency) })}
    />
  );
}

function NextFigure({ project }: { project: ProjectListItem }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const next = project.nextCheckpoint;
  const date = next?.dueDate ?? project.dueDate;
  const days = date === null ? undefined : daysBetween(today(), date);
  const isLate = next === null ? isProjectLate(project) : days !== undefined && days < 0;
  return (
    <Figure
      label={next === null ? t('due') : t('nextCheckpoint')}
      value={date === null ? '–' : format.day(date)}
      tone={isLate ? 'danger' : undefined}
      note={
        next === null ? (
          days === undefined ? (
            t('noDue')
          ) : (
            t(days < 0 ? 'daysLate' : 'daysLeft', { count: Math.abs(days) })
          )
        ) : (
          <span className="flex items-start gap-1.5">
            <CheckpointMark colour={project.colour} className="mt-0.5 size-3" />
            <span dir="auto">{next.title}</span>
          </span>
        )
      }
    />
  );
}
