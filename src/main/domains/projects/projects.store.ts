import { and, count, eq, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { Project, ProjectListInput, ProjectListItem } from '#shared/contracts/projects.ts';
import {
  afterCursor,
  contains,
  hasTags,
  orderOf,
  pageOf,
  sortValues,
  type SortColumn,
} from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';

export type ProjectName = {
  readonly id: string;
  readonly name: string;
  readonly clientId: string | null;
  readonly colour: string;
};

export type ProjectsStore = {
  list(input: ProjectListInput, today: string): Promise<Page<ProjectListItem>>;
  findWithCounts(id: string, today: string): Promise<ProjectListItem | undefined>;
  listNames(): Promise<readonly ProjectName[]>;
  /** Ids of everything not in the trash that belongs to the projects. */
  listContents(projectIds: readonly string[]): Promise<{
    readonly tasks: readonly string[];
    readonly checkpoints: readonly string[];
    readonly notes: readonly string[];
  }>;
  listIdsOfClients(clientIds: readonly string[]): Promise<readonly string[]>;
};

const byId: SortColumn = { by: projects.id, direction: 'asc' };
const SORTS: Record<ProjectListInput['sort'], readonly SortColumn[]> = {
  name: [{ by: sql`lower(${projects.name})`, direction: 'asc' }, byId],
  dueDate: [{ by: sql`coalesce(${projects.dueDate}, '9999-12-31')`, direction: 'asc' }, byId],
  '-updatedAt': [{ by: projects.updatedAt, direction: 'desc' }, byId],
  '-createdAt': [{ by: projects.createdAt, direction: 'desc' }, byId],
};

type TaskCounts = Pick<
  ProjectListItem,
  'openTaskCount' | 'doneTaskCount' | 'overdueTaskCount' | 'estimateMinutes' | 'doneEstimateMinutes'
>;

const NO_TASKS: TaskCounts = {
  openTaskCount: 0,
  doneTaskCount: 0,
  overdueTaskCount: 0,
  estimateMinutes: 0,
  doneEstimateMinutes: 0,
};

const FIELDS = {
  project: projects,
  clientName: clients.name,
  noteCount: sql<number>`(select count(*) from notes n where n.project_id = projects.id and n.deleted_at is null)`,
  nextCheckpoint:
    sql`(select json_object('id', c.id, 'title', c.title, 'dueDate', c.due_date) from checkpoints c
      where c.project_id = projects.id and c.deleted_at is null and c.reached_at is null
        and (c.is_approved = 1 or c.is_ai_suggested = 0)
      order by coalesce(c.due_date, '9999-12-31'), c.id limit 1)`.mapWith(
      (text: string): ProjectListItem['nextCheckpoint'] => JSON.parse(text),
    ),
};

/**
 * All that is said of the projects' tasks, in one pass over each project's: the index holds all it asks for. What is
 * proposed counts for nothing until it is approved; the few there are stand in an index of their own.
 */
async function countTasks(
  reader: Reader,
  ids: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, TaskCounts>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows(
    `SELECT project_id,
       count(*) FILTER (WHERE status IN ('todo', 'in_progress', 'waiting')),
       count(*) FILTER (WHERE status = 'done'),
       count(*) FILTER (WHERE status IN ('todo', 'in_progress', 'waiting') AND due_date < ?),
       coalesce(sum(estimate_minutes) FILTER (WHERE status <> 'cancelled'), 0),
       coalesce(sum(estimate_minutes) FILTER (WHERE status = 'done'), 0)
     FROM tasks INDEXED BY tasks_by_project
     WHERE deleted_at IS NULL AND project_id IN (SELECT value FROM json_each(?))
       AND id NOT IN (SELECT s.id FROM tasks s WHERE s.is_ai_suggested = 1 AND s.is_approved = 0)
     GROUP BY project_id`,
    [today, JSON.stringify(ids)],
  );
  return new Map(
    rows.map(([id, open, done, overdue, estimate, doneEstimate]) => [
      String(id),
      {
        openTaskCount: Number(open),
        doneTaskCount: Number(done),
        overdueTaskCount: Number(overdue),
        estimateMinutes: Number(estimate),
        doneEstimateMinutes: Number(doneEstimate),
      },
    ]),
  );
}

export function createProjectsStore(reader: Reader): ProjectsStore {
  const contents = async (table: 'tasks' | 'checkpoints' | 'notes', projectIds: readonly string[]) => {
    const rows = await reader.rows(
      `SELECT id FROM ${table} WHERE deleted_at IS NULL AND project_id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(projectIds)],
    );
    return rows.map((row) => String(row[0]));
  };
  return {
    async list(input, today) {
      const sort = SORTS[input.sort];
      const filter = filterOf(input);
      const page = reader
        .select({ ...FIELDS, sortValues: sortValues(sort) })
        .from(projects)
        .leftJoin(clients, eq(clients.id, projects.clientId))
        .where(and(filter, afterCursor(sort, input.cursor)))
        .orderBy(...orderOf(sort))
        .limit(input.limit + 1);
      const counted = reader.select({ value: count() }).from(projects).where(filter);
      const [rows, [total]] = await Promise.all([page, counted]);
      const ids = rows.map((row) => row.project.id);
      const tasks = await countTasks(reader, ids, today);
      return pageOf(rows, input.limit, total?.value ?? 0, (row) => toItem(row, tasks));
    },
    async findWithCounts(id, today) {
      const [row] = await reader
        .select(FIELDS)
        .from(projects)
        .leftJoin(clients, eq(clients.id, projects.clientId))
        .where(eq(projects.id, id));
      return row && toItem(row, await countTasks(reader, [id], today));
    },
    listNames: () =>
      reader
        .select({
          id: projects.id,
          name: projects.name,
          clientId: projects.clientId,
          colour: projects.colour,
        })
        .from(projects)
        .where(isNull(projects.deletedAt)),
    listContents: async (projectIds) => ({
      tasks: await contents('tasks', projectIds),
      checkpoints: await contents('checkpoints', projectIds),
      notes: await contents('notes', projectIds),
    }),
    async listIdsOfClients(clientIds) {
      const rows = await reader
        .select({ id: projects.id })
        .from(projects)
        .where(and(inArray(projects.clientId, [...clientIds]), isNull(projects.deletedAt)));
      return rows.map((row) => row.id);
    },
  };
}

function filterOf(input: ProjectListInput): SQL | undefined {
  const archived = {
    exclude: isNull(projects.archivedAt),
    only: isNotNull(projects.archivedAt),
    include: undefined,
  }[input.archived];
  return and(
    isNull(projects.deletedAt),
    archived,
    input.text ? contains(projects.name, input.text) : undefined,
    input.clientIds ? inArray(projects.clientId, input.clientIds) : undefined,
    input.statuses ? inArray(projects.status, input.statuses) : undefined,
    input.isPrivate === undefined ? undefined : eq(projects.isPrivate, input.isPrivate),
    hasTags('project', projects.id, input.tags),
  );
}

type Row = Omit<ProjectListItem, keyof Project | keyof TaskCounts> & {
  readonly project: typeof projects.$inferSelect;
  readonly sortValues?: unknown;
};

function toItem(row: Row, tasks: ReadonlyMap<string, TaskCounts>): ProjectListItem {
  const { project, sortValues: _, ...extra } = row;
  // Ids in the store are ids: the brand is all that is missing.
  return { ...(project as Project), ...extra, ...(tasks.get(project.id) ?? NO_TASKS) };
}
