import { and, count, eq, inArray, sql } from 'drizzle-orm';
import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { PluginLogLine } from '#shared/contracts/plugins.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { jobLogs, jobs } from '#main/db/tables/jobs.ts';

/** As much of a job as a run is told by. */
export type RunRow = Pick<
  typeof jobs.$inferSelect,
  'id' | 'status' | 'input' | 'doneCount' | 'message' | 'error' | 'result' | 'startedAt' | 'finishedAt'
> & { readonly proposalCount: number };

type PageOf = { readonly cursor?: string | undefined; readonly limit: number };

export type PluginRunsReads = {
  list(resourceKey: string, page: PageOf): Promise<Page<RunRow>>;
  /** Ids of those that have not ended, oldest first. */
  listUnfinished(resourceKey: string): Promise<readonly string[]>;
  /** Ids of the runs since the last one that was done, this one's own among them. */
  listUndone(resourceKey: string): Promise<readonly string[]>;
  logs(resourceKey: string, jobId: string | undefined, page: PageOf): Promise<Page<PluginLogLine>>;
};

const LATEST: readonly SortColumn[] = [
  { by: jobs.createdAt, direction: 'desc' },
  { by: jobs.id, direction: 'desc' },
];
const LATEST_LINES: readonly SortColumn[] = [...LATEST, { by: jobLogs.index, direction: 'desc' }];

export function createPluginRunsReads(reader: Reader): PluginRunsReads {
  return {
    list: (resourceKey, page) => list(reader, resourceKey, page),
    async listUnfinished(resourceKey) {
      const rows = await reader
        .select({ id: jobs.id })
        .from(jobs)
        .where(and(eq(jobs.resourceKey, resourceKey), inArray(jobs.status, [...UNFINISHED_STATUSES])))
        .orderBy(jobs.createdAt);
      return rows.map(({ id }) => id);
    },
    async listUndone(resourceKey) {
      const rows = await reader.rows(UNDONE_SQL, [resourceKey, resourceKey, MOST_UNDONE]);
      return rows.map(([id]) => String(id));
    },
    logs: (resourceKey, jobId, page) => logs(reader, { resourceKey, jobId }, page),
  };
}

const MOST_UNDONE = 20;
const UNDONE_SQL = `SELECT id FROM jobs WHERE resource_key = ? AND status <> 'done' AND created_at >= coalesce(
    (SELECT max(created_at) FROM jobs WHERE resource_key = ? AND status = 'done'), 0)
  ORDER BY created_at DESC LIMIT ?`;

async function list(reader: Reader, resourceKey: string, page: PageOf): Promise<Page<RunRow>> {
  const isOf = eq(jobs.resourceKey, resourceKey);
  const rows = await reader
    .select({
      run: {
        id: jobs.id,
        status: jobs.status,
        input: jobs.input,
        doneCount: jobs.doneCount,
        message: jobs.message,
        error: jobs.error,
        result: jobs.result,
        startedAt: jobs.startedAt,
        finishedAt: jobs.finishedAt,
        proposalCount: sql<number>`(select count(*) from proposals where run_id = jobs.id)`,
      },
      sortValues: sortValues(LATEST),
    })
    .from(jobs)
    .where(and(isOf, afterCursor(LATEST, page.cursor)))
    .orderBy(...orderOf(LATEST))
    .limit(page.limit + 1);
  const [total] = await reader.select({ value: count() }).from(jobs).where(isOf);
  return pageOf(rows, page.limit, total?.value ?? 0, ({ run }) => run);
}

async function logs(
  reader: Reader,
  of: { readonly resourceKey: string; readonly jobId: string | undefined },
  page: PageOf,
): Promise<Page<PluginLogLine>> {
  const isOf = and(
    eq(jobs.resourceKey, of.resourceKey),
    of.jobId === undefined ? undefined : eq(jobs.id, of.jobId),
  );
  const rows = await reader
    .select({ line: jobLogs, sortValues: sortValues(LATEST_LINES) })
    .from(jobs)
    .innerJoin(jobLogs, eq(jobLogs.jobId, jobs.id))
    .where(and(isOf, afterCursor(LATEST_LINES, page.cursor)))
    .orderBy(...orderOf(LATEST_LINES))
    .limit(page.limit + 1);
  const [total] = await reader
    .select({ value: count() })
    .from(jobs)
    .innerJoin(jobLogs, eq(jobLogs.jobId, jobs.id))
    .where(isOf);
  return pageOf(rows, page.limit, total?.value ?? 0, ({ line }) => ({
    at: line.createdAt,
    level: line.level,
    message: line.fields === null ? line.message : `${line.message} ${JSON.stringify(line.fields)}`,
    jobId: line.jobId,
  }));
}
