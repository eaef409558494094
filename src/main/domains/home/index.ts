/** Home: the daily desk, gathered from the other domains in one answer. */
import type { HomeDesk } from '#shared/contracts/home.ts';
import { taskListInputSchema, type TaskFilter } from '#shared/contracts/tasks.ts';
import { addDays, type Clock } from '#shared/kernel/clock.ts';
import type { Checkpoints } from '#main/domains/checkpoints/index.ts';
import type { Tasks } from '#main/domains/tasks/index.ts';
import type { Store } from '#main/db/store.ts';
import { createHomeStore } from './home.store.ts';

export type Home = { get(): Promise<HomeDesk> };

const SHOWN = 12;
const OPEN: TaskFilter['statuses'] = ['todo', 'in_progress', 'waiting'];

export function createHome(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly tasks: Tasks;
  readonly checkpoints: Checkpoints;
}): Home {
  const { clock, tasks } = deps;
  const reads = createHomeStore(deps.store.reader);
  const list = (filter: TaskFilter, limit = SHOWN) =>
    tasks.list(taskListInputSchema.parse({ statuses: OPEN, withSuggestions: false, ...filter, limit }));
  return {
    async get() {
      const today = clock.today();
      const [overdue, agenda, week, suggested, checkpoints, recent, done, estimate, isEmpty] =
        await Promise.all([
          list({ preset: 'overdue' }),
          list({ preset: 'today' }, SHOWN * 2),
          list({ preset: 'week' }, 80),
          // Open by itself; saying so twice would keep SQLite from the small index of suggestions.
          tasks.list(taskListInputSchema.parse({ preset: 'suggested', limit: 6 })),
          deps.checkpoints.list({ state: 'open', limit: 8, dueTo: addDays(today, 30) }),
          reads.listRecent(10),
          reads.countDoneSince(startOfDayMs(clock)),
          reads.sumEstimateUntil(today),
          reads.isEmpty(),
        ]);
      const upcoming = week.items.filter((task) => (earliest(task) ?? today) > today);
      return {
        today,
        overdue: overdue.items,
        overdueCount: overdue.total,
        todayTasks: agenda.items,
        todayCount: agenda.total,
        todayEstimateMinutes: estimate,
        doneTodayCount: done,
        upcoming: upcoming.slice(0, SHOWN),
        upcomingCount: Math.max(0, week.total - agenda.total - overdue.total),
        suggested: suggested.items,
        suggestedCount: suggested.total,
        checkpoints: checkpoints.items,
        recent,
        isEmptyWorkspace: isEmpty,
      };
    },
  };
}

function earliest(task: {
  readonly dueDate: string | null;
  readonly plannedDate: string | null;
}): string | null {
  const days = [task.dueDate, task.plannedDate].filter((day) => day !== null).sort();
  return days[0] ?? null;
}

/** The midnight before now in the machine's time zone, as milliseconds since the Unix epoch. */
function startOfDayMs(clock: Clock): number {
  return new Date(`${clock.today()}T00:00:00`).getTime();
}
