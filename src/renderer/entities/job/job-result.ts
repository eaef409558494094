import type { ImportCounts } from '#shared/contracts/imports.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job } from '#shared/contracts/jobs.ts';

/** A job as it comes over the wire, where what is unknown may be missing. */
export type ShownJob = Omit<Job, 'result'> & { readonly result?: unknown };

export type ImportOutcome = { readonly counts: ImportCounts; readonly isDryRun: boolean };

function isCounts(value: unknown): value is ImportCounts {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['created', 'updated', 'unchanged', 'skipped', 'failed'].every(
      (key) => typeof Reflect.get(value, key) === 'number',
    )
  );
}

/** What an import counted; undefined for other jobs and for imports that did not come to their end. */
export function importOutcome(job: Pick<ShownJob, 'type' | 'result'>): ImportOutcome | undefined {
  const { result } = job;
  if (job.type !== 'import' || typeof result !== 'object' || result === null) return undefined;
  const counts: unknown = Reflect.get(result, 'counts');
  return isCounts(counts) ? { counts, isDryRun: Reflect.get(result, 'isDryRun') === true } : undefined;
}

export function isOver(job: Pick<Job, 'status'>): boolean {
  return isJobOver(job.status);
}
