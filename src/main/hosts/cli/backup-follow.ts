import type { BackupRun, BackupRunKind, BackupStatus } from '#shared/contracts/backup.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { sizeText } from './backup-text.ts';
import type { CommandContext } from './command-context.ts';
import { followJob, progressLine, type ShowProgress } from './follow-job.ts';
import type { Api } from './line.ts';

export type ProgressOptions = { readonly progress?: boolean };

/** How far a piece of work is. Of a backup the share is of the pages, since nobody knows yet how many bytes are new. */
type Progress = {
  readonly kind: BackupRunKind;
  readonly status: Job['status'];
  readonly share: number | null;
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
};

const RECENT = 20;

/** Waits for a piece of work on the backup and answers what became of it. */
export async function followRun(
  context: CommandContext,
  api: Api,
  work: { readonly kind: BackupRunKind; readonly jobId: string },
  options: ProgressOptions,
): Promise<BackupRun> {
  const job = await followJob(context, api, work.jobId, showProgress(context, api, work.kind, options));
  const run = await findRun(api, work);
  if (run !== undefined && run.outcome !== 'running') return run;
  if (job.status === 'cancelled')
    throw new AppError('cancelled', 'Cancelled. Backups that are listed are whole.');
  throw new AppError('cut_off', job.error?.message ?? 'It did not begin. Backups that are listed are whole.');
}

export async function findRun(
  api: Api,
  { kind, jobId }: { readonly kind: BackupRunKind; readonly jobId: string },
): Promise<BackupRun | undefined> {
  const { items } = await api.backup.runs({ kind, limit: RECENT });
  return items.find((run) => run.jobId === jobId);
}

/** On a terminal one line that changes; with `--progress` a line for each change on stderr, JSON where answers are. */
export function showProgress(
  context: CommandContext,
  api: Api,
  kind: BackupRunKind,
  options: ProgressOptions,
): ShowProgress {
  const look = async (job: Job): Promise<Progress> => progressOf(kind, job, await api.backup.status());
  if (options.progress !== true) {
    return progressLine(context, async (job) => progressText(await look(job)));
  }
  let told = '';
  return async (job) => {
    if (isJobOver(job.status)) return;
    const progress = await look(job);
    const line = context.output.isJson ? JSON.stringify({ progress }) : progressText(progress);
    if (line !== told) context.output.say(line);
    told = line;
  };
}

function progressOf(kind: BackupRunKind, job: Job, { running }: BackupStatus): Progress {
  const { doneCount, totalCount, status } = job;
  const own = running?.jobId === job.id ? running : null;
  return {
    kind,
    status,
    share: totalCount === null || totalCount === 0 ? null : Math.min(1, doneCount / totalCount),
    doneBytes: own?.doneBytes ?? 0,
    totalBytes: own?.totalBytes ?? null,
    bytesPerSecond: own?.bytesPerSecond ?? null,
    secondsLeft: own?.secondsLeft ?? null,
  };
}

function progressText(progress: Progress): string {
  const { kind, status, share, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
  const parts = [
    share === null ? '' : `${Math.floor(share * 100)} %`,
    totalBytes === null ? sizeText(doneBytes) : `${sizeText(doneBytes)} of ${sizeText(totalBytes)}`,
    bytesPerSecond === null ? '' : `${sizeText(bytesPerSecond)}/s`,
    secondsLeft === null || secondsLeft < 2 ? '' : `about ${secondsLeft} s left`,
    status === 'running' ? '' : status,
  ];
  return `${kind}  ${parts.filter(Boolean).join(', ')}`;
}
