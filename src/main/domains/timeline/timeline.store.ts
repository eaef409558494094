import { and, asc, eq, gte, inArray, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { TimelineInput } from '#shared/contracts/timeline.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';
import { tasks } from '#main/db/tables/tasks.ts';

export type TimelineRow = {
  readonly kind: 'task' | 'checkpoint';
  readonly id: string;
  readonly title: string;
  readonly plannedDate: string | null;
  readonly dueDate: string | null;
  readonly isDone: boolean;
  readonly priority: string | null;
  readonly isAiSuggested: boolean;
  readonly isApproved: boolean;
  readonly estimateMinutes: number | null;
  readonly projectId: string | null;
};
export type LaneProject = {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly clientName: string | null;
  readonly startDate: string | null;
  readonly dueDate: string | null;
};

export type TimelineStore = {
  listItems(input: TimelineInput, limit: number): Promise<readonly TimelineRow[]>;
  listProjects(input: TimelineInput): Promise<readonly LaneProject[]>;
};

export function createTimelineStore(reader: Reader): TimelineStore {
  return {
    async listItems(input, limit) {
      const [taskRows, checkpointRows] = await Promise.all([
        listTasks(reader, input, limit),
        listCheckpoints(reader, input, limit),
      ]);
      return [...checkpointRows, ...taskRows];
    },
    listProjects: (input) =>
      reader
        .select({
          id: projects.id,
          name: projects.name,
          colour: projects.colour,
          clientName: clients.name,
          startDate: projects.startDate,
          dueDate: projects.dueDate,
        })
        .from(projects)
        .leftJoin(clients, eq(clients.id, projects.clientId))
        .where(
          and(
            isNull(projects.deletedAt),
            isNull(projects.archivedAt),
            input.projectIds ? inArray(projects.id, input.projectIds) : undefined,
            input.clientIds ? inArray(projects.clientId, input.clientIds) : undefined,
          ),
        )
        .orderBy(asc(sql`coalesce(${projects.dueDate}, '9999-12-31')`), asc(projects.name)),
  };
}

const first = sql`coalesce(${tasks.plannedDate}, ${tasks.dueDate})`;
const last = sql`coalesce(${tasks.dueDate}, ${tasks.plannedDate})`;

/** All that is shown of a task lies in the index of lists; no row is read. */
const TASK_FIELDS = {
  id: sql<string>`tasks.id`,
  title: sql<string>`tasks.title`,
  plannedDate: sql<string | null>`tasks.planned_date`,
  dueDate: sql<string | null>`tasks.due_date`,
  isDone: sql`tasks.status in ('done', 'cancelled')`.mapWith(Boolean),
  priority: sql`tasks.priority`.mapWith(tasks.priority),
  isAiSuggested: sql`tasks.is_ai_suggested`.mapWith(Boolean),
  isApproved: sql`tasks.is_approved`.mapWith(Boolean),
  estimateMinutes: sql<number | null>`tasks.estimate_minutes`,
  projectId: sql<string | null>`tasks.project_id`,
};

async function listTasks(
  reader: Reader,
  input: TimelineInput,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const { projectIds, clientIds } = input;
  const rows = await reader
    .select(TASK_FIELDS)
    .from(projectIds ? sql`tasks` : sql`tasks indexed by tasks_list`)
    .where(
      and(
        isNull(tasks.deletedAt),
        lte(first, input.to),
        gte(last, input.from),
        input.includeDone ? undefined : eq(tasks.isOpen, true),
        projectIds ? inArray(tasks.projectId, projectIds) : undefined,
        clientIds ? countsFor(clientIds) : undefined,
      ),
    )
    .orderBy(asc(first), asc(tasks.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, kind: 'task' }));
}

/** A task counts for its project's client, or for its own. */
function countsFor(clientIds: readonly string[]): SQL {
  const given = sql`(select value from json_each(${JSON.stringify(clientIds)}))`;
  return sql`(${tasks.projectId} in (select id from projects where client_id in ${given})
    or (${tasks.clientId} in ${given} and (select p.client_id from projects p where p.id = ${tasks.projectId}) is null))`;
}

async function listCheckpoints(
  reader: Reader,
  input: TimelineInput,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const rows = await reader
    .select({
      id: checkpoints.id,
      title: checkpoints.title,
      dueDate: checkpoints.dueDate,
      reachedAt: checkpoints.reachedAt,
      isAiSuggested: checkpoints.isAiSuggested,
      isApproved: checkpoints.isApproved,
      projectId: checkpoints.projectId,
    })
    .from(checkpoints)
    .innerJoin(projects, eq(projects.id, checkpoints.projectId))
    .where(
      and(
        isNull(checkpoints.deletedAt),
        gte(checkpoints.dueDate, input.from),
        lte(checkpoints.dueDate, input.to),
        input.includeDone ? undefined : isNull(checkpoints.reachedAt),
        input.projectIds ? inArray(checkpoints.projectId, input.projectIds) : undefined,
        input.clientIds ? inArray(projects.clientId, input.clientIds) : undefined,
      ),
    )
    .orderBy(asc(checkpoints.dueDate), asc(checkpoints.id))
    .limit(limit);
  return rows.map(({ reachedAt, ...row }) => ({
    ...row,
    kind: 'checkpoint',
    plannedDate: null,
    isDone: reachedAt !== null,
    priority: null,
    estimateMinutes: null,
  }));
}
