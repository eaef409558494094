import type { AnswerProposal, PlanDay, PlanEntry } from '#shared/contracts/answers.ts';
import type { ExternalEvent } from '#shared/contracts/external-items.ts';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { startOfWeek, weekdayOf, type LocalDate } from '#shared/kernel/local-date.ts';
import { timeOf } from './answer-items.ts';
import { placeOf, type AnswerSources, type Asked, type Found } from './asked.ts';
import { busyMinutes, isOn, minuteOf, spanOn } from './calendar.ts';
import type { Period } from './period.ts';
import { propose } from './propose.ts';
import { planDays, type OpenDay, type Placed, type Plan } from './planner.ts';
import { listOpen, next } from './task-answers.ts';

type Sources = Pick<AnswerSources, 'tasks' | 'listEvents' | 'hoursPerDay' | 'actions' | 'appVersion'>;

/** Work begins then, as far as the rest of today is concerned. */
const WORK_STARTS = 9 * 60;
/** More than a person decides in one go; the rest is planned the next time. */
const MOST_PROPOSALS = 20;
/** Beyond the last day of the plan, what is due so soon after it is worked on already. */
const LOOK_AHEAD_DAYS = 4;

/** A day for each pressing task, against hours, calendar and due dates; each new day is a proposal. */
export async function answerPlan(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format } = asked;
  const period = spanOf(asked);
  const dates = workDays(period);
  const span = { from: period.from, to: period.to };
  const [events, shownEvents, hours, tasks] = await Promise.all([
    // Time that is taken is taken, whatever for; told are those alone that are asked about.
    sources.listEvents(span),
    sources.listEvents({ ...span, ...placeOf(asked) }),
    sources.hoursPerDay(),
    tasksToPlan(sources, asked, period),
  ]);
  const days = dates.map((date) => openDay(date, { events, hours, asked }));
  const plan = planDays(days, tasks);
  const when = words.period(period, format);
  if (plan.placed.length === 0)
    return { parts: [{ type: 'text', text: words.plan.nothing(when) }, next(words.next.week)] };
  // On its due date a task is found without being told so.
  const fresh = plan.placed.filter(
    ({ isSettled, task, date }) => !isSettled && !(task.dueDate === date && task.plannedDate === null),
  );
  const { proposals, done } = await proposeDays(sources, asked, fresh.slice(0, MOST_PROPOSALS));
  return {
    parts: [
      { type: 'text', text: sentences(asked, plan, { when, proposed: proposals.length }) },
      {
        type: 'plan',
        title: words.titles.plan,
        days: days.map((day) => planDay(day, { plan, events, shownEvents, proposed: done })),
      },
      ...(proposals.length === 0 ? [] : [{ type: 'proposals' as const, proposals }]),
      next(words.next.conflicts, words.next.overdue),
    ],
  };
}

/** "My week" late on Friday or on a weekend is the coming one. */
function spanOf({ period, today }: Asked): Period {
  const place = { start: 0, end: 0 };
  const monday = addDays(startOfWeek(today), 7);
  const isWeekend = weekdayOf(today) === 0 || weekdayOf(today) === 6;
  if (period === undefined || period.kind === 'this_week')
    return isWeekend
      ? { from: monday, to: addDays(monday, 4), kind: 'next_week', ...place }
      : { from: today, to: addDays(startOfWeek(today), 4), kind: 'this_week', ...place };
  if (period.kind === 'next_week') return { ...period, to: addDays(period.from, 4) };
  const from = period.from < today ? today : period.from;
  return { ...period, from, to: period.to < from ? from : period.to };
}

/** Monday to Friday; where only a weekend was asked for, that. At most two weeks. */
function workDays({ from, to }: Period): readonly LocalDate[] {
  const all: LocalDate[] = [];
  for (let day = from; day <= to && all.length < 14; day = addDays(day, 1)) all.push(day);
  const working = all.filter((day) => weekdayOf(day) !== 0 && weekdayOf(day) !== 6);
  return working.length === 0 ? all : working;
}

