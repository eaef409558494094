import { asc, count, eq } from 'drizzle-orm';
import type { JobDecision } from '#shared/contracts/jobs.ts';
import type { Reader } from '#main/db/store.ts';
import { jobIntents, jobSteps } from '#main/db/tables/jobs.ts';
import { keep, stepBlob, type Statement } from './job-blobs.store.ts';

export type StepMemo = { readonly result: unknown; readonly isLarge: boolean };

/** All finished steps of a job, read once when a turn begins: a look-up costs the same at ten and ten thousand. */
export async function readSteps(reader: Reader, jobId: string): Promise<Map<string, StepMemo>> {
  const rows = await reader.rows('SELECT key, result, is_large FROM job_steps WHERE job_id = ?', [jobId]);
  return new Map(
    rows.map(([key, result, isLarge]) => [
      String(key),
      { result: result === null ? null : (JSON.parse(String(result)) as unknown), isLarge: isLarge === 1 },
    ]),
  );
}

export async function countSteps(reader: Reader, jobId: string): Promise<number> {
  const [row] = await reader.select({ value: count() }).from(jobSteps).where(eq(jobSteps.jobId, jobId));
  return row?.value ?? 0;
}

export function finishStep(step: {
  readonly jobId: string;
  readonly key: string;
  readonly result: unknown;
  readonly nowMs: number;
}): readonly Statement[] {
  const { jobId, key, result, nowMs } = step;
  const kept = keep(jobId, stepBlob(key), result);
  const sql = 'INSERT INTO job_steps (job_id, key, result, finished_at, is_large) VALUES (?, ?, ?, ?, ?)';
  return [...kept.apart, { sql, params: [jobId, key, kept.text, nowMs, kept.isLarge ? 1 : 0] }];
}

export async function listIntents(reader: Reader, jobId: string): Promise<readonly JobDecision[]> {
  const { key, evidence, problem, begunAt } = jobIntents;
  return reader
    .select({ key, evidence, problem, begunAt })
    .from(jobIntents)
    .where(eq(jobIntents.jobId, jobId))
    .orderBy(asc(begunAt), asc(key));
}

export function beginIntent(intent: {
  readonly jobId: string;
  readonly key: string;
  readonly evidence: unknown;
  readonly nowMs: number;
}): Statement {
  return {
    sql: 'INSERT INTO job_intents (job_id, key, evidence, problem, begun_at) VALUES (?, ?, ?, NULL, ?)',
    params: [intent.jobId, intent.key, JSON.stringify(intent.evidence ?? null), intent.nowMs],
  };
}

export function noteProblem(jobId: string, key: string, problem: string): Statement {
  return {
    sql: 'UPDATE job_intents SET problem = ? WHERE job_id = ? AND key = ?',
    params: [problem, jobId, key],
  };
}

export function dropIntent(jobId: string, key: string): Statement {
  return { sql: 'DELETE FROM job_intents WHERE job_id = ? AND key = ?', params: [jobId, key] };
}
