import type { Job } from '#shared/contracts/jobs.ts';

/** Less done than this says nothing about how long the rest takes. */
const MIN_SHARE_FOR_ESTIMATE = 0.05;

/** 0 to 1, or null while the amount of work is not known. */
export function jobShare(job: Pick<Job, 'doneCount' | 'totalCount'>): number | null {
  return job.totalCount === null || job.totalCount === 0 ? null : job.doneCount / job.totalCount;
}

/** Minutes to go at the pace so far; undefined while that would be a guess. */
export function jobMinutesLeft(
  job: Pick<Job, 'doneCount' | 'totalCount' | 'startedAt'>,
  nowMs: number,
): number | undefined {
  const share = jobShare(job);
  if (share === null || job.startedAt === null || share < MIN_SHARE_FOR_ESTIMATE) return undefined;
  return Math.max(1, Math.ceil((((nowMs - job.startedAt) / share) * (1 - share)) / 60_000));
}
