import { isJobOver } from '#shared/contracts/job-status.ts';
import type { ChangeBatch } from '#shared/contracts/changes.ts';
import { AppError } from '#shared/errors.ts';
import { claimFolder } from '../claim-folder.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { jobLine } from '../job-line.ts';
import { createLocalLine, type Line } from '../line.ts';
import { unlock } from '../open-line.ts';

/** Jobs looked through where a commit touched too many to be named. */
const LOOKED_THROUGH = 100;

/**
 * Holds the workspace open so that schedules and jobs run without a window, and says each job that ends. Other
 * commands reach the workspace through this process.
 */
export async function runDaemon(context: CommandContext): Promise<number> {
  const claim = await claimFolder(context, 'daemon');
  if (claim.kind === 'held') {
    const { pid } = claim.client;
    await claim.client.close();
    throw new AppError(
      'store_in_use',
      `Adiuva already runs on this data folder (process ${pid}) and does its work. Nothing was changed; "adiuva daemon --worker" makes records beside it.`,
      { details: { pid } },
    );
  }
  await using app = claim.app;
  await app.startControl();
  const line = createLocalLine(app, async () => undefined);
  await unlock(context, line);
  context.output.say(`Working in the background (process ${process.pid}). Ctrl-C stops.`);
  try {
    await tellEnds(context, line);
  } catch (error) {
    // Ctrl-C is how a daemon ends.
    if (!context.terminal.signal.aborted) throw error;
  }
  context.output.say('Stopping; what runs goes on at the next start…');
  return EXIT.done;
}

async function tellEnds(context: CommandContext, line: Line): Promise<void> {
  const { signal } = context.terminal;
  /** By id and time of its end: a job that is tried again ends again. */
  const told = new Set<string>();
  for await (const value of line.stream('changes.stream', undefined, signal)) {
    const { changes } = value as ChangeBatch; // what the procedure yields
    const ids = changes.filter(({ topic }) => topic === 'job').map((change) => change.ids);
    for (const id of await namedIds(line, ids)) await tellEnd(context, line, told, id);
  }
}

async function namedIds(line: Line, ids: readonly (readonly string[])[]): Promise<readonly string[]> {
  if (ids.every((some) => some.length > 0)) return ids.flat();
  const { items } = await line.api.jobs.list({ limit: LOOKED_THROUGH });
  return items.map(({ id }) => id);
}

async function tellEnd(context: CommandContext, line: Line, told: Set<string>, id: string): Promise<void> {
  // One that was removed meanwhile has nothing to tell.
  const job = await line.api.jobs.get({ id }).catch(() => undefined);
  if (!job || !(isJobOver(job.status) || job.status === 'needs_decision')) return;
  const key = `${id} ${job.status} ${job.finishedAt}`;
  if (told.has(key)) return;
  told.add(key);
  await context.output.answer(job, () => jobLine(job));
}
