import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { TASK_PRIORITIES } from '#shared/contracts/tasks.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { clients } from '#main/db/tables/clients.ts';
import { notes } from '#main/db/tables/notes.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';
import { joinTexts, type SearchDoc } from './search-doc.ts';

/** Items by kind, as the change log names them. */
export type ItemIds = ReadonlyMap<ItemKind, readonly string[]>;
export type ChangedItems = {
  readonly items: ItemIds;
  /** The last log row read; equal to the given one when nothing came after it. */
  readonly throughSeq: number;
};

/** Where the index gets its texts: the rows of the workspace as they are now. */
export type SearchSource = {
  /** What the log names after `seq`, up to about `limit` log rows. */
  listChanged(seq: number, limit: number): Promise<ChangedItems>;
  /** Ids in order, after the given one. */
  listIds(kind: ItemKind, afterId: string, limit: number): Promise<readonly string[]>;
  loadDocs(kind: ItemKind, ids: readonly string[]): Promise<readonly SearchDoc[]>;
  /** Length of each text, so that a few huge notes do not come all at once. */
  listNoteSizes(ids: readonly string[]): Promise<readonly { readonly id: string; readonly size: number }[]>;
  countItems(): Promise<number>;
};

const TABLES = {
  client: clients,
  project: projects,
  task: tasks,
  checkpoint: checkpoints,
  note: notes,
} as const;

export function createSearchSource(reader: Reader): SearchSource {
  return {
    listChanged: (seq, limit) => listChanged(reader, seq, limit),
    async listIds(kind, afterId, limit) {
      const table = TABLES[kind];
      const rows = await reader
        .select({ id: table.id })
        .from(table)
        .where(gt(table.id, afterId))
        .orderBy(asc(table.id))
        .limit(limit);
      return rows.map((row) => row.id);
    },
    loadDocs: (kind, ids) => LOADERS[kind](reader, [...ids]),
    async listNoteSizes(ids) {
      const rows = await reader.rows(
        'SELECT id, length(body) FROM notes WHERE id IN (SELECT value FROM json_each(?))',
        [JSON.stringify(ids)],
      );
      return rows.map(([id, size]) => ({ id: String(id), size: Number(size) }));
    },
    async countItems() {
      const [row] = await reader.rows(
        `SELECT (SELECT count(*) FROM clients) + (SELECT count(*) FROM projects) + (SELECT count(*) FROM tasks)
          + (SELECT count(*) FROM checkpoints) + (SELECT count(*) FROM notes)`,
      );
      return Number(row?.[0] ?? 0);
    },
  };
}

async function listChanged(reader: Reader, seq: number, limit: number): Promise<ChangedItems> {
  const rows = await reader.rows(
    'SELECT seq, entity, entity_id FROM change_log WHERE seq > ? ORDER BY seq LIMIT ?',
    [seq, limit],
  );
  const items = new Map<ItemKind, string[]>();
  const seen = new Set<string>();
  const commentIds: string[] = [];
  const add = (kind: ItemKind, id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    const ids = items.get(kind);
    if (ids) ids.push(id);
    else items.set(kind, [id]);
  };
  for (const [, entity, id] of rows) {
    const kind = ITEM_KINDS.find((one) => one === entity);
    if (kind) add(kind, String(id));
    else if (entity === 'task_comment') commentIds.push(String(id));
  }
  for (const taskId of await tasksOfComments(reader, seq, commentIds)) add('task', taskId);
  return { items, throughSeq: Number(rows.at(-1)?.[0] ?? seq) };
}

/** A comment that is gone is only named by the log. */
async function tasksOfComments(
  reader: Reader,
  seq: number,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await reader.rows(
    `WITH given(ids) AS (VALUES (?))
      SELECT task_id FROM task_comments WHERE id IN (SELECT value FROM given, json_each(ids))
      UNION SELECT coalesce(before ->> 'taskId', after ->> 'taskId') FROM change_log
        WHERE entity_id IN (SELECT value FROM given, json_each(ids)) AND seq > ? AND op <> 'update'`,
    [JSON.stringify(ids), seq],
  );
  return rows.flatMap(([id]) => (typeof id === 'string' ? [id] : []));
}

type Loader = (reader: Reader, ids: string[]) => Promise<readonly SearchDoc[]>;

const LOADERS: Record<ItemKind, Loader> = {
  client: loadClients,
  project: loadProjects,
  task: loadTasks,
  checkpoint: loadCheckpoints,
  note: loadNotes,
};

const PLAIN = {
  clientId: null,
  projectId: null,
  status: null,
  priority: null,
  dueDate: null,
  isDone: false,
  isArchived: false,
  isPinned: false,
  isSuggested: false,
  tags: '',
} as const;

