import type { ShownJob } from '#renderer/entities/job/job-result.ts';

type Stands = Pick<ShownJob, 'status'>;

/** Paused ones can be let go on. */
export function canPause({ status }: Stands): boolean {
  return status === 'queued' || status === 'running' || status === 'waiting' || status === 'paused';
}

export function canRetry({ status }: Stands): boolean {
  return status === 'failed' || status === 'cancelled' || status === 'set_aside';
}
