import { and, asc, count, eq, gte, inArray } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { JobItem, JobLogLevel, JobLogLine } from '#shared/contracts/jobs.ts';
import type { Reader } from '#main/db/store.ts';
import { jobLogs } from '#main/db/tables/jobs.ts';
import type { Statement } from './job-blobs.store.ts';

export async function countLogs(reader: Reader, jobId: string): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(jobLogs).where(eq(jobLogs.jobId, jobId));
  return row?.value ?? 0;
}

export function insertLogs(jobId: string, lines: readonly JobLogLine[]): Statement {
  return {
    sql: `INSERT INTO job_logs (job_id, line_index, level, message, fields, created_at)
          VALUES (?, ?, ?, ?, ?, ?)`,
    paramsList: lines.map(({ index, level, message, fields, createdAt }) => [
      jobId,
      index,
      level,
      message,
      fields === null ? null : JSON.stringify(fields),
      createdAt,
    ]),
  };
}

export type LogQuery = {
  readonly id: string;
  readonly levels?: readonly JobLogLevel[] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

export async function listLogs(reader: Reader, query: LogQuery): Promise<Page<JobLogLine>> {
  const filter = and(
    eq(jobLogs.jobId, query.id),
    query.levels ? inArray(jobLogs.level, [...query.levels]) : undefined,
  );
  const rows = await reader
    .select()
    .from(jobLogs)
    .where(and(filter, gte(jobLogs.index, Number(query.cursor ?? 0))))
    .orderBy(asc(jobLogs.index))
    .limit(query.limit + 1);
  const [total] = await reader.select({ value: count() }).from(jobLogs).where(filter);
  const items = rows
    .slice(0, query.limit)
    .map(({ index, level, message, fields, createdAt }) => ({ index, level, message, fields, createdAt }));
  const next = rows[query.limit];
  return { items, nextCursor: next ? String(next.index) : null, total: total?.value ?? 0 };
}

export function insertItems(
  jobId: string,
  first: number,
  items: readonly Omit<JobItem, 'index'>[],
): Statement {
  return {
    sql: `INSERT INTO job_items (job_id, item_index, source, outcome, reason, kind, entity_id)
          VALUES (?, ?, ?, ?, ?, ?, ?)`,
    paramsList: items.map((item, index) => [
      jobId,
      first + index,
      item.source,
      item.outcome,
      item.reason,
      item.kind,
      item.entityId,
    ]),
  };
}
