import { setTimeout as wait } from 'node:timers/promises';
import type { Job } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { jobLine } from '../job-line.ts';
import type { Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';

type Steer = 'cancel' | 'retry' | 'pause' | 'resume';

const STEP_MS = 100;

export function runSteer(context: CommandContext, steer: Steer, id: string | undefined): Promise<number> {
  const steerOne = async (line: Line): Promise<number> => {
    if (id === undefined) return steerAll(context, line, steer);
    const job = await line.api.jobs[steer]({ id });
    const isWork = steer === 'retry' || steer === 'resume';
    return answer(context, isWork ? await workedOff(context, line, job) : job);
  };
  return withWorkspace(context, steerOne, { isShared: true });
}

export function runDecide(
  context: CommandContext,
  input: { readonly id: string; readonly answer: 'repeat' | 'skip'; readonly key: string | undefined },
): Promise<number> {
  const decide = async (line: Line): Promise<number> =>
    answer(context, await workedOff(context, line, await line.api.jobs.decide(input)));
  return withWorkspace(context, decide, { isShared: true });
}

async function steerAll(context: CommandContext, { api }: Line, steer: Steer): Promise<number> {
  if (steer !== 'pause' && steer !== 'resume') throw new AppError('invalid_input', 'Name the job by its id.');
  const isPaused = steer === 'pause';
  await api.jobs.pauseQueue({ isPaused });
  await context.output.answer({ isPaused }, () =>
    isPaused ? 'Nothing new begins until "adiuva jobs resume".' : 'Work goes on.',
  );
  return EXIT.done;
}

/** Where no other process does the work, this one does before it ends. */
async function workedOff(context: CommandContext, { host, api }: Line, given: Job): Promise<Job> {
  let job = given;
  while (host === 'local' && !context.terminal.signal.aborted) {
    if (job.status !== 'queued' && job.status !== 'running') break;
    await wait(STEP_MS);
    job = await api.jobs.get({ id: job.id });
  }
  return job;
}

async function answer(context: CommandContext, job: Job): Promise<number> {
  await context.output.answer(job, () => jobLine(job));
  return job.status === 'failed' || job.status === 'set_aside' ? EXIT.failed : EXIT.done;
}
