import type { Job } from '#shared/contracts/jobs.ts';
import type { CommandContext } from './command-context.ts';
import { followJob, progressLine } from './follow-job.ts';
import type { Api } from './line.ts';

/** Waits until a job is over, or rests for a reason that only a person can do away with; shows how far it is. */
export async function followToRest(
  context: CommandContext,
  api: Api,
  { jobId, describe }: { readonly jobId: string; readonly describe?: (job: Job) => Promise<string> },
): Promise<void> {
  const show = progressLine(context, describe);
  await followJob(context, api, jobId, async (job) => {
    await show(job);
    if (job.status === 'paused') throw new JobRests();
  }).catch((error: unknown) => {
    if (!(error instanceof JobRests)) throw error;
  });
  // What was written over and over is gone before the answer stands there.
  if (context.terminal.stderr.isTTY === true) context.terminal.stderr.write('\r\u001b[K');
}

class JobRests extends Error {}
