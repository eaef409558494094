import type { JobDecideInput } from '#shared/contracts/jobs.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { tellParent } from './job-end.store.ts';
import { dropIntent, finishStep } from './job-steps.store.ts';
import type { JobRow } from './jobs.store.ts';

/** The job and those that belong to it, which have not ended. */
export async function listFamily(reader: Reader, id: string): Promise<readonly string[]> {
  const rows = await reader.rows(
    `WITH RECURSIVE family (id) AS (
       SELECT ? UNION SELECT jobs.id FROM jobs JOIN family ON jobs.parent_id = family.id)
     SELECT id FROM family`,
    [id],
  );
  return rows.map((row) => String(row[0]));
}

/** What runs is marked, for its turn to end; what does not is cancelled at once. */
export function requestCancel(tx: Writer, job: Pick<JobRow, 'id' | 'parentId' | 'status'>): void {
  tx.run({
    sql: `UPDATE jobs SET cancel_requested = 1,
            finished_at = CASE status WHEN 'running' THEN finished_at ELSE ? END,
            status = CASE status WHEN 'running' THEN status ELSE 'cancelled' END
          WHERE id = ? AND status IN ('queued', 'running', 'waiting', 'paused', 'needs_decision')`,
    params: [tx.nowMs, job.id],
  });
  if (job.status !== 'running') tellParent(tx, job, 'cancelled');
  tx.touch('job', [job.id]);
}

export function requestPause(tx: Writer, id: string): void {
  tx.run({
    sql: `UPDATE jobs SET pause_requested = CASE status WHEN 'running' THEN 1 ELSE 0 END,
            status = CASE status WHEN 'running' THEN status ELSE 'paused' END
          WHERE id = ? AND status IN ('queued', 'running', 'waiting')`,
    params: [id],
  });
  tx.touch('job', [id]);
}

/** Due at once: what it slept or waited for is looked at anew when its turn comes. */
export function resumeJob(tx: Writer, id: string): void {
  tx.run({
    sql: `UPDATE jobs SET status = 'queued', run_after = ?, pause_requested = 0, waits_for = NULL
          WHERE id = ? AND status = 'paused'`,
    params: [tx.nowMs, id],
  });
  tx.touch('job', [id]);
}

/** From its last finished step, with all its tries before it. */
export function requeueJob(tx: Writer, id: string): void {
  tx.run({
    sql: `UPDATE jobs SET status = 'queued', attempt = 0, failure_count = 0, crash_count = 0, crash_mark = -1,
            cancel_requested = 0, pause_requested = 0, run_after = ?, error = NULL, finished_at = NULL
          WHERE id = ?`,
    params: [tx.nowMs, id],
  });
  tx.touch('job', [id]);
}

/** `repeat` lets the step run again, `skip` ends it with the result `null`. The last answer lets the job go on. */
export function decideStep(tx: Writer, id: string, key: string, answer: JobDecideInput['answer']): void {
  tx.run(dropIntent(id, key));
  if (answer === 'skip') {
    for (const statement of finishStep({ jobId: id, key, result: null, nowMs: tx.nowMs })) tx.run(statement);
  }
  tx.run({
    sql: `UPDATE jobs SET status = 'queued', run_after = ? WHERE id = ? AND status = 'needs_decision'
            AND NOT EXISTS (SELECT 1 FROM job_intents WHERE job_id = jobs.id)`,
    params: [tx.nowMs, id],
  });
  tx.touch('job', [id]);
}

const PAUSED_KEY = 'jobs_paused';

export async function isQueuePaused(reader: Reader): Promise<boolean> {
  const rows = await reader.rows('SELECT value FROM store_meta WHERE key = ?', [PAUSED_KEY]);
  return rows[0]?.[0] === '1';
}

export function setQueuePaused(tx: Writer, isPaused: boolean): void {
  tx.run({
    sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)',
    params: [PAUSED_KEY, isPaused ? '1' : '0'],
  });
  tx.touch('job', [PAUSED_KEY]);
}

const PARTS = ['job_steps', 'job_intents', 'job_blobs', 'job_signals', 'job_logs', 'job_items'];

/** Removes ended jobs with all that hangs on them, a batch at a time. Answers how many went. */
export async function pruneJobs(
  tx: Writer,
  before: { readonly doneMs: number; readonly failedMs: number },
): Promise<number> {
  const rows = await tx.rows(
    `SELECT id FROM jobs WHERE (status IN ('done', 'cancelled') AND finished_at < ?)
        OR (status IN ('failed', 'set_aside') AND finished_at < ?) LIMIT 50`,
    [before.doneMs, before.failedMs],
  );
  const ids = rows.map((row) => String(row[0]));
  if (ids.length === 0) return 0;
  for (const table of PARTS) {
    tx.run({ sql: `DELETE FROM ${table} WHERE job_id = ?`, paramsList: ids.map((id) => [id]) });
  }
  tx.run({ sql: 'DELETE FROM jobs WHERE id = ?', paramsList: ids.map((id) => [id]) });
  tx.touch('job', ids);
  return ids.length;
}
