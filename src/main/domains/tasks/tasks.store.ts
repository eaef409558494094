import { and, asc, count, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { Task, TaskComment, TaskFilter, TaskListInput, TaskListItem } from '#shared/contracts/tasks.ts';
import { afterCursor, orderOf, pageOf, sortValues, totalOf, type SortColumn } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';
import {
  effectiveClientId,
  filterOf,
  isBlocked,
  isNoSuggestion,
  presetFilter,
  rowsFor,
  type TaskPreset,
} from './task-filter.store.ts';
import { findFew, isQuicklyCounted, quickCount, rowsInOrder } from './task-shortcuts.store.ts';

export type TagCount = { readonly tag: string; readonly count: number };

export type TasksStore = {
  list(input: TaskListInput, today: string): Promise<Page<TaskListItem>>;
  count(filter: TaskFilter, today: string): Promise<number>;
  countPresets(presets: readonly TaskPreset[], today: string): Promise<Readonly<Record<string, number>>>;
  find(id: string): Promise<TaskListItem | undefined>;
  listSubtasks(parentId: string): Promise<readonly TaskListItem[]>;
  /** Ids of all tasks below these, at any depth, not in the trash. */
  listDescendantIds(ids: readonly string[]): Promise<readonly string[]>;
  listComments(taskId: string): Promise<readonly TaskComment[]>;
  listTags(): Promise<readonly TagCount[]>;
  /** Sort key of the last task at a level, and of the neighbours around a position. */
  lastSortKey(parentId: string | null): Promise<string | null>;
  sortKeysAround(
    afterId: string | null,
    parentId: string | null,
  ): Promise<readonly [string | null, string | null]>;
};

const byId: SortColumn = { by: tasks.id, direction: 'asc' };
const rankedPriority = sql`${tasks.priority}`;
const SORTS: Record<TaskListInput['sort'], readonly SortColumn[]> = {
  smart: [
    { by: tasks.isOpen, direction: 'desc' },
    { by: tasks.agendaDate, direction: 'asc' },
    { by: rankedPriority, direction: 'desc' },
    byId,
  ],
  dueDate: [{ by: sql`coalesce(${tasks.dueDate}, '9999-12-31')`, direction: 'asc' }, byId],
  '-priority': [{ by: rankedPriority, direction: 'desc' }, { by: tasks.agendaDate, direction: 'asc' }, byId],
  title: [{ by: sql`lower(${tasks.title})`, direction: 'asc' }, byId],
  // Tasks without a project come last.
  project: [
    { by: sql`coalesce(lower(${projects.name}), char(1114111))`, direction: 'asc' },
    { by: tasks.projectId, direction: 'asc' },
    { by: tasks.agendaDate, direction: 'asc' },
    byId,
  ],
  '-updatedAt': [{ by: tasks.updatedAt, direction: 'desc' }, byId],
  '-createdAt': [{ by: tasks.createdAt, direction: 'desc' }, byId],
  '-completedAt': [{ by: tasks.completedAt, direction: 'desc' }, byId],
  manual: [{ by: tasks.sortKey, direction: 'asc' }, byId],
};

const LIST_FIELDS = {
  task: tasks,
  projectName: projects.name,
  projectColour: projects.colour,
  clientName: clients.name,
  effectiveClientId,
  subtaskCount: sql<number>`(select count(*) from tasks s where s.parent_id = tasks.id and s.deleted_at is null)`,
  subtaskDoneCount: sql<number>`(select count(*) from tasks s where s.parent_id = tasks.id and s.deleted_at is null and +s.status = 'done')`,
  commentCount: sql<number>`(select count(*) from task_comments m where m.task_id = tasks.id)`,
  isBlocked,
};

/** Up to this many tasks are looked up one by one; more are found sooner by going through a list's index. */
const FEW_ROWS = 600;

export function createTasksStore(reader: Reader, fewRows = FEW_ROWS): TasksStore {
  const select = (columns: readonly SortColumn[]) =>
    reader
      .select({ ...LIST_FIELDS, sortValues: sortValues(columns) })
      .from(tasks)
      .leftJoin(projects, eq(projects.id, tasks.projectId))
      .leftJoin(clients, eq(clients.id, effectiveClientId));
  return {
    async list(input, today) {
      const sort = SORTS[input.sort];
      const few = await findFew(reader, input, fewRows);
      // Which tasks are on the page is told by an index alone; only those are then read in full.
      const page = select(sort)
        .where(inArray(tasks.id, pageIds(reader, input, today, few)))
        .orderBy(...orderOf(sort));
      // Where a count is likely to be wanted it runs beside the page, on the other reader.
      const isCounted = input.cursor !== undefined || isQuicklyCounted(input);
      const [rows, counted] = await Promise.all([
        page,
        isCounted ? countTasks(reader, input, today) : undefined,
      ]);
      const total = totalOf(rows, input) ?? counted ?? (await countTasks(reader, input, today));
      return pageOf(rows, input.limit, total, toItem);
    },
    count: (filter, today) => countTasks(reader, filter, today),
    countPresets: (presets, today) => countPresets(reader, presets, today),
    async find(id) {
      const [row] = await select(SORTS.smart).where(eq(tasks.id, id));
      return row && toItem(row);
    },
    async listSubtasks(parentId) {
      const rows = await select(SORTS.manual)
        .where(and(eq(tasks.parentId, parentId), isNull(tasks.deletedAt)))
        .orderBy(...orderOf(SORTS.manual));
      return rows.map(toItem);
    },
    listDescendantIds: (ids) => listDescendantIds(reader, ids),
    listComments: (taskId) => listComments(reader, taskId),
    listTags: () => listTags(reader),
    lastSortKey: async (parentId) => (await edgeKeys(reader, parentId, null)).last,
    async sortKeysAround(afterId, parentId) {
      const after = afterId === null ? null : await findSortKey(reader, afterId);
      const { next } = await edgeKeys(reader, parentId, after);
      return [after, next];
    },
  };
}

/** Ids of a page and of the task after it. */
function pageIds(reader: Reader, input: TaskListInput, today: string, few: SQL | undefined) {
  const sort = SORTS[input.sort];
  const from = reader
    .select({ id: sql<string>`tasks.id` })
    .from(few ? sql`tasks not indexed` : rowsInOrder(input))
    .$dynamic();
  // Joined only where the order asks for it.
  const joined = input.sort === 'project' ? from.leftJoin(projects, eq(projects.id, tasks.projectId)) : from;
  return joined
    .where(and(few, filterOf(input, today), afterCursor(sort, input.cursor)))
    .orderBy(...orderOf(sort))
    .limit(input.limit + 1);
}

async function countTasks(reader: Reader, filter: TaskFilter, today: string): Promise<number> {
  const quick = quickCount(filter);
  if (quick) {
    const rows = await reader.select({ value: sql<number>`n` }).from(sql`(${quick})`);
    return rows[0]?.value ?? 0;
  }
  const [row] = await reader.select({ value: count() }).from(rowsFor(filter)).where(filterOf(filter, today));
  return row?.value ?? 0;
}

/** Most presets look at the open tasks: those are counted in one pass, and so are all of them, as `open`. */
async function countPresets(
  reader: Reader,
  presets: readonly TaskPreset[],
  today: string,
): Promise<Readonly<Record<string, number>>> {
  const hasOwnIndex = (preset: TaskPreset) => preset === 'suggested' || preset === 'recurring';
  const together = presets.filter((preset) => !hasOwnIndex(preset));
  const sums = together.map((preset) => [
    preset,
    sql<number>`count(*) filter (where ${presetFilter(preset, today)})`,
  ]);
  const [[row], ...alone] = await Promise.all([
    reader
      .select({ open: count(), ...(Object.fromEntries(sums) as Record<string, SQL<number>>) }) // entries of just this shape
      .from(rowsFor({}))
      .where(and(isNull(tasks.deletedAt), eq(tasks.isOpen, true), isNoSuggestion)),
    ...presets
      .filter(hasOwnIndex)
      .map(
        async (preset) =>
          [
            preset,
            await countTasks(reader, { preset, withSuggestions: preset === 'suggested' }, today),
          ] as const,
      ),
  ]);
  return { ...row, ...Object.fromEntries(alone) };
}

async function listComments(reader: Reader, taskId: string): Promise<readonly TaskComment[]> {
  const rows = await reader
    .select()
    .from(taskComments)
    .where(eq(taskComments.taskId, taskId))
    .orderBy(asc(taskComments.createdAt), asc(taskComments.id));
  return rows as unknown as readonly TaskComment[]; // ids in the store are ids: the brand is all that is missing
}

async function listTags(reader: Reader): Promise<readonly TagCount[]> {
  // Counted in the index's own order first: grouping by the tag alone would sort every tagging.
  const rows = await reader.rows(
    `SELECT tag, sum(n) AS total FROM (SELECT tag, count(*) AS n FROM taggings GROUP BY entity, tag)
      GROUP BY tag ORDER BY total DESC, tag LIMIT 2000`,
  );
  return rows.map(([tag, total]) => ({ tag: String(tag), count: Number(total) }));
}

async function listDescendantIds(reader: Reader, ids: readonly string[]): Promise<readonly string[]> {
  // Depth is capped: a loop of parents cannot be made through the service, but a damaged store must not hang.
  const rows = await reader.rows(
    `WITH RECURSIVE below(id, depth) AS (
       SELECT id, 1 FROM tasks WHERE parent_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
       UNION SELECT t.id, below.depth + 1 FROM tasks t JOIN below ON t.parent_id = below.id
       WHERE t.deleted_at IS NULL AND below.depth < 20)
     SELECT DISTINCT id FROM below`,
    [JSON.stringify(ids)],
  );
  return rows.map((row) => String(row[0]));
}

async function findSortKey(reader: Reader, id: string): Promise<string | null> {
  const [row] = await reader
    .select({ sortKey: tasks.sortKey })
    .from(tasks)
    .where(inArray(tasks.id, [id]));
  return row?.sortKey ?? null;
}

async function edgeKeys(reader: Reader, parentId: string | null, after: string | null) {
  const [row] = await reader
    .select({
      last: sql<string | null>`max(${tasks.sortKey})`,
      next: sql<string | null>`min(case when ${tasks.sortKey} > ${after ?? ''} then ${tasks.sortKey} end)`,
    })
    .from(tasks)
    .where(parentId === null ? isNull(tasks.parentId) : eq(tasks.parentId, parentId));
  return { last: row?.last ?? null, next: row?.next ?? null };
}

type ItemRow = Omit<TaskListItem, keyof Task | 'isBlocked'> & {
  readonly task: typeof tasks.$inferSelect;
  readonly isBlocked: number;
  readonly sortValues?: unknown;
};

function toItem(row: ItemRow): TaskListItem {
  const { task, isBlocked: blocked, sortValues: _, ...extra } = row;
  const { agendaDate: _agenda, isOpen: _open, ...fields } = task;
  // Ids in the store are ids: the brand is all that is missing.
  return { ...(fields as Task), ...extra, isBlocked: blocked === 1 };
}
