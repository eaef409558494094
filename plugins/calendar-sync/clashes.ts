import type { Task } from '#sdk';
import { addDays, daysFrom, minutesOf, weekdayOf } from './days.ts';
import { daysOf, spanOn, type LocalEvent } from './events.ts';

export type WorkingDay = {
  /** Minutes since midnight between which events take working time. */
  readonly from: number;
  readonly to: number;
  /** Minutes of work that fit in a day. */
  readonly minutes: number;
  /** Monday is 1. */
  readonly days: ReadonlySet<number>;
};

export type PlannedTask = Pick<
  Task,
  'id' | 'title' | 'priority' | 'dueDate' | 'dueTime' | 'plannedDate' | 'estimateMinutes'
>;

/** Two events that want the same time. */
export type EventClash = { readonly first: LocalEvent; readonly second: LocalEvent; readonly day: string };

export type Move = {
  readonly task: PlannedTask;
  readonly from: string;
  readonly to: string;
  /** The event that is in the way; of several, the longest. */
  readonly event: LocalEvent;
  readonly because: 'all_day' | 'due_time' | 'too_much';
  /** Minutes that the events and the tasks of the day take. */
  readonly eventMinutes: number;
  readonly taskMinutes: number;
};

/** What a task without an estimate is taken to need. */
const UNKNOWN_MINUTES = 30;
const LOOK_AHEAD_DAYS = 60;
const RANKS = ['none', 'low', 'medium', 'high', 'urgent'];

/** Pairs of busy, timed events that overlap. The same event in two calendars is one event. */
export function findEventClashes(events: readonly LocalEvent[]): readonly EventClash[] {
  const timed = events
    .filter(({ isAllDay, isBusy, event }) => !isAllDay && isBusy && event.endMs > event.startMs)
    .toSorted((left, right) => left.event.startMs - right.event.startMs);
  const clashes: EventClash[] = [];
  timed.forEach((first, index) => {
    for (const second of timed.slice(index + 1)) {
      if (second.event.startMs >= first.event.endMs) break;
      if (!isSame(first, second)) clashes.push({ first, second, day: second.firstDay });
    }
  });
  return clashes;
}

function isSame(first: LocalEvent, second: LocalEvent): boolean {
  const isSameTime = first.event.startMs === second.event.startMs && first.event.endMs === second.event.endMs;
  return isSameTime && (first.uid === second.uid || first.title === second.title);
}

export type MovesInput = {
  readonly events: readonly LocalEvent[];
  readonly tasks: readonly PlannedTask[];
  readonly today: string;
  readonly lastDay: string;
  readonly working: WorkingDay;
};

/** Tasks that an event leaves no room for, each with the nearest day that has room. */
export function findMoves(input: MovesInput): readonly Move[] {
  const plan = new Plan(input);
  return daysFrom(input.today, input.lastDay).flatMap((day) => plan.clear(day));
}

/** The days with what is on them; a task that is moved takes its time with it. */
class Plan {
  private readonly input: MovesInput;
  private readonly events = new Map<string, LocalEvent[]>();
  private readonly tasks: Map<string, PlannedTask[]>;

  constructor(input: MovesInput) {
    this.input = input;
    for (const event of input.events.filter(({ isBusy }) => isBusy)) {
      for (const day of daysOf(event)) this.events.set(day, [...(this.events.get(day) ?? []), event]);
    }
    this.tasks = Map.groupBy(input.tasks, dayOf);
  }

