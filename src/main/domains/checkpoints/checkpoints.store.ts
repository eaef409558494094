import { and, count, eq, gte, inArray, isNotNull, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { Checkpoint, CheckpointListInput, CheckpointListItem } from '#shared/contracts/checkpoints.ts';
import type { Page } from '#shared/contracts/common.ts';
import { afterCursor, contains, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { projects } from '#main/db/tables/projects.ts';

export type CheckpointsStore = {
  list(input: CheckpointListInput): Promise<Page<CheckpointListItem>>;
  find(id: string): Promise<CheckpointListItem | undefined>;
};

const BY_DUE: readonly SortColumn[] = [
  { by: sql`coalesce(${checkpoints.dueDate}, '9999-12-31')`, direction: 'asc' },
  { by: checkpoints.id, direction: 'asc' },
];

const LIST_FIELDS = {
  checkpoint: checkpoints,
  projectName: projects.name,
  projectColour: projects.colour,
  waitingTaskCount: sql<number>`(select count(*) from task_waits w cross join tasks t on t.id = w.task_id
    where w.checkpoint_id = checkpoints.id and t.deleted_at is null and t.is_open = 1
      and (t.is_approved = 1 or t.is_ai_suggested = 0))`,
};

export function createCheckpointsStore(reader: Reader): CheckpointsStore {
  const select = () =>
    reader
      .select({ ...LIST_FIELDS, sortValues: sortValues(BY_DUE) })
      .from(checkpoints)
      .innerJoin(projects, eq(projects.id, checkpoints.projectId));
  return {
    async list(input) {
      const filter = filterOf(input);
      const rows = await select()
        .where(and(filter, afterCursor(BY_DUE, input.cursor)))
        .orderBy(...orderOf(BY_DUE))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(checkpoints).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, toItem);
    },
    async find(id) {
      const [row] = await select().where(eq(checkpoints.id, id));
      return row && toItem(row);
    },
  };
}

function filterOf(input: CheckpointListInput): SQL | undefined {
  const state = {
    open: isNull(checkpoints.reachedAt),
    reached: isNotNull(checkpoints.reachedAt),
    all: undefined,
  };
  return and(
    isNull(checkpoints.deletedAt),
    state[input.state],
    input.text ? contains(checkpoints.title, input.text) : undefined,
    input.projectIds ? inArray(checkpoints.projectId, input.projectIds) : undefined,
    input.dueFrom ? gte(checkpoints.dueDate, input.dueFrom) : undefined,
    input.dueTo ? lte(checkpoints.dueDate, input.dueTo) : undefined,
  );
}

function toItem(row: {
  checkpoint: typeof checkpoints.$inferSelect;
  projectName: string;
  projectColour: string;
  waitingTaskCount: number;
}): CheckpointListItem {
  const { checkpoint, projectName, projectColour, waitingTaskCount } = row;
  // Ids in the store are ids: the brand is all that is missing.
  return { ...(checkpoint as Checkpoint), projectName, projectColour, waitingTaskCount };
}
