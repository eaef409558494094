import type { Job } from '#shared/contracts/jobs.ts';
import { printable } from './terminal.ts';

export function jobCells(job: Job): readonly string[] {
  const startedAt = new Date(job.createdAt).toISOString().slice(0, 16).replace('T', ' ');
  return [job.id, job.type, job.status, countOf(job), startedAt, job.error?.message ?? job.message];
}

/** One job on one line, for a terminal that is watched. */
export function jobLine(job: Job): string {
  const tookMs = job.startedAt !== null && job.finishedAt !== null ? job.finishedAt - job.startedAt : null;
  const took = tookMs === null ? '' : `${(tookMs / 1_000).toFixed(1)} s`;
  const parts = [
    job.type,
    job.title,
    job.status,
    countOf(job),
    took,
    job.error?.message ?? job.message,
    job.id,
  ];
  return parts.filter(Boolean).map(printable).join('  ');
}

function countOf(job: Job): string {
  return job.totalCount === null ? `${job.doneCount}` : `${job.doneCount}/${job.totalCount}`;
}
