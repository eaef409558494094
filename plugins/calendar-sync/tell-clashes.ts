import type { Page, PageInput, PluginContext, Task, TaskFilter } from '#sdk';
import { findEventClashes, findMoves, type EventClash, type Move, type WorkingDay } from './clashes.ts';
import { addDays, minutesOf } from './days.ts';
import type { LocalEvent } from './events.ts';
import { loadMemory } from './memory.ts';
import { textsIn } from './texts.ts';

/** Of each kind in one run: what is left is told in the next one. */
const MOST = 20;
const OPEN = ['todo', 'in_progress', 'waiting'] as const;
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export type Told = { readonly clashes: number; readonly moves: number };

/** Proposes what could be done about clashes; nothing is moved here. */
export async function tellClashes(
  ctx: PluginContext,
  events: readonly LocalEvent[],
  span: { readonly today: string; readonly lastDay: string },
): Promise<Told> {
  const memory = await loadMemory(ctx, span.today);
  const texts = textsIn(ctx.locale);
  const ahead = events.filter(({ lastDay, event }) => lastDay >= span.today && event.endMs > ctx.now);
  const clashes = findEventClashes(ahead)
    .filter((clash) => !memory.has(clashName(clash)))
    .slice(0, MOST);
  for (const clash of clashes) {
    await ctx.workspace.propose.createTask(
      { title: texts.clashTitle(clash), dueDate: clash.day, tags: [] },
      texts.clashWhy(clash),
    );
    memory.add(clashName(clash), clash.day);
  }
  const tasks = await listTasks(ctx, span);
  const working = workingDayOf(ctx.settings);
  const moves = findMoves({ events: ahead, tasks, working, ...span })
    .filter((move) => !memory.has(moveName(move)))
    .slice(0, MOST);
  for (const move of moves) {
    await ctx.workspace.propose.updateTask(
      { id: move.task.id, patch: { plannedDate: move.to } },
      texts.moveWhy(move),
    );
    memory.add(moveName(move), move.from);
  }
  await memory.save();
  return { clashes: clashes.length, moves: moves.length };
}

function clashName({ first, second }: EventClash): string {
  const times = ({ event }: LocalEvent) => `${event.id.slice(0, 200)} ${event.startMs} ${event.endMs}`;
  return `c ${times(first)} ${times(second)}`;
}

/** By the event too: what was said no to for one meeting may be asked for the next. */
function moveName({ task, from, event }: Move): string {
  return `m ${task.id} ${from} ${event.event.id.slice(0, 200)}`;
}

/** Open tasks planned for, or without a plan due on, one of the days; suggestions nobody has accepted stay where they are. */
async function listTasks(
  ctx: PluginContext,
  { today, lastDay }: { readonly today: string; readonly lastDay: string },
): Promise<readonly Task[]> {
  const base = { statuses: OPEN, withSuggestions: false } satisfies TaskFilter;
  const list = (filter: TaskFilter) =>
    readAll((page) => ctx.workspace.listTasks({ ...base, ...filter, ...page }));
  const planned = await list({ plannedFrom: today, plannedTo: lastDay });
  const due = await list({ dueFrom: today, dueTo: addDays(lastDay, 1) });
  const unplanned = due.filter(
    ({ plannedDate, dueDate }) => plannedDate === null && (dueDate ?? '') <= lastDay,
  );
  return [...planned, ...unplanned];
}

async function readAll<Item>(list: (input: PageInput) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

export function workingDayOf(settings: PluginContext['settings']): WorkingDay {
  const {
    dayBegins = '09:00',
    dayEnds = '18:00',
    hoursADay = 8,
    workDays,
  } = settings as {
    dayBegins?: string;
    dayEnds?: string;
    hoursADay?: number;
    workDays?: readonly string[];
  };
  const names = workDays === undefined || workDays.length === 0 ? WEEKDAYS.slice(0, 5) : workDays;
  return {
    from: minutesOf(dayBegins),
    to: minutesOf(dayEnds),
    minutes: hoursADay * 60,
    days: new Set(names.map((name) => WEEKDAYS.indexOf(name) + 1)),
  };
}
