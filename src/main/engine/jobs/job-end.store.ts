import type { JobStatus } from '#shared/contracts/job-status.ts';
import type { Writer } from '#main/db/store.ts';
import { keep, RESULT_BLOB } from './job-blobs.store.ts';
import { insertSignal } from './job-signals.store.ts';
import type { JobRow } from './jobs.store.ts';

type JobError = NonNullable<JobRow['error']>;

/** How a turn ended: for good, or to go on later. */
export type JobEnd =
  | { readonly status: 'done'; readonly result: unknown }
  | { readonly status: 'failed'; readonly error: JobError; readonly failureCount: number }
  /** The handler itself found that there is nothing more to do. */
  | { readonly status: 'cancelled'; readonly error: JobError; readonly result: unknown }
  | { readonly status: 'cancelled' | 'paused' | 'needs_decision' }
  /** The try does not count: the app closed. */
  | { readonly status: 'queued' }
  | {
      readonly status: 'queued';
      readonly error: JobError;
      readonly failureCount: number;
      readonly runAfter: number;
    }
  | { readonly status: 'waiting'; readonly runAfter: number; readonly signals: readonly string[] };

const FOR_GOOD: ReadonlySet<JobStatus> = new Set(['done', 'failed', 'cancelled']);

/** Writes the end of a turn; the caller has made sure that the turn is still this one's. */
export function finishJob(tx: Writer, job: JobRow, end: JobEnd): void {
  const isOver = FOR_GOOD.has(end.status);
  const result = 'result' in end ? keep(job.id, RESULT_BLOB, end.result) : null;
  for (const statement of result?.apart ?? []) tx.run(statement);
  tx.run({
    sql: `UPDATE jobs SET status = ?, result = ?, is_result_large = ?, error = ?, failure_count = ?, attempt = ?,
            run_after = ?, finished_at = ?, waits_for = ?, pause_requested = 0, lease_boot_id = NULL,
            fence = fence + 1
          WHERE id = ? AND fence = ?`,
    params: [
      end.status,
      result?.text ?? null,
      result?.isLarge ? 1 : 0,
      'error' in end ? JSON.stringify(end.error) : null,
      'failureCount' in end ? end.failureCount : job.failureCount,
      isOver || 'error' in end || end.status === 'needs_decision' ? job.attempt : job.attempt - 1,
      'runAfter' in end ? end.runAfter : job.runAfter,
      isOver ? tx.nowMs : null,
      'signals' in end ? JSON.stringify(end.signals) : null,
      job.id,
      job.fence,
    ],
  });
  if (end.status === 'waiting') wakeIfSignalled(tx, job.id);
  if (isOver) tellParent(tx, job, end.status);
  tx.touch('job', [job.id]);
}

/** A signal may have come between the look for it and this write. */
function wakeIfSignalled(tx: Writer, jobId: string): void {
  tx.run({
    sql: `UPDATE jobs SET run_after = ? WHERE id = ? AND EXISTS (
            SELECT 1 FROM job_signals s WHERE s.job_id = jobs.id
              AND s.name IN (SELECT value FROM json_each(jobs.waits_for)))`,
    params: [tx.nowMs, jobId],
  });
}

export const childSignal = (childId: string): string => `job:${childId}`;

export function tellParent(tx: Writer, child: Pick<JobRow, 'id' | 'parentId'>, status: JobStatus): void {
  if (child.parentId === null) return;
  insertSignal(tx, { jobId: child.parentId, name: childSignal(child.id), payload: { status } });
}

/** Crashes in a row, with nothing finished between them, after which a job is no longer tried. */
export const MAX_CRASHES = 5;

const SET_ASIDE: JobError = {
  code: 'internal',
  message: `Adiuva ended unexpectedly ${MAX_CRASHES} times while it worked on this, so it was set aside. What it had finished is kept; try it again when you like.`,
  errorClass: 'unknown',
};

type Lost = {
  readonly id: string;
  readonly parentId: string | null;
  readonly crashCount: number;
  readonly crashMark: number;
  readonly isCancelled: boolean;
  readonly isPaused: boolean;
  /** Grows with each thing finished. */
  readonly mark: number;
};

/**
 * Frees jobs that were running and are no longer held: the folder's lock makes this process the only owner. What
 * was to be cancelled or paused is; what ended the process too often is set aside.
 */
export async function recoverJobs(
  tx: Writer,
  lost: { readonly bootId: string; readonly held: readonly string[]; readonly silentSinceMs: number | null },
): Promise<number> {
  const rows = await tx.rows(
    `SELECT id, parent_id, crash_count, crash_mark, cancel_requested, pause_requested,
        (SELECT count(*) FROM job_steps WHERE job_id = jobs.id)
          + (SELECT count(*) FROM job_items WHERE job_id = jobs.id)
       FROM jobs WHERE status = 'running' AND id NOT IN (SELECT value FROM json_each(?))
         AND ${lost.silentSinceMs === null ? 'lease_boot_id <> ?' : 'coalesce(heartbeat_at, 0) < ?'}`,
    [JSON.stringify(lost.held), lost.silentSinceMs ?? lost.bootId],
  );
  for (const row of rows) {
    const [id, parentId, crashCount, crashMark, isCancelled, isPaused, mark] = row;
    freeJob(tx, {
      id: String(id),
      parentId: parentId === null ? null : String(parentId),
      crashCount: Number(crashCount),
      crashMark: Number(crashMark),
      isCancelled: isCancelled === 1,
      isPaused: isPaused === 1,
      mark: Number(mark),
    });
  }
  return rows.length;
}

function freeJob(tx: Writer, job: Lost): void {
  const crashes = job.mark > job.crashMark ? 1 : job.crashCount + 1;
  const isSetAside = crashes >= MAX_CRASHES;
  const status = job.isCancelled
    ? 'cancelled'
    : isSetAside
      ? 'set_aside'
      : job.isPaused
        ? 'paused'
        : 'queued';
  const isOver = status === 'cancelled' || status === 'set_aside';
  tx.run({
    // It had its turn, so it is due now, also by a clock that has gone back since.
    sql: `UPDATE jobs SET status = ?, lease_boot_id = NULL, run_after = ?, crash_count = ?, crash_mark = ?,
            finished_at = ?, error = ?, pause_requested = 0, fence = fence + 1 WHERE id = ?`,
    params: [
      status,
      tx.nowMs,
      crashes,
      job.mark,
      isOver ? tx.nowMs : null,
      status === 'set_aside' ? JSON.stringify(SET_ASIDE) : null,
      job.id,
    ],
  });
  if (isOver) tellParent(tx, job, status);
  tx.touch('job', [job.id]);
}