  clear(day: string): readonly Move[] {
    const moves: Move[] = [];
    const [longest] = this.eventsOn(day).toSorted(
      (left, right) => this.share(right, day) - this.share(left, day),
    );
    if (longest === undefined || this.share(longest, day) === 0) return moves;
    const eventMinutes = this.eventMinutes(day);
    for (const task of this.byLeast(day)) {
      const taskMinutes = this.taskMinutes(day);
      const over = this.eventAt(task, day);
      const isTooMuch = eventMinutes + taskMinutes > this.input.working.minutes;
      if (over === null && !isTooMuch) continue;
      const to = this.freeDay(task, day);
      if (to === null) continue;
      this.tasks.set(
        day,
        (this.tasks.get(day) ?? []).filter((one) => one !== task),
      );
      this.tasks.set(to, [...(this.tasks.get(to) ?? []), task]);
      const because = over !== null ? 'due_time' : longest.isAllDay ? 'all_day' : 'too_much';
      moves.push({ task, from: day, to, event: over ?? longest, because, eventMinutes, taskMinutes });
    }
    return moves;
  }

  /** What matters least first, and of that what is due last. */
  private byLeast(day: string): readonly PlannedTask[] {
    const rank = ({ priority }: PlannedTask): number => RANKS.indexOf(priority);
    return (this.tasks.get(day) ?? []).toSorted(
      (left, right) => rank(left) - rank(right) || ((left.dueDate ?? '9') < (right.dueDate ?? '9') ? 1 : -1),
    );
  }

  /** The nearest working day with room: after it, or where it would be late then, before it. */
  private freeDay(task: PlannedTask, day: string): string | null {
    const { today } = this.input;
    for (let count = 1; count <= LOOK_AHEAD_DAYS; count += 1) {
      const later = addDays(day, count);
      if (task.dueDate !== null && later > task.dueDate && day <= task.dueDate) break;
      if (this.hasRoom(later, task)) return later;
    }
    for (let earlier = addDays(day, -1); earlier >= today; earlier = addDays(earlier, -1)) {
      if (this.hasRoom(earlier, task)) return earlier;
    }
    return null;
  }

  private hasRoom(day: string, task: PlannedTask): boolean {
    const { working } = this.input;
    if (!working.days.has(weekdayOf(day))) return false;
    return this.eventMinutes(day) + this.taskMinutes(day) + need(task) <= working.minutes;
  }

  /** The event that lies over the time at which the task is due. */
  private eventAt(task: PlannedTask, day: string): LocalEvent | null {
    if (task.dueTime === null || task.dueDate !== day) return null;
    const end = minutesOf(task.dueTime);
    const start = end - Math.min(need(task), UNKNOWN_MINUTES);
    const found = this.eventsOn(day).find((event) => {
      const span = spanOn(event, day);
      return !event.isAllDay && span !== null && span[0] < end && span[1] > start;
    });
    return found ?? null;
  }

  private eventsOn(day: string): readonly LocalEvent[] {
    return this.events.get(day) ?? [];
  }

  private taskMinutes(day: string): number {
    return (this.tasks.get(day) ?? []).reduce((sum, task) => sum + need(task), 0);
  }

  private share(event: LocalEvent, day: string): number {
    const [from, to] = this.clip(event, day);
    return Math.max(0, to - from);
  }

  private clip(event: LocalEvent, day: string): readonly [number, number] {
    const { from, to } = this.input.working;
    const span = spanOn(event, day) ?? [0, 0];
    return [Math.max(from, span[0]), Math.min(to, span[1])];
  }

  /** Working time under events, what overlaps counted once. */
  private eventMinutes(day: string): number {
    const spans = this.eventsOn(day)
      .map((event) => this.clip(event, day))
      .toSorted(([left], [right]) => left - right);
    let total = 0;
    let reached = 0;
    for (const [from, to] of spans) {
      total += Math.max(0, to - Math.max(from, reached));
      reached = Math.max(reached, to);
    }
    return total;
  }
}

/** The day that a task is meant for: as planned, else when it is due. */
function dayOf({ plannedDate, dueDate }: PlannedTask): string {
  return plannedDate ?? dueDate ?? '';
}

function need({ estimateMinutes }: PlannedTask): number {
  return estimateMinutes ?? UNKNOWN_MINUTES;
}
