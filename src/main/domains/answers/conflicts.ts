import type { AnswerItem } from '#shared/contracts/answers.ts';
import { checkpointListInputSchema } from '#shared/contracts/checkpoints.ts';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import { eventItem, itemsPart, taskItem } from './answer-items.ts';
import { placeOf, type AnswerSources, type Asked, type Found, type PlaceFilter } from './asked.ts';
import { busyMinutes, minuteOf, spanOn } from './calendar.ts';
import { guessMinutes } from './planner.ts';
import { listOpen, next, thisWeek } from './task-answers.ts';
import type { AnswerWords, DayFormat } from './words.ts';

type Sources = Pick<AnswerSources, 'tasks' | 'listEvents' | 'hoursPerDay' | 'checkpoints'>;
type Telling = { readonly words: AnswerWords; readonly format: DayFormat; readonly today: LocalDate };
type Days = { readonly from: LocalDate; readonly to: LocalDate };

export async function answerConflicts(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format } = asked;
  const period = asked.period ?? thisWeek(asked);
  const items = await findConflicts(sources, { ...period, place: placeOf(asked) }, asked);
  const when = words.period(period, format);
  const text = items.length === 0 ? words.nothingConflicts(when) : words.conflicts(items.length, when);
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(words.titles.conflicts, items),
      next(words.next.plan, words.next.overdue),
    ],
  };
}

/**
 * What cannot all be true: events at one time, a task due while an event goes on, more work on a day than it has
 * hours, a task due before the checkpoint that it waits for, a day of work after the due date. By day.
 */
export async function findConflicts(
  sources: Sources,
  { from, to, place = {} }: Days & { readonly place?: PlaceFilter },
  telling: Telling,
): Promise<readonly AnswerItem[]> {
  const [events, due, planned, hours] = await Promise.all([
    sources.listEvents({ from, to, ...place }),
    listOpen(sources, { ...place, dueFrom: from, dueTo: to }),
    listOpen(sources, { ...place, plannedFrom: from, plannedTo: to }),
    sources.hoursPerDay(),
  ]);
  const tasks = [...new Map([...due.items, ...planned.items].map((task) => [task.id, task])).values()];
  const found = [
    ...eventClashes(events, telling),
    ...taskClashes(due.items, events, telling),
    ...fullDays({ from, to }, { tasks, events, minutes: hours * 60 }, telling),
    ...(await checkpointClashes(sources, tasks, telling)),
    ...plannedTooLate(tasks, telling),
  ];
  return found.sort((a, b) =>
    (a.date ?? '') < (b.date ?? '') ? -1 : (a.date ?? '') > (b.date ?? '') ? 1 : 0,
  );
}

function eventClashes(events: readonly ExternalEvent[], { words }: Telling): AnswerItem[] {
  const timed = events.filter(({ startsAt, endsAt }) => startsAt !== null && endsAt !== null);
  return timed.flatMap((first, index) =>
    timed.slice(index + 1).flatMap((second) => {
      const isApart =
        (first.endsAt ?? 0) <= (second.startsAt ?? 0) || (second.endsAt ?? 0) <= (first.startsAt ?? 0);
      // The same meeting, in two calendars.
      if (isApart || (first.title === second.title && first.startsAt === second.startsAt)) return [];
      const later = (first.startsAt ?? 0) < (second.startsAt ?? 0) ? second : first;
      return { ...eventItem(later, { words }), detail: words.clash.events(first.title, second.title) };
    }),
  );
}

function taskClashes(
  tasks: readonly TaskListItem[],
  events: readonly ExternalEvent[],
  telling: Telling,
): AnswerItem[] {
  return tasks.flatMap((task) => {
    const { dueDate, dueTime } = task;
    if (dueDate === null || dueTime === null) return [];
    const minute = minuteOf(dueTime);
    return events.flatMap((event) => {
      const span = spanOn(event, dueDate);
      // A task that stands in the calendar under its own name is the event.
      if (!span || event.title === task.title || minute < span.from || minute >= span.to) return [];
      return { ...taskItem(task, telling), detail: telling.words.clash.task(task.title, event.title) };
    });
  });
}

function fullDays(
  { from, to }: Days,
  of: { tasks: readonly TaskListItem[]; events: readonly ExternalEvent[]; minutes: number },
  { words, format, today }: Telling,
): AnswerItem[] {
  const items: AnswerItem[] = [];
  for (let day = from < today ? today : from; day <= to; day = addDays(day, 1)) {
    const onDay = of.tasks.filter(
      (task) => workDay(task) === day && task.subtaskCount === task.subtaskDoneCount,
    );
    const minutes = onDay.reduce((sum, task) => sum + guessMinutes(task), 0);
    const free = Math.max(0, of.minutes - busyMinutes(of.events, day));
    const biggest = onDay.toSorted((a, b) => guessMinutes(b) - guessMinutes(a))[0];
    if (minutes <= free || biggest === undefined) continue;
    items.push({
      ...taskItem(biggest, { words, format, today }),
      title: format.long(day),
      date: day,
      time: null,
      detail: words.clash.overfull(format.hours(minutes), format.hours(free)),
    });
  }
  return items;
}

/** The day that the work is for: the planned one, or else the last possible one. */
function workDay({ plannedDate, dueDate }: TaskListItem): LocalDate | null {
  return plannedDate ?? dueDate;
}

async function checkpointClashes(
  sources: Sources,
  tasks: readonly TaskListItem[],
  telling: Telling,
): Promise<AnswerItem[]> {
  const blocked = tasks.filter(({ isBlocked, dueDate }) => isBlocked && dueDate !== null);
  if (blocked.length === 0) return [];
  const { items } = await sources.checkpoints.list(
    checkpointListInputSchema.parse({ state: 'open', limit: 200 }),
  );
  return blocked.flatMap((task) => {
    const wall = items.find(
      ({ id, dueDate }) =>
        task.waitsForCheckpointIds.includes(id) && dueDate !== null && dueDate > (task.dueDate ?? ''),
    );
    if (!wall?.dueDate) return [];
    const detail = telling.words.clash.checkpoint(wall.title, telling.format.short(wall.dueDate));
    return { ...taskItem(task, telling), detail };
  });
}

function plannedTooLate(tasks: readonly TaskListItem[], telling: Telling): AnswerItem[] {
  return tasks.flatMap((task) => {
    const { plannedDate, dueDate } = task;
    if (plannedDate === null || dueDate === null || plannedDate <= dueDate) return [];
    return {
      ...taskItem(task, telling),
      date: plannedDate,
      time: null,
      detail: telling.words.clash.plannedLate(telling.format.short(dueDate)),
    };
  });
}
