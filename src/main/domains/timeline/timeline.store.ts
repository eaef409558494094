import { and, asc, eq, gte, inArray, isNull, lte, sql } from 'drizzle-orm';
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

async function listTasks(
  reader: Reader,
  input: TimelineInput,
  limit: number,
): Promise<readonly TimelineRow[]> {
  const rows = await reader
    .select({
      id: tasks.id,
      title: tasks.title,
      plannedDate: tasks.plannedDate,
      dueDate: tasks.dueDate,
      status: tasks.status,
      priority: tasks.priority,
      isAiSuggested: tasks.isAiSuggested,
      isApproved: tasks.isApproved,
      estimateMinutes: tasks.estimateMinutes,
      projectId: tasks.projectId,
    })
    .from(tasks)
    .leftJoin(projects, eq(projects.id, tasks.projectId))
    .where(
      and(
        isNull(tasks.deletedAt),
        lte(first, input.to),
        gte(last, input.from),
        input.includeDone ? undefined : eq(tasks.isOpen, true),
        input.projectIds ? inArray(tasks.projectId, input.projectIds) : undefined,
        input.clientIds
          ? inArray(sql`coalesce(${projects.clientId}, ${tasks.clientId})`, input.clientIds)
          : undefined,
      ),
    )
    .orderBy(asc(first), asc(tasks.id))
    .limit(limit);
  return rows.map(({ status, ...row }) => ({
    ...row,
    kind: 'task',
    isDone: status === 'done' || status === 'cancelled',
  }));
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
