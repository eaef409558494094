import { setTimeout as wait } from 'node:timers/promises';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { jobLine } from '../job-line.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';

const STEP_MS = 400;
const SHOWN = 100;

/** Says each change of the jobs, or of one until it has ended. One JSON value a line where that was asked for. */
export function runWatch(context: CommandContext, id: string | undefined): Promise<number> {
  const watch = async ({ api }: { readonly api: Api }): Promise<number> => {
    const told = new Map<string, string>();
    for (;;) {
      const jobs =
        id === undefined ? (await api.jobs.list({ limit: SHOWN })).items : [await api.jobs.get({ id })];
      // What had ended before the watch began is no news.
      const isFirst = told.size === 0 && id === undefined;
      for (const job of jobs.toReversed()) await tell(context, told, job, isFirst);
      const [one] = jobs;
      if (id !== undefined && one && isJobOver(one.status))
        return one.status === 'done' ? EXIT.done : EXIT.failed;
      if (context.terminal.signal.aborted) return EXIT.done;
      await wait(STEP_MS, undefined, { signal: context.terminal.signal }).catch(() => undefined);
    }
  };
  return withWorkspace(context, watch, { isShared: true });
}

async function tell(
  context: CommandContext,
  told: Map<string, string>,
  job: Job,
  isFirst: boolean,
): Promise<void> {
  const state = `${job.status} ${job.doneCount} ${job.attempt}`;
  if (told.get(job.id) === state) return;
  told.set(job.id, state);
  if (isFirst && isJobOver(job.status)) return;
  await context.output.answer(job, () => jobLine(job));
}
