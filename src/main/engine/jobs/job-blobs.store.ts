import { and, eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { jobBlobs } from '#main/db/tables/jobs.ts';

export type Statement = Parameters<Writer['run']>[0];

/** JSON text longer than this lies apart, so that the rows which are read often stay small. */
const LARGE_LENGTH = 4_096;

/** A value as it is kept: in its own column, or `null` there and a statement that keeps it apart. */
export type Kept = {
  readonly text: string | null;
  readonly isLarge: boolean;
  readonly apart: readonly Statement[];
};

export function keep(jobId: string, key: string, value: unknown): Kept {
  const text = JSON.stringify(value ?? null);
  if (text.length <= LARGE_LENGTH) return { text, isLarge: false, apart: [] };
  const sql = 'INSERT OR REPLACE INTO job_blobs (job_id, key, content) VALUES (?, ?, ?)';
  return { text: null, isLarge: true, apart: [{ sql, params: [jobId, key, text] }] };
}

export async function readKept(reader: Reader, jobId: string, key: string): Promise<unknown> {
  const [row] = await reader
    .select({ content: jobBlobs.content })
    .from(jobBlobs)
    .where(and(eq(jobBlobs.jobId, jobId), eq(jobBlobs.key, key)));
  if (!row) throw new Error('a kept value of a job is missing');
  return JSON.parse(row.content) as unknown;
}

export const INPUT_BLOB = 'input';
export const RESULT_BLOB = 'result';
export const stepBlob = (stepKey: string): string => `step:${stepKey}`;
