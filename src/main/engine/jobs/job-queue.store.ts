import { and, eq, inArray } from 'drizzle-orm';
import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { jobs } from '#main/db/tables/jobs.ts';
import { INPUT_BLOB, keep, type Statement } from './job-blobs.store.ts';
import type { JobRow } from './jobs.store.ts';

export type NewJob = Pick<
  JobRow,
  | 'id'
  | 'type'
  | 'title'
  | 'input'
  | 'uniqueKey'
  | 'maxAttempts'
  | 'runAfter'
  | 'priority'
  | 'resourceKey'
  | 'resourceLimit'
  | 'parentId'
  | 'scheduleId'
>;

export function insertJob(tx: Writer, job: NewJob): void {
  const input = keep(job.id, INPUT_BLOB, job.input);
  for (const statement of input.apart) tx.run(statement);
  tx.run({
    sql: `INSERT INTO jobs (id, type, title, status, input, is_input_large, unique_key, done_count, total_count,
            message, attempt, max_attempts, run_after, cancel_requested, fence, created_at, priority, resource_key,
            resource_limit, parent_id, schedule_id)
          VALUES (?, ?, ?, 'queued', ?, ?, ?, 0, NULL, '', 0, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?)`,
    params: [
      job.id,
      job.type,
      job.title,
      input.text ?? 'null',
      input.isLarge ? 1 : 0,
      job.uniqueKey,
      job.maxAttempts,
      job.runAfter,
      tx.nowMs,
      job.priority,
      job.resourceKey,
      job.resourceLimit,
      job.parentId,
      job.scheduleId,
    ],
  });
  tx.touch('job', [job.id]);
}

export function putInput(tx: Writer, id: string, given: unknown): void {
  const input = keep(id, INPUT_BLOB, given);
  for (const statement of input.apart) tx.run(statement);
  tx.run({
    sql: 'UPDATE jobs SET input = ?, is_input_large = ? WHERE id = ?',
    params: [input.text ?? 'null', input.isLarge ? 1 : 0, id],
  });
  tx.touch('job', [id]);
}

export type DueQuery = {
  readonly nowMs: number;
  readonly types: readonly string[];
  readonly busyResources: readonly string[];
  readonly limit: number;
};

export type DueJob = Pick<JobRow, 'id' | 'type' | 'resourceKey' | 'resourceLimit'>;

/** What could begin now, the most urgent first. */
export async function listDue(reader: Reader, query: DueQuery): Promise<readonly DueJob[]> {
  const rows = await reader.rows(
    `SELECT id, type, resource_key, resource_limit FROM jobs
      WHERE status IN ('queued', 'waiting') AND run_after <= ?
        AND type IN (SELECT value FROM json_each(?))
        AND (resource_key IS NULL OR resource_key NOT IN (SELECT value FROM json_each(?)))
      ORDER BY priority DESC, run_after, id LIMIT ?`,
    [query.nowMs, JSON.stringify(query.types), JSON.stringify(query.busyResources), query.limit],
  );
  return rows.map(([id, type, resourceKey, resourceLimit]) => ({
    id: String(id),
    type: String(type),
    resourceKey: resourceKey === null ? null : String(resourceKey),
    resourceLimit: Number(resourceLimit),
  }));
}

/** When the next job that is not due yet will be. */
export async function nextDueAt(
  reader: Reader,
  types: readonly string[],
  nowMs: number,
): Promise<number | null> {
  const [row] = await reader.rows(
    `SELECT min(run_after) FROM jobs WHERE status IN ('queued', 'waiting') AND run_after > ?
        AND type IN (SELECT value FROM json_each(?))`,
    [nowMs, JSON.stringify(types)],
  );
  return typeof row?.[0] === 'number' ? row[0] : null;
}

/** Takes jobs for this process; what was cancelled or paused meanwhile is not among the answer. */
export async function claimJobs(
  tx: Writer,
  ids: readonly string[],
  bootId: string,
): Promise<readonly JobRow[]> {
  tx.run({
    sql: `UPDATE jobs SET status = 'running', lease_boot_id = ?, fence = fence + 1, attempt = attempt + 1,
            heartbeat_at = ?, started_at = coalesce(started_at, ?), waits_for = NULL, pause_requested = 0
          WHERE id = ? AND status IN ('queued', 'waiting')`,
    paramsList: ids.map((id) => [bootId, tx.nowMs, tx.nowMs, id]),
  });
  tx.touch('job', ids);
  return tx
    .select()
    .from(jobs)
    .where(and(inArray(jobs.id, [...ids]), eq(jobs.status, 'running'), eq(jobs.leaseBootId, bootId)));
}

/** True while the job still belongs to this turn; a zombie's late write is refused by it. */
export async function holdsLease(reader: Reader, id: string, fence: number): Promise<boolean> {
  const [row] = await reader
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.fence, fence), eq(jobs.status, 'running')));
  return row !== undefined;
}

/**
 * Fails the transaction unless each job still belongs to its turn: one statement that reads, instead of a question
 * with a round trip of its own. `json` refuses text that is no JSON, and is asked only where the turn is not found.
 */
export function guardLeases(turns: readonly { readonly jobId: string; readonly fence: number }[]): Statement {
  return {
    sql: `SELECT json(coalesce(max(status), 'gone') || '!') FROM jobs
           WHERE id = ? AND fence = ? AND status = 'running' HAVING count(*) = 0`,
    paramsList: turns.map(({ jobId, fence }) => [jobId, fence]),
  };
}

export function beat(tx: Writer, ids: readonly string[], bootId: string): void {
  tx.run({
    sql: 'UPDATE jobs SET heartbeat_at = ? WHERE id = ? AND lease_boot_id = ?',
    paramsList: ids.map((id) => [tx.nowMs, id, bootId]),
  });
}

export function nameChangeSet(jobId: string, changeSetId: number): Statement {
  return { sql: 'UPDATE jobs SET change_set_id = ? WHERE id = ?', params: [changeSetId, jobId] };
}

export function writeProgress(
  jobId: string,
  progress: { readonly doneCount: number; readonly totalCount: number | null; readonly message: string },
): Statement {
  return {
    sql: 'UPDATE jobs SET done_count = ?, total_count = ?, message = ? WHERE id = ?',
    params: [progress.doneCount, progress.totalCount, progress.message, jobId],
  };
}

export async function hasUnfinished(reader: Reader, type: string, uniqueKey: string): Promise<boolean> {
  const rows = await reader
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(eq(jobs.type, type), eq(jobs.uniqueKey, uniqueKey), inArray(jobs.status, [...UNFINISHED_STATUSES])),
    )
    .limit(1);
  return rows.length > 0;
}
