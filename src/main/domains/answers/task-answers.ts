import type { AnswerPart } from '#shared/contracts/answers.ts';
import { checkpointListInputSchema } from '#shared/contracts/checkpoints.ts';
import { taskListInputSchema, type TaskFilter, type TaskListItem } from '#shared/contracts/tasks.ts';
import { addDays } from '#shared/kernel/clock.ts';
import { parseDateRange } from '#main/domains/search/index.ts';
import { checkpointItem, eventItem, itemsPart, MOST_ITEMS, proposalItem, taskItem } from './answer-items.ts';
import { aboutOf, placeOf, projectIdsOf, type AnswerSources, type Asked, type Found } from './asked.ts';
import type { Period } from './period.ts';

const OPEN: TaskFilter['statuses'] = ['todo', 'in_progress', 'waiting'];
/** Enough to merge and sort by day; what is over is counted. */
const MOST_READ = 200;

type Sources = Pick<AnswerSources, 'tasks' | 'checkpoints' | 'listEvents' | 'proposals' | 'hasCalendars'>;

/** Tasks and checkpoints of a span of days; with no span named: today, and what is late is told besides. */
export async function answerDue(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format, today } = asked;
  const period = asked.period ?? spanOfDefault(asked);
  const [due, planned, checkpoints, late] = await Promise.all([
    listOpen(sources, { ...placeOf(asked), dueFrom: period.from, dueTo: period.to }, 'dueDate'),
    listOpen(sources, { ...placeOf(asked), plannedFrom: period.from, plannedTo: period.to }),
    listCheckpoints(sources, asked, period),
    period.from > today || period.to < today
      ? { items: [], total: 0 }
      : listOpen(sources, {
          ...placeOf(asked),
          dueTo: addDays(period.from < today ? period.from : today, -1),
        }),
  ]);
  const dueIds = new Set(due.items.map(({ id }) => id));
  const also = planned.items.filter(({ id }) => !dueIds.has(id));
  const counted = [
    ...(due.total === 0 ? [] : [words.tasks(due.total)]),
    ...(checkpoints.total === 0 ? [] : [words.checkpoints(checkpoints.total)]),
  ];
  const when = words.period(period, format);
  const about = aboutOf(asked);
  const sentence =
    counted.length === 0 ? words.nothingDue(when, about) : words.due(words.and(counted), when, about);
  const text = late.total === 0 ? sentence : `${sentence} ${words.alsoLate(late.total)}`;
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(
        words.titles.due,
        due.items.map((task) => taskItem(task, asked)),
        due.total,
      ),
      ...itemsPart(
        words.titles.checkpoints,
        checkpoints.items.map((one) => checkpointItem(one, asked)),
        checkpoints.total,
      ),
      ...itemsPart(
        words.titles.plan,
        also.map((task) => taskItem(task, asked)),
      ),
      next(late.total > 0 ? words.next.overdue : words.next.conflicts, words.next.plan),
    ],
  };
}

/** Work, not dates, is asked for. */
const TO_DO = /(?<!\p{L})(?:do|work on|plate|first|now|fare|faccio|lavorare)(?!\p{L})/iu;

/** "What should I work on" is today's; "due for Acme" is all that has a date; else the coming days. */
function spanOfDefault({ subject, today, command }: Asked): Period {
  const place = { start: 0, end: 0 };
  if (TO_DO.test(command.text) && subject === undefined)
    return { from: today, to: today, kind: 'today', ...place };
  return subject === undefined
    ? { from: today, to: addDays(today, 7), kind: 'until', ...place }
    : { from: today, to: addDays(today, 730), kind: 'ahead', ...place };
}

export async function answerOverdue(sources: Sources, asked: Asked): Promise<Found> {
  const { words, today } = asked;
  const [late, checkpoints] = await Promise.all([
    listOpen(sources, { ...placeOf(asked), dueTo: addDays(today, -1) }, 'dueDate'),
    sources.checkpoints.list(
      checkpointListInputSchema.parse({
        projectIds: projectIdsOf(asked),
        state: 'open',
        dueTo: addDays(today, -1),
        limit: MOST_ITEMS,
      }),
    ),
  ]);
  const counted = [
    ...(late.total === 0 ? [] : [words.tasks(late.total)]),
    ...(checkpoints.total === 0 ? [] : [words.checkpoints(checkpoints.total)]),
  ];
  const text =
    counted.length === 0
      ? words.nothingOverdue(aboutOf(asked))
      : words.overdue(words.and(counted), aboutOf(asked));
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(
        words.titles.overdue,
        late.items.map((task) => taskItem(task, asked)),
        late.total,
      ),
      ...itemsPart(
        words.titles.checkpoints,
        checkpoints.items.map((one) => checkpointItem(one, asked)),
        checkpoints.total,
      ),
      next(words.next.week, words.next.plan),
    ],
  };
}

