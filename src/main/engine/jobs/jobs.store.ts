import { and, asc, count, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Job, JobItem, JobListInput } from '#shared/contracts/jobs.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { jobItems, jobs, jobSteps } from '#main/db/tables/jobs.ts';

type Statement = Parameters<Writer['run']>[0];
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

export async function findStep(
  reader: Reader,
  jobId: string,
  key: string,
): Promise<{ result: unknown } | undefined> {
  const [row] = await reader
    .select({ result: jobSteps.result })
    .from(jobSteps)
    .where(and(eq(jobSteps.jobId, jobId), eq(jobSteps.key, key)));
  return row;
}

export async function countItems(reader: Reader, jobId: string): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(jobItems).where(eq(jobItems.jobId, jobId));
  return row?.value ?? 0;
}

export type NewJob = Pick<
  JobRow,
  'id' | 'type' | 'title' | 'input' | 'uniqueKey' | 'maxAttempts' | 'runAfter'
>;

export function insertJob(tx: Writer, job: NewJob): void {
  tx.run({
    sql: `INSERT INTO jobs (id, type, title, status, input, unique_key, done_count, total_count, message, attempt,
            max_attempts, run_after, cancel_requested, fence, created_at)
          VALUES (?, ?, ?, 'queued', ?, ?, 0, NULL, '', 0, ?, ?, 0, 0, ?)`,
    params: [
      job.id,
      job.type,
      job.title,
      JSON.stringify(job.input),
      job.uniqueKey,
      job.maxAttempts,
      job.runAfter,
      tx.nowMs,
    ],
  });
  tx.touch('job', [job.id]);
}

/**
 * What another boot left running is free again: the folder's lock makes this process the only owner. What was to be
 * cancelled is.
 */
export function recoverJobs(tx: Writer, bootId: string): void {
  tx.run({
    // It had its turn, so it is due now, also by a clock that has gone back since.
    sql: `UPDATE jobs SET lease_boot_id = NULL, run_after = ?,
            status = CASE cancel_requested WHEN 1 THEN 'cancelled' ELSE 'queued' END,
            finished_at = CASE cancel_requested WHEN 1 THEN ? ELSE NULL END
          WHERE status = 'running' AND lease_boot_id <> ?`,
    params: [tx.nowMs, tx.nowMs, bootId],
  });
}

export function requestCancel(tx: Writer, id: string): void {
  tx.run({
    sql: `UPDATE jobs SET cancel_requested = 1,
            finished_at = CASE status WHEN 'queued' THEN ? ELSE finished_at END,
            status = CASE status WHEN 'queued' THEN 'cancelled' ELSE status END
          WHERE id = ? AND status IN ('queued', 'running')`,
    params: [tx.nowMs, id],
  });
  tx.touch('job', [id]);
}

export function requeueJob(tx: Writer, id: string): void {
  tx.run({
    sql: `UPDATE jobs SET status = 'queued', attempt = 0, cancel_requested = 0, run_after = ?, error = NULL,
            finished_at = NULL WHERE id = ?`,
    params: [tx.nowMs, id],
  });
  tx.touch('job', [id]);
}

/** How a turn ended: for good, or queued again for later. */
export type JobEnd =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: NonNullable<JobRow['error']> }
  | { readonly status: 'cancelled' }
  | {
      readonly status: 'queued';
      readonly attempt: number;
      readonly runAfter: number;
      readonly error?: NonNullable<JobRow['error']>;
    };

/** Writes the end of a turn; a turn that has been taken over writes nothing. */
export function finishJob(tx: Writer, job: JobRow, end: JobEnd): void {
  tx.run({
    sql: `UPDATE jobs SET status = ?, result = ?, error = ?, attempt = ?, run_after = ?, finished_at = ?,
            lease_boot_id = NULL WHERE id = ? AND fence = ?`,
    params: [
      end.status,
      end.status === 'done' ? JSON.stringify(end.result ?? null) : null,
      'error' in end && end.error ? JSON.stringify(end.error) : null,
      end.status === 'queued' ? end.attempt : job.attempt,
      end.status === 'queued' ? end.runAfter : job.runAfter,
      end.status === 'queued' ? null : tx.nowMs,
      job.id,
      job.fence,
    ],
  });
  tx.touch('job', [job.id]);
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

/** Takes a queued job for this process. False when another turn was faster or it was cancelled. */
export async function claimJob(tx: Writer, id: string, bootId: string): Promise<JobRow | undefined> {
  tx.run({
    sql: `UPDATE jobs SET status = 'running', lease_boot_id = ?, fence = fence + 1, attempt = attempt + 1,
            heartbeat_at = ?, started_at = coalesce(started_at, ?), error = NULL
          WHERE id = ? AND status = 'queued'`,
    params: [bootId, tx.nowMs, tx.nowMs, id],
  });
  tx.touch('job', [id]);
  const [row] = await tx
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.leaseBootId, bootId)));
  return row?.status === 'running' ? row : undefined;
}

/** True while the job still belongs to this turn; a zombie's late write is refused by it. */
export async function holdsLease(tx: Writer, id: string, fence: number): Promise<boolean> {
  const [row] = await tx
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.fence, fence), eq(jobs.status, 'running')));
  return row !== undefined;
}

export function nameChangeSet(jobId: string, changeSetId: number): Statement {
  return { sql: 'UPDATE jobs SET change_set_id = ? WHERE id = ?', params: [changeSetId, jobId] };
}