/** Late, due by then or soon after, begun, or pressing; not what waits or is made of smaller tasks still open. */
async function tasksToPlan(sources: Sources, asked: Asked, { from, to }: Period): Promise<TaskListItem[]> {
  const place = placeOf(asked);
  const [due, planned, begun, pressing] = await Promise.all([
    listOpen(sources, { ...place, dueTo: addDays(to, LOOK_AHEAD_DAYS) }, 'dueDate'),
    listOpen(sources, { ...place, plannedTo: to }),
    listOpen(sources, { ...place, statuses: ['in_progress'] }),
    listOpen(sources, { ...place, statuses: ['todo'], priorities: ['high', 'urgent'], preset: 'no_date' }),
  ]);
  const all = [due, planned, begun, pressing].flatMap(({ items }) => items);
  return [...new Map(all.map((task) => [task.id, task])).values()].filter((task) => {
    const isParent = task.subtaskCount > task.subtaskDoneCount;
    const isElsewhere = task.plannedDate !== null && task.plannedDate > to;
    const isEarlier = task.plannedDate !== null && task.plannedDate < from && task.plannedDate >= asked.today;
    // Before the span, and still in time then.
    const isDueBefore = task.dueDate !== null && task.dueDate < from && task.dueDate >= asked.today;
    return (
      !isParent && !isDueBefore && !task.isBlocked && task.status !== 'waiting' && !isElsewhere && !isEarlier
    );
  });
}

function openDay(
  date: LocalDate,
  { events, hours, asked }: { events: readonly ExternalEvent[]; hours: number; asked: Asked },
): OpenDay {
  const all = hours * 60;
  const now = minuteOf(asked.time);
  const isToday = date === asked.today;
  // An hour at noon belongs to nobody's work.
  const left = isToday ? Math.min(all, Math.max(0, WORK_STARTS + all + 60 - now)) : all;
  const busy = busyMinutes(events, date, isToday ? now : 0);
  return { date, freeMinutes: Math.max(0, Math.round(left - busy)) };
}

async function proposeDays(sources: Sources, asked: Asked, fresh: readonly Placed<TaskListItem>[]) {
  const { words, format } = asked;
  const proposals: AnswerProposal[] = [];
  for (const { task, date } of fresh) {
    const day = format.long(date);
    const proposal = await propose(sources, asked, {
      agent: 'planner',
      actionId: 'tasks.update',
      input: { ids: [task.id], patch: { plannedDate: date } },
      summary: words.plan.step(task.title, day),
      reason: words.plan.reason(task.title, day),
    });
    if (proposal) proposals.push(proposal);
  }
  return { proposals, done: new Set<string>(fresh.map(({ task }) => task.id)) };
}

function sentences(
  { words }: Asked,
  { placed, left }: Plan<TaskListItem>,
  { when, proposed }: { when: string; proposed: number },
): string {
  const guesses = placed.filter(({ isGuess }) => isGuess).length;
  const over = placed.filter(({ isOver }) => isOver).length;
  return [
    proposed === 0 ? words.plan.settled(when) : words.plan.made(proposed, when),
    ...(over === 0 ? [] : [words.plan.tooMuch(over)]),
    ...(left.length === 0 ? [] : [words.plan.moreWaits(left.length)]),
    ...(guesses === 0 ? [] : [words.plan.guess(guesses)]),
  ].join(' ');
}

function planDay(
  { date, freeMinutes }: OpenDay,
  of: {
    plan: Plan<TaskListItem>;
    events: readonly ExternalEvent[];
    shownEvents: readonly ExternalEvent[];
    proposed: ReadonlySet<string>;
  },
): PlanDay {
  const onDay = of.plan.placed.filter((one) => one.date === date);
  const events = of.shownEvents.filter((event) => isOn(event, date)).map((event) => eventEntry(event, date));
  const tasks = onDay.map(({ task, minutes, isGuess, isSettled }): PlanEntry => {
    const isProposed = !isSettled && of.proposed.has(task.id);
    const time = task.dueDate === date ? task.dueTime : null;
    const link = `adiuva://task/${task.id}`;
    return { kind: 'task', id: task.id, title: task.title, link, time, minutes, isGuess, isProposed };
  });
  const entries = [...events, ...tasks].toSorted((a, b) => ((a.time ?? '99') < (b.time ?? '99') ? -1 : 1));
  const plannedMinutes = onDay.reduce((sum, { minutes }) => sum + minutes, 0);
  return { date, freeMinutes, busyMinutes: busyMinutes(of.events, date), plannedMinutes, entries };
}

function eventEntry(event: ExternalEvent, date: LocalDate): PlanEntry {
  const span = spanOn(event, date);
  return {
    kind: 'event',
    id: event.id,
    title: event.title,
    link: event.url ?? '',
    time:
      span === undefined || event.startsAt === null || event.startDay !== date
        ? null
        : timeOf(event.startsAt),
    minutes: span === undefined ? null : span.to - span.from,
    isGuess: false,
    isProposed: false,
  };
}