export async function answerWaiting(sources: Sources, asked: Asked): Promise<Found> {
  const { words } = asked;
  const waiting = await listOpen(sources, { ...placeOf(asked), preset: 'waiting' });
  const about = aboutOf(asked);
  const text =
    waiting.total === 0 ? words.nothingWaiting(about) : words.waiting(words.tasks(waiting.total), about);
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(
        words.titles.waiting,
        waiting.items.map((task) => taskItem(task, asked)),
        waiting.total,
      ),
      next(words.next.overdue, words.next.week),
    ],
  };
}

/** What was finished in a span of days; the last seven where none is named. */
export async function answerDone(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format, today } = asked;
  const period: Period = asked.period ?? {
    from: addDays(today, -6),
    to: today,
    kind: 'span',
    start: 0,
    end: 0,
  };
  const done = await sources.tasks.list(
    taskListInputSchema.parse({
      ...placeOf(asked),
      statuses: ['done'],
      completedFrom: period.from,
      completedTo: period.to,
      sort: '-completedAt',
      limit: MOST_ITEMS,
    }),
  );
  const when = words.period(period, format);
  const about = aboutOf(asked);
  const text =
    done.total === 0 ? words.nothingDone(when, about) : words.done(words.tasks(done.total), when, about);
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(
        words.titles.done,
        done.items.map((task) => taskItem(task, asked)),
        done.total,
      ),
      next(words.next.week, words.next.overdue),
    ],
  };
}

export async function answerEvents(sources: Sources, asked: Asked): Promise<Found> {
  const { words, format, today } = asked;
  const period: Period = asked.period ?? {
    from: today,
    to: addDays(today, 7),
    kind: 'until',
    start: 0,
    end: 0,
  };
  const events = await sources.listEvents({ from: period.from, to: period.to, ...placeOf(asked) });
  const when = words.period(period, format);
  const none = (await sources.hasCalendars()) ? words.nothingEvents(when) : words.noCalendar;
  return {
    parts: [
      { type: 'text', text: events.length === 0 ? none : words.events(events.length, when) },
      ...itemsPart(
        words.titles.events,
        events.map((event) => eventItem(event, asked)),
      ),
      next(words.next.conflicts, words.next.week),
    ],
  };
}

export async function answerProposals(sources: Sources, asked: Asked): Promise<Found> {
  const { words } = asked;
  const { projectIds: [projectId] = [], clientIds: [clientId] = [] } = placeOf(asked);
  const place = { ...(projectId ? { projectId } : {}), ...(clientId ? { clientId } : {}) };
  const pending = await sources.proposals.list({ statuses: ['pending'], limit: MOST_ITEMS, ...place });
  const text = pending.total === 0 ? words.nothingProposed : words.proposalsWaiting(pending.total);
  return {
    parts: [
      { type: 'text', text },
      ...itemsPart(words.titles.proposals, pending.items.map(proposalItem), pending.total),
    ],
  };
}

/** Open tasks and checkpoints ahead of one client or project, and the first date among them. */
export async function openWork(sources: Sources, asked: Asked) {
  const { words, format, today } = asked;
  const [tasks, late, checkpoints] = await Promise.all([
    listOpen(sources, placeOf(asked)),
    listOpen(sources, { ...placeOf(asked), dueTo: addDays(today, -1) }),
    sources.checkpoints.list(
      checkpointListInputSchema.parse({ projectIds: projectIdsOf(asked), state: 'open', limit: MOST_ITEMS }),
    ),
  ]);
  const ahead = [
    ...tasks.items.map(({ title, dueDate }) => ({ title, dueDate })),
    ...checkpoints.items.map(({ title, dueDate }) => ({ title, dueDate })),
  ].flatMap(({ title, dueDate }) => (dueDate !== null && dueDate >= today ? [{ title, dueDate }] : []));
  const first = ahead.sort((a, b) => (a.dueDate < b.dueDate ? -1 : 1))[0];
  return {
    tasks,
    lateCount: late.total,
    checkpoints,
    nextDate: first && words.promised.next(first.title, format.long(first.dueDate)),
    counted: words.and([
      words.tasks(tasks.total),
      ...(checkpoints.total === 0 ? [] : [words.checkpoints(checkpoints.total)]),
    ]),
  };
}

export function next(...questions: readonly string[]): AnswerPart {
  return { type: 'next', questions };
}

export async function listOpen(
  sources: Pick<AnswerSources, 'tasks'>,
  filter: TaskFilter,
  sort: 'smart' | 'dueDate' = 'smart',
): Promise<{ readonly items: readonly TaskListItem[]; readonly total: number }> {
  return sources.tasks.list(
    taskListInputSchema.parse({ statuses: OPEN, withSuggestions: false, ...filter, sort, limit: MOST_READ }),
  );
}

async function listCheckpoints(sources: Sources, asked: Asked, { from, to }: Period) {
  return sources.checkpoints.list(
    checkpointListInputSchema.parse({
      projectIds: projectIdsOf(asked),
      state: 'open',
      dueFrom: from,
      dueTo: to,
      limit: MOST_ITEMS,
    }),
  );
}

/** This week from today on, Monday to Sunday. */
export function thisWeek({ today, input: { locale } }: Asked): Period {
  const range = parseDateRange('week', today, locale);
  return { from: today, to: range?.to ?? addDays(today, 6), kind: 'this_week', start: 0, end: 0 };
}
