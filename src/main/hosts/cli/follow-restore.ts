import { setTimeout as wait } from 'node:timers/promises';
import type { BackupRun } from '#shared/contracts/backup.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { AppError } from '#shared/errors.ts';
import { findRun, showProgress, type ProgressOptions } from './backup-follow.ts';
import type { CommandContext } from './command-context.ts';
import { failureOf } from './exit-codes.ts';
import type { Api } from './line.ts';
import { obstacle } from './open-line.ts';

const STEP_MS = 100;
/** What a store answers while another takes its place. */
const PASSING = new Set(['store_locked', 'store_busy', 'not_found', 'cancelled']);
const MAX_PASSING = 300;

/** Waits until the restored store has taken the place of the present one, whose jobs go with it; the run is in both. */
export async function followRestore(
  context: CommandContext,
  api: Api,
  jobId: string,
  options: ProgressOptions,
): Promise<BackupRun> {
  const { signal } = context.terminal;
  const show = showProgress(context, api, 'restore', options);
  let isCancelled = false;
  const look = async (): Promise<BackupRun | undefined> => {
    const run = await findRun(api, { kind: 'restore', jobId });
    if (run !== undefined && run.outcome !== 'running') return run;
    const job = await api.jobs.get({ id: jobId });
    await show(job);
    if (isJobOver(job.status) && job.status !== 'done' && run === undefined) throw notBegun(job);
    if (signal.aborted && !isCancelled) {
      isCancelled = true;
      await api.jobs.cancel({ id: jobId });
    }
    return undefined;
  };
  for (let passing = 0; ;) {
    const status = await api.system.status();
    const isExchanging = status.state === 'locked' && status.isExchanging === true;
    if (status.state !== 'ready' && !isExchanging) throw failedExchange(status, context);
    try {
      const run = isExchanging ? undefined : await look();
      if (run !== undefined) return run;
    } catch (error) {
      passing += 1;
      if (!PASSING.has(failureOf(error).code) || isNotBegun(error) || passing > MAX_PASSING) throw error;
    }
    await wait(STEP_MS);
  }
}

class NotBegun extends AppError {}

function isNotBegun(error: unknown): boolean {
  return error instanceof NotBegun;
}

function notBegun(job: { readonly status: string; readonly error: { readonly message: string } | null }) {
  if (job.status === 'cancelled') return new NotBegun('cancelled', 'Cancelled. Nothing was changed.');
  return new NotBegun('cut_off', job.error?.message ?? 'The restore did not begin. Nothing was changed.');
}

function failedExchange(
  status: Exclude<Awaited<ReturnType<Api['system']['status']>>, { state: 'ready' }>,
  { options }: CommandContext,
): AppError {
  if (status.state !== 'locked') return obstacle(status, options.dataDir);
  return new AppError(
    'store_locked',
    'The workspace was locked meanwhile. Its data is safe; look with "adiuva backup status".',
  );
}
