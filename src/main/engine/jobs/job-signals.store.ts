import { and, asc, eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { jobSignals } from '#main/db/tables/jobs.ts';
import type { Statement } from './job-blobs.store.ts';

export type Signal = { readonly seq: number; readonly payload: unknown };

/** Keeps the signal and wakes the job where it waits for this one. */
export function insertSignal(tx: Writer, signal: { jobId: string; name: string; payload: unknown }): void {
  const { jobId, name, payload } = signal;
  tx.run({
    sql: 'INSERT INTO job_signals (job_id, name, payload, created_at) VALUES (?, ?, ?, ?)',
    params: [jobId, name, JSON.stringify(payload ?? null), tx.nowMs],
  });
  tx.run({
    sql: `UPDATE jobs SET run_after = ? WHERE id = ? AND status = 'waiting'
            AND EXISTS (SELECT 1 FROM json_each(waits_for) WHERE value = ?)`,
    params: [tx.nowMs, jobId, name],
  });
  tx.touch('job', [jobId]);
}

/** The oldest that the job has not taken yet. */
export async function findSignal(reader: Reader, jobId: string, name: string): Promise<Signal | undefined> {
  const [row] = await reader
    .select({ seq: jobSignals.seq, payload: jobSignals.payload })
    .from(jobSignals)
    .where(and(eq(jobSignals.jobId, jobId), eq(jobSignals.name, name)))
    .orderBy(asc(jobSignals.seq))
    .limit(1);
  return row;
}

export function takeSignal(seq: number): Statement {
  return { sql: 'DELETE FROM job_signals WHERE seq = ?', params: [seq] };
}
