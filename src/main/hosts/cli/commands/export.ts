import { resolve } from 'node:path';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import type { Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';

/** Writes everything to open files, as a job. */
export function runExport(context: CommandContext, given: string): Promise<number> {
  const path = resolve(given);
  const run = async ({ api }: Line): Promise<number> => {
    const { jobId } = await api.exports.start({ path });
    const job = await followJob(context, api, jobId);
    const isDone = job.status === 'done';
    await context.output.answer({ job, path }, () =>
      isDone
        ? `Everything is in ${path}.`
        : `The export is ${job.status}. ${job.error?.message ?? job.message}`,
    );
    return isDone ? EXIT.done : EXIT.failed;
  };
  return withWorkspace(context, run, { isShared: true });
}
