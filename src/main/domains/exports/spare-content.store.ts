import type { Reader, Writer } from '#main/db/store.ts';
import { UNFINISHED_STATUSES, type JobStatus } from '#shared/contracts/job-status.ts';
import { EXPORT_JOB } from './exports.jobs.ts';
import { IMPORT_JOB } from '#main/domains/imports/index.ts';

/** Datasets come in from uploads and go out as archives too. */
const IMPORT_JOBS: readonly string[] = [IMPORT_JOB, 'dataset_import'];
const EXPORT_JOBS: readonly string[] = [EXPORT_JOB, 'dataset_export'];

/** A job as far as it can name content that waits in the store. */
export type NamingJob = {
  readonly id: string;
  readonly kind: 'import' | 'export';
  readonly status: JobStatus;
  /** The upload it was started on; null for a path. */
  readonly uploadId: string | null;
  readonly finishedAt: number | null;
};

/** Keys of content that is not kept by its hash: uploads, copies under way and archives to be fetched. */
export async function listPassingKeys(reader: Reader): Promise<readonly string[]> {
  const rows = await reader.rows('SELECT DISTINCT sha256 FROM blob_parts WHERE length(sha256) < 64');
  return rows.map(([key]) => String(key));
}

export async function listNamingJobs(reader: Reader): Promise<readonly NamingJob[]> {
  const rows = await reader.rows(
    // The unique key of an import from an upload is the upload, also where the input is too large for its row.
    `SELECT id, type, status, coalesce(CASE WHEN json_valid(input) THEN input ->> '$.source.uploadId' END, unique_key), finished_at
      FROM jobs WHERE type IN (?, ?, ?, ?)`,
    [...IMPORT_JOBS, ...EXPORT_JOBS],
  );
  return rows.map(([id, type, status, uploadId, finishedAt]) => ({
    id: String(id),
    kind: IMPORT_JOBS.includes(String(type)) ? 'import' : 'export',
    status: status as JobStatus, // written from the closed list
    uploadId: uploadId === null ? null : String(uploadId),
    finishedAt: finishedAt === null ? null : Number(finishedAt),
  }));
}

export function isUnfinished(job: NamingJob): boolean {
  return UNFINISHED_STATUSES.includes(job.status);
}

/** Removes a few parts of a content; `secure_delete` overwrites each, and nobody should wait for many of them. */
export function dropParts(tx: Writer, key: string, atMost: number): void {
  tx.run({
    sql: `DELETE FROM blob_parts WHERE rowid IN (SELECT rowid FROM blob_parts WHERE sha256 = ? ORDER BY part DESC LIMIT ?)`,
    params: [key, atMost],
  });
}

export async function hasParts(reader: Reader, key: string): Promise<boolean> {
  const rows = await reader.rows('SELECT 1 FROM blob_parts WHERE sha256 = ? LIMIT 1', [key]);
  return rows.length > 0;
}
