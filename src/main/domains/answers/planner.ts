import type { TaskListItem } from '#shared/contracts/tasks.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';

/** A day to fill: how much work it takes, and what stands on it already. */
export type OpenDay = {
  readonly date: LocalDate;
  /** Hours of work less what the calendar takes. */
  readonly freeMinutes: number;
};
export type PlanTask = Pick<
  TaskListItem,
  'id' | 'title' | 'dueDate' | 'dueTime' | 'plannedDate' | 'priority' | 'status' | 'estimateMinutes'
>;
export type Placed<T extends PlanTask> = {
  readonly task: T;
  readonly date: LocalDate;
  readonly minutes: number;
  readonly isGuess: boolean;
  /** Stands there already. */
  readonly isSettled: boolean;
  /** Goes over the day's hours, because its due date leaves no other day. */
  readonly isOver: boolean;
};
export type Plan<T extends PlanTask> = {
  readonly placed: readonly Placed<T>[];
  /** What can wait and found no room. */
  readonly left: readonly T[];
};

const GUESS_MINUTES = 30;
/** A day planned to the last minute holds until the first phone call. */
const FILL = 0.85;
const PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'];

export function guessMinutes({ estimateMinutes }: Pick<PlanTask, 'estimateMinutes'>): number {
  return estimateMinutes === null || estimateMinutes === 0 ? GUESS_MINUTES : estimateMinutes;
}

/**
 * Gives each task a day. What has a day within the span keeps it. The others go, the most pressing first, to the
 * first day with room up to their due date; what is due within the span and fits nowhere goes to the day with most room all
 * the same and says so, and what is late already waits. The same input gives the same plan.
 */
export function planDays<T extends PlanTask>(days: readonly OpenDay[], tasks: readonly T[]): Plan<T> {
  const [first] = days;
  if (first === undefined) return { placed: [], left: [...tasks] };
  const used = new Map(days.map(({ date }) => [date, 0]));
  const placed: Placed<T>[] = [];
  const put = (task: T, date: LocalDate, how: { isSettled: boolean; isOver: boolean }) => {
    const minutes = guessMinutes(task);
    used.set(date, (used.get(date) ?? 0) + minutes);
    placed.push({ task, date, minutes, isGuess: minutes !== task.estimateMinutes, ...how });
  };
  const settled = new Set<string>();
  for (const task of tasks) {
    const day = settledDay(task, used);
    if (day === undefined) continue;
    settled.add(task.id);
    put(task, day, { isSettled: true, isOver: false });
  }
  const left: T[] = [];
  for (const task of tasks.filter(({ id }) => !settled.has(id)).toSorted(byUrgency)) {
    const minutes = guessMinutes(task);
    const inTime = days.filter(({ date }) => task.dueDate === null || date <= task.dueDate);
    // What is late already has no day in time: any will do, the sooner the better.
    const choices = inTime.length > 0 ? inTime : days;
    const room = ({ date, freeMinutes }: OpenDay) => freeMinutes * FILL - (used.get(date) ?? 0);
    const fitting = choices.find((day) => room(day) >= minutes);
    const widest = choices.toSorted((a, b) => room(b) - room(a) || (a.date < b.date ? -1 : 1))[0] ?? first;
    const mustBe = inTime.length > 0 && task.dueDate !== null && task.dueDate <= (days.at(-1)?.date ?? '');
    // Longer than any day: it begins on the freest one.
    const isLong = days.every(({ freeMinutes }) => freeMinutes * FILL < minutes) && room(widest) > 0;
    if (fitting) put(task, fitting.date, { isSettled: false, isOver: false });
    else if (mustBe || isLong) put(task, widest.date, { isSettled: false, isOver: true });
    else left.push(task);
  }
  return { placed: placed.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)), left };
}

/** The planned day, while it does not stand after the due date; what is due at an hour happens then. */
function settledDay(task: PlanTask, days: ReadonlyMap<LocalDate, number>): LocalDate | undefined {
  const { plannedDate, dueDate, dueTime } = task;
  if (dueTime !== null && dueDate !== null && days.has(dueDate)) return dueDate;
  if (plannedDate === null || !days.has(plannedDate)) return undefined;
  return dueDate !== null && plannedDate > dueDate && [...days.keys()].some((day) => day <= dueDate)
    ? undefined
    : plannedDate;
}

/** By due date, those without one last; then by priority, then what is begun, then by name. */
function byUrgency(a: PlanTask, b: PlanTask): number {
  const dueA = a.dueDate ?? '9999-12-31';
  const dueB = b.dueDate ?? '9999-12-31';
  if (dueA !== dueB) return dueA < dueB ? -1 : 1;
  const weight = PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority);
  if (weight !== 0) return weight;
  const begun = Number(b.status === 'in_progress') - Number(a.status === 'in_progress');
  return begun !== 0 ? begun : a.id < b.id ? -1 : 1;
}
