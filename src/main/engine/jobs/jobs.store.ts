import { and, asc, count, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Job, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Reader } from '#main/db/store.ts';
import { jobItems, jobs } from '#main/db/tables/jobs.ts';
import { INPUT_BLOB, readKept, RESULT_BLOB } from './job-blobs.store.ts';

export type JobRow = typeof jobs.$inferSelect;

/** Later than any clock: waits for a signal alone. */
export const NEVER = 8_640_000_000_000_000;

export function toJob(row: JobRow): Job {
  const { id, type, title, status, doneCount, totalCount, message, attempt, result, changeSetId } = row;
  const { priority, parentId, scheduleId, createdAt, startedAt, finishedAt } = row;
  const error = row.error ? { code: row.error.code, message: row.error.message } : null;
  const isDated = (status === 'queued' || status === 'waiting') && row.runAfter < NEVER;
  return {
    id,
    type,
    title,
    status,
    doneCount,
    totalCount,
    message,
    attempt,
    error,
    result,
    changeSetId,
    priority,
    resumesAt: isDated && row.runAfter > row.createdAt ? row.runAfter : null,
    waitsFor: row.waitsFor ?? [],
    parentId,
    scheduleId,
    createdAt,
    startedAt,
    finishedAt,
  };
}

export async function findJob(reader: Reader, id: string): Promise<JobRow | undefined> {
  const [row] = await reader.select().from(jobs).where(eq(jobs.id, id));
  return row;
}

export async function listJobs(reader: Reader, input: JobListInput): Promise<Page<Job>> {
  const filters: (SQL | undefined)[] = [
    input.statuses ? inArray(jobs.status, input.statuses) : undefined,
    input.type ? eq(jobs.type, input.type) : undefined,
    input.scheduleId ? eq(jobs.scheduleId, input.scheduleId) : undefined,
  ];
  const [createdAt, id] = input.cursor?.split(':') ?? [];
  const after =
    createdAt && id
      ? or(lt(jobs.createdAt, Number(createdAt)), and(eq(jobs.createdAt, Number(createdAt)), lt(jobs.id, id)))
      : undefined;
  const rows = await reader
    .select()
    .from(jobs)
    .where(and(...filters, after))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(input.limit + 1);
  const [total] = await reader
    .select({ value: count() })
    .from(jobs)
    .where(and(...filters));
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(toJob),
    nextCursor: rows.length > input.limit && last ? `${last.createdAt}:${last.id}` : null,
    total: total?.value ?? 0,
  };
}

/** Jobs not finished yet, oldest first. */
export async function listUnfinished(reader: Reader): Promise<readonly JobRow[]> {
  return reader
    .select()
    .from(jobs)
    .where(inArray(jobs.status, [...UNFINISHED_STATUSES]))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
}

export async function listItems(
  reader: Reader,
  input: { id: string; outcome?: JobItem['outcome'] | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<JobItem>> {
  const filter = and(
    eq(jobItems.jobId, input.id),
    input.outcome ? eq(jobItems.outcome, input.outcome) : undefined,
  );
  const from = Number(input.cursor ?? 0);
  const rows = await reader
    .select()
    .from(jobItems)
    .where(filter)
    .orderBy(asc(jobItems.index))
    .limit(input.limit + 1)
    .offset(from);
  const [total] = await reader.select({ value: count() }).from(jobItems).where(filter);
  return {
    items: rows.slice(0, input.limit).map(toItem),
    nextCursor: rows.length > input.limit ? String(from + input.limit) : null,
    total: total?.value ?? 0,
  };
}

function toItem({ index, source, outcome, reason, kind, entityId }: typeof jobItems.$inferSelect): JobItem {
  return { index, source, outcome, reason, kind, entityId };
}

export async function countItems(reader: Reader, jobId: string): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(jobItems).where(eq(jobItems.jobId, jobId));
  return row?.value ?? 0;
}

/** How a job that is over has ended, with its result. */
export async function readEnded(
  reader: Reader,
  id: string,
): Promise<{ readonly status: 'done' | 'failed' | 'cancelled' | 'set_aside'; readonly result: unknown }> {
  const row = await findJob(reader, id);
  switch (row?.status) {
    case 'done':
      return { status: 'done', result: await readResult(reader, row) };
    case 'failed':
    case 'set_aside':
      return { status: row.status, result: null };
    default:
      return { status: 'cancelled', result: null };
  }
}

export async function readResult(reader: Reader, row: JobRow): Promise<unknown> {
  return row.isResultLarge ? readKept(reader, row.id, RESULT_BLOB) : row.result;
}

export async function readInput(reader: Reader, row: JobRow): Promise<unknown> {
  return row.isInputLarge ? readKept(reader, row.id, INPUT_BLOB) : row.input;
}