async function loadClients(reader: Reader, ids: string[]): Promise<readonly SearchDoc[]> {
  const rows = await reader.select().from(clients).where(inArray(clients.id, ids));
  return rows.map((row) => ({
    ...PLAIN,
    ...shared(row),
    kind: 'client',
    clientId: row.id,
    isArchived: row.archivedAt !== null,
    title: row.name,
    body: clientBody(row),
    tags: row.tags.join(' '),
  }));
}

async function loadProjects(reader: Reader, ids: string[]): Promise<readonly SearchDoc[]> {
  const rows = await reader.select().from(projects).where(inArray(projects.id, ids));
  return rows.map((row) => ({
    ...PLAIN,
    ...shared(row),
    kind: 'project',
    clientId: row.clientId,
    projectId: row.id,
    status: row.status,
    dueDate: row.dueDate,
    isDone: row.status === 'completed' || row.status === 'cancelled',
    isArchived: row.archivedAt !== null,
    isPinned: row.isPinned,
    title: row.name,
    body: row.description,
    tags: row.tags.join(' '),
  }));
}

async function loadTasks(reader: Reader, ids: string[]): Promise<readonly SearchDoc[]> {
  const rows = await reader
    .select({ task: tasks, projectClientId: projects.clientId })
    .from(tasks)
    .leftJoin(projects, eq(projects.id, tasks.projectId))
    .where(inArray(tasks.id, ids));
  const comments = await reader
    .select({ taskId: taskComments.taskId, body: taskComments.body })
    .from(taskComments)
    .where(inArray(taskComments.taskId, ids))
    .orderBy(asc(taskComments.createdAt));
  const byTask = Map.groupBy(comments, (comment) => comment.taskId);
  return rows.map(({ task, projectClientId }) => ({
    ...PLAIN,
    ...shared(task),
    kind: 'task',
    clientId: projectClientId ?? task.clientId,
    projectId: task.projectId,
    status: task.status,
    priority: TASK_PRIORITIES.indexOf(task.priority),
    dueDate: task.dueDate,
    isDone: !task.isOpen,
    isSuggested: task.isAiSuggested && !task.isApproved,
    title: task.title,
    body: taskBody(
      task,
      (byTask.get(task.id) ?? []).map((comment) => comment.body),
    ),
    tags: task.tags.join(' '),
  }));
}

async function loadCheckpoints(reader: Reader, ids: string[]): Promise<readonly SearchDoc[]> {
  const rows = await reader
    .select({ checkpoint: checkpoints, clientId: projects.clientId })
    .from(checkpoints)
    .leftJoin(projects, eq(projects.id, checkpoints.projectId))
    .where(inArray(checkpoints.id, ids));
  return rows.map(({ checkpoint, clientId }) => ({
    ...PLAIN,
    ...shared(checkpoint),
    kind: 'checkpoint',
    clientId,
    projectId: checkpoint.projectId,
    dueDate: checkpoint.dueDate,
    isDone: checkpoint.reachedAt !== null,
    isSuggested: checkpoint.isAiSuggested && !checkpoint.isApproved,
    title: checkpoint.title,
    body: joinTexts([checkpoint.description, ...checkpoint.evidence.flatMap((one) => [one.label, one.url])]),
  }));
}

async function loadNotes(reader: Reader, ids: string[]): Promise<readonly SearchDoc[]> {
  const rows = await reader
    .select({ note: notes, projectClientId: projects.clientId })
    .from(notes)
    .leftJoin(projects, eq(projects.id, notes.projectId))
    .where(and(inArray(notes.id, ids)));
  return rows.map(({ note, projectClientId }) => ({
    ...PLAIN,
    ...shared(note),
    kind: 'note',
    clientId: note.clientId ?? projectClientId,
    projectId: note.projectId,
    isPinned: note.isPinned,
    title: note.title,
    body: note.body,
    tags: note.tags.join(' '),
  }));
}

type Lifecycle = {
  readonly id: string;
  readonly deletedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

function shared(row: Lifecycle) {
  return {
    entityId: row.id,
    isTrashed: row.deletedAt !== null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export function clientBody(row: typeof clients.$inferSelect): string {
  const people = row.contacts.flatMap((contact) => [
    contact.name,
    contact.role,
    contact.email,
    contact.phone,
  ]);
  const { email, phone, website, taxId, address, notes: remarks } = row;
  const facts = [...people, email, phone, website, taxId, ...Object.values(address)].filter(Boolean);
  // The remarks first: an excerpt for a word of the name begins with what is said of the client.
  return joinTexts([remarks, facts.join(' · ')]);
}

export function taskBody(
  task: Pick<typeof tasks.$inferSelect, 'description' | 'checklist'>,
  comments: readonly string[],
): string {
  return joinTexts([task.description, ...task.checklist.map((item) => item.text), ...comments]);
}
