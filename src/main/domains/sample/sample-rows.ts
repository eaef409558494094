import { generateNKeysBetween } from 'fractional-indexing';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import { newClientRow } from '#main/domains/clients/index.ts';
import { newNoteRow } from '#main/domains/notes/index.ts';
import { newProjectRow } from '#main/domains/projects/index.ts';
import type {
  DayOffset,
  SampleCheckpoint,
  SampleClient,
  SampleNote,
  SampleProject,
  SampleTask,
  SampleWorld,
} from './sample-content.ts';
import { createSampleDays, type SampleDays } from './sample-days.ts';
import { makeTaskRows } from './sample-task-rows.ts';

/** Whole rows by entity, parents before children, ready to be inserted in this order. */
export type SampleRows = {
  readonly client: EntityInsert<'client'>[];
  readonly project: EntityInsert<'project'>[];
  readonly checkpoint: EntityInsert<'checkpoint'>[];
  readonly task: EntityInsert<'task'>[];
  readonly task_comment: EntityInsert<'task_comment'>[];
  readonly note: EntityInsert<'note'>[];
};

/** Where tasks and notes belong. A task or note of a project takes its client from there. */
export type Place = {
  readonly projectId: string | null;
  readonly clientId: string | null;
  readonly since: DayOffset;
};

export type RowMaker = {
  readonly ids: IdSource;
  readonly days: SampleDays;
  readonly rows: SampleRows;
  /** Ids of checkpoints by their keys in the content. */
  readonly checkpointIds: Map<string, string>;
};

/** Projects that lie ahead were still talked about before. */
const PLANNED_SINCE = -20;

/** The rows of a world as of the clock's today. The same clock and ids give the same rows. */
export function makeSampleRows(
  world: SampleWorld,
  deps: { readonly clock: Clock; readonly ids: IdSource },
): SampleRows {
  const rows: SampleRows = { client: [], project: [], checkpoint: [], task: [], task_comment: [], note: [] };
  const maker: RowMaker = {
    ids: deps.ids,
    days: createSampleDays(deps.clock),
    rows,
    checkpointIds: new Map(),
  };
  const filled: {
    readonly place: Place;
    readonly tasks: readonly SampleTask[];
    readonly notes: readonly SampleNote[];
  }[] = [];
  for (const client of world.clients) {
    const clientId = addClient(maker, client);
    for (const project of client.projects) {
      const projectId = addProject(maker, project, clientId);
      filled.push({ ...project, place: { projectId, clientId: null, since: sinceOf(project) } });
    }
    filled.push({ ...client, place: { projectId: null, clientId, since: client.since } });
  }
  filled.push({ ...world, place: { projectId: null, clientId: null, since: -200 } });
  // After all checkpoints: a task may wait for one of another project.
  const sortKeys = generateNKeysBetween(null, null, filled.flatMap(({ tasks }) => tasks).length).values();
  for (const { place, tasks, notes } of filled) {
    makeTaskRows(maker, tasks, { place, parentId: null, sortKeys });
    for (const note of notes) addNote(maker, note, place);
  }
  return rows;
}

function sinceOf(project: SampleProject): DayOffset {
  return Math.min(project.start ?? PLANNED_SINCE, PLANNED_SINCE);
}

function addClient({ ids, days, rows }: RowMaker, client: SampleClient): string {
  const id = ids.next();
  const contacts = client.contacts.map((contact) => ({ phone: '', ...contact, id: ids.next() }));
  rows.client.push(
    newClientRow(id, { ...client.profile, contacts }, days.instantOf(client.since, client.profile.name)),
  );
  return id;
}

function addProject(maker: RowMaker, project: SampleProject, clientId: string): string {
  const { ids, days, rows } = maker;
  const { name, details, checkpoints, start, due, completed, budgetHours } = project;
  const id = ids.next();
  const createdAt = days.instantOf(sinceOf(project), name);
  const completedAt = completed === undefined ? null : days.instantOf(completed, name);
  const row = newProjectRow(
    id,
    {
      name,
      description: details,
      status: project.status,
      colour: project.colour,
      budgetMinor: project.budgetMinor ?? null,
      currency: project.currency ?? null,
      budgetMinutes: budgetHours === undefined ? null : budgetHours * 60,
      startDate: start === undefined ? null : days.dayOf(start),
      dueDate: due === undefined ? null : days.dayOf(due),
      tags: [...(project.tags ?? [])],
      isPinned: project.isPinned ?? false,
    },
    createdAt,
  );
  rows.project.push({ ...row, clientId, completedAt, updatedAt: completedAt ?? createdAt });
  for (const checkpoint of checkpoints) addCheckpoint(maker, checkpoint, { projectId: id, createdAt });
  return id;
}

function addCheckpoint(
  { ids, days, rows, checkpointIds }: RowMaker,
  checkpoint: SampleCheckpoint,
  { projectId, createdAt }: { readonly projectId: string; readonly createdAt: number },
): void {
  const { key, title, details, due, reached, evidence = [] } = checkpoint;
  invariant(!checkpointIds.has(key), `two sample checkpoints are called ${key}`);
  const id = ids.next();
  const reachedAt = reached === undefined ? null : days.instantOf(reached, title);
  checkpointIds.set(key, id);
  rows.checkpoint.push({
    id,
    projectId,
    title,
    description: details ?? '',
    dueDate: days.dayOf(due),
    evidence: evidence.map((link) => ({ id: ids.next(), ...link })),
    isAiSuggested: false,
    isApproved: true,
    reachedAt,
    deletedAt: null,
    createdAt,
    updatedAt: reachedAt ?? createdAt,
  });
}

function addNote({ ids, days, rows }: RowMaker, note: SampleNote, place: Place): void {
  const { title, body, tags = [], created, updated = created, isPinned = false, language = 'en' } = note;
  const createdAt = days.instantOf(created, title);
  const text = days.writeDays(body, language);
  const row = newNoteRow(ids.next(), { title, body: text, tags: [...tags], isPinned }, createdAt);
  rows.note.push({
    ...row,
    projectId: place.projectId,
    clientId: place.clientId,
    updatedAt: Math.max(createdAt, days.instantOf(updated, `${title} again`)),
  });
}
