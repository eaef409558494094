import type { CheckpointListItem } from './checkpoints.ts';
import type { ItemKind } from './common.ts';
import type { TaskListItem } from './tasks.ts';

export type RecentItem = {
  readonly kind: ItemKind;
  readonly id: string;
  readonly title: string;
  readonly projectName: string | null;
  readonly updatedAt: number;
};

/** The daily desk in one answer. Lists are capped; the counts are whole. */
export type HomeDesk = {
  readonly today: string;
  readonly overdue: readonly TaskListItem[];
  readonly overdueCount: number;
  /** Due or planned today. */
  readonly todayTasks: readonly TaskListItem[];
  readonly todayCount: number;
  readonly todayEstimateMinutes: number;
  readonly doneTodayCount: number;
  /** The next seven days after today. */
  readonly upcoming: readonly TaskListItem[];
  readonly upcomingCount: number;
  readonly suggested: readonly TaskListItem[];
  readonly suggestedCount: number;
  readonly checkpoints: readonly CheckpointListItem[];
  readonly recent: readonly RecentItem[];
  readonly isEmptyWorkspace: boolean;
};
