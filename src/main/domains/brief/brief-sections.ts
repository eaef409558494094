import type { AnswerItem, AnswerLocale } from '#shared/contracts/answers.ts';
import type { BriefSection } from '#shared/contracts/brief.ts';
import { checkpointListInputSchema } from '#shared/contracts/checkpoints.ts';
import type { ExternalEvent, ListEventsInput } from '#shared/contracts/external-items.ts';
import { noteListInputSchema } from '#shared/contracts/notes.ts';
import { taskListInputSchema, type TaskFilter } from '#shared/contracts/tasks.ts';
import { addDays, type Clock } from '#shared/kernel/clock.ts';
import {
  checkpointItem,
  dayFormat,
  eventItem,
  findConflicts,
  proposalItem,
  taskItem,
  WORDS,
} from '#main/domains/answers/index.ts';
import type { Checkpoints } from '#main/domains/checkpoints/index.ts';
import type { Notes } from '#main/domains/notes/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Tasks } from '#main/domains/tasks/index.ts';

/** What the brief is read from. */
export type BriefSources = {
  readonly clock: Clock;
  readonly tasks: Pick<Tasks, 'list'>;
  readonly checkpoints: Pick<Checkpoints, 'list'>;
  readonly notes: Pick<Notes['notes'], 'list'>;
  readonly proposals: Pick<Proposals['inbox'], 'list'>;
  readonly listEvents: (input: ListEventsInput) => Promise<readonly ExternalEvent[]>;
  readonly hoursPerDay: () => Promise<number>;
};

const SHOWN = 8;
const CONFLICT_DAYS = 6;
const CHECKPOINT_DAYS = 7;
const OPEN: TaskFilter['statuses'] = ['todo', 'in_progress', 'waiting'];

/** The day as it stands now, without the sections that are empty. `sinceMs`: what is new since then. */
export async function readSections(
  sources: BriefSources,
  locale: AnswerLocale,
  sinceMs: number,
): Promise<readonly BriefSection[]> {
  const today = sources.clock.today();
  const words = WORDS[locale];
  const telling = { words, format: dayFormat(locale, today), today };
  const list = (filter: TaskFilter) =>
    sources.tasks.list(
      taskListInputSchema.parse({ statuses: OPEN, withSuggestions: false, ...filter, limit: SHOWN }),
    );
  const [events, due, overdue, conflicts, proposals, checkpoints, done, changes] = await Promise.all([
    sources.listEvents({ from: today, to: today }),
    list({ preset: 'today' }),
    list({ preset: 'overdue' }),
    findConflicts(sources, { from: today, to: addDays(today, CONFLICT_DAYS) }, telling),
    sources.proposals.list({ statuses: ['pending'], limit: SHOWN }),
    sources.checkpoints.list(
      checkpointListInputSchema.parse({
        state: 'open',
        dueTo: addDays(today, CHECKPOINT_DAYS),
        limit: SHOWN,
      }),
    ),
    list({ statuses: ['done'], completedFrom: addDays(today, -1), completedTo: today }),
    changedNotes(sources, sinceMs),
  ]);
  const { titles } = words;
  const told = (task: (typeof due.items)[number]) => taskItem(task, telling);
  return [
    section(
      'events',
      titles.events,
      events.map((event) => eventItem(event, telling)),
    ),
    section('due', titles.due, due.items.map(told), due.total),
    section('overdue', titles.overdue, overdue.items.map(told), overdue.total),
    section('conflicts', titles.conflicts, conflicts),
    section(
      'checkpoints',
      titles.checkpoints,
      checkpoints.items.map((one) => checkpointItem(one, telling)),
      checkpoints.total,
    ),
    section('proposals', titles.proposals, proposals.items.map(proposalItem), proposals.total),
    section('done', titles.done, done.items.map(told), done.total),
    section('changes', titles.changes, changes),
  ].filter(({ total }) => total > 0);
}

function section(
  kind: BriefSection['kind'],
  title: string,
  items: readonly AnswerItem[],
  total = items.length,
): BriefSection {
  return { kind, title, items: items.slice(0, SHOWN), total };
}

async function changedNotes({ notes }: BriefSources, sinceMs: number): Promise<readonly AnswerItem[]> {
  const { items } = await notes.list(noteListInputSchema.parse({ sort: '-updatedAt', limit: SHOWN }));
  return items
    .filter(({ updatedAt }) => updatedAt > sinceMs)
    .map(({ id, title, projectName, clientName }) => ({
      kind: 'note',
      id,
      title,
      link: `adiuva://note/${id}`,
      clientName,
      projectName,
      date: null,
      time: null,
      detail: '',
      isLate: false,
    }));
}
