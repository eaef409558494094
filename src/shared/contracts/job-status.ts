/** Free of zod: pages and commands read these without loading a validator. */

/**
 * `waiting` sleeps or waits for a signal and holds no slot; `needs_decision` waits for a person to say whether an
 * effect that may already have happened is repeated or skipped; `set_aside` took the process down too often.
 */
export const JOB_STATUSES = [
  'queued',
  'running',
  'waiting',
  'paused',
  'needs_decision',
  'done',
  'failed',
  'cancelled',
  'set_aside',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** What a job leaves only when a person tries it again. */
export const OVER_STATUSES: readonly JobStatus[] = ['done', 'failed', 'cancelled', 'set_aside'];
export const UNFINISHED_STATUSES: readonly JobStatus[] = JOB_STATUSES.filter(
  (status) => !OVER_STATUSES.includes(status),
);

export function isJobOver(status: JobStatus): boolean {
  return OVER_STATUSES.includes(status);
}
