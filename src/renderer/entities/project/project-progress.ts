import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { today, type LocalDate } from '#renderer/lib/dates.ts';
import { isOver } from './project-status.tsx';

type Counted = Pick<
  ProjectListItem,
  'openTaskCount' | 'doneTaskCount' | 'estimateMinutes' | 'doneEstimateMinutes'
>;

export type ProjectProgress = {
  readonly total: number;
  /** 0 to 1; 0 while there is nothing to do. */
  readonly share: number;
  readonly leftMinutes: number;
};

export function projectProgress(project: Counted): ProjectProgress {
  const total = project.openTaskCount + project.doneTaskCount;
  return {
    total,
    share: total === 0 ? 0 : project.doneTaskCount / total,
    leftMinutes: Math.max(project.estimateMinutes - project.doneEstimateMinutes, 0),
  };
}

/** Past its day and not over. */
export function isProjectLate(
  project: Pick<ProjectListItem, 'dueDate' | 'status'>,
  day: LocalDate = today(),
): boolean {
  return project.dueDate !== null && project.dueDate < day && !isOver(project.status);
}
