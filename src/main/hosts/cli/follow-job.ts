import { setTimeout as wait } from 'node:timers/promises';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job, JobItem } from '#shared/contracts/jobs.ts';
import type { CommandContext } from './command-context.ts';
import type { Api } from './line.ts';
import { printable } from './terminal.ts';

const FIRST_STEP_MS = 20;
const LAST_STEP_MS = 250;
const PAGE = 500;

/** Shows how far a job is; called again and again, the last time when it is over. */
export type ShowProgress = (job: Job) => void | Promise<void>;

/** Waits for a job's end and shows its progress on a terminal. Ctrl-C cancels the job and waits for that. */
export async function followJob(
  context: CommandContext,
  api: Api,
  id: string,
  show: ShowProgress = progressLine(context),
): Promise<Job> {
  const { terminal } = context;
  let isCancelled = false;
  for (let stepMs = FIRST_STEP_MS; ; stepMs = Math.min(stepMs * 1.5, LAST_STEP_MS)) {
    const job = await api.jobs.get({ id });
    await show(job);
    if (isJobOver(job.status)) return job;
    if (terminal.signal.aborted && !isCancelled) {
      isCancelled = true;
      await api.jobs.cancel({ id });
    }
    // Woken early by Ctrl-C, once.
    await wait(stepMs, undefined, isCancelled ? {} : { signal: terminal.signal }).catch(() => undefined);
  }
}

/** One line of a terminal that is written over and over, and gone at the end. */
export function progressLine(
  { terminal }: CommandContext,
  describe: (job: Job) => string | Promise<string> = progressOf,
): ShowProgress {
  return async (job) => {
    if (terminal.stderr.isTTY !== true) return;
    terminal.stderr.write(`\r\u001b[K${isJobOver(job.status) ? '' : await describe(job)}`);
  };
}

/** What became of the items that did not simply come in. */
export async function listTroubles(api: Api, id: string): Promise<readonly JobItem[]> {
  const troubles: JobItem[] = [];
  for (const outcome of ['failed', 'skipped'] as const) {
    let cursor: string | undefined;
    do {
      const page = await api.jobs.items({ id, outcome, limit: PAGE, cursor });
      troubles.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return troubles;
}

function progressOf(job: Job): string {
  if (job.totalCount === null || job.totalCount === 0) return `${job.doneCount} done`;
  const percent = Math.floor((100 * job.doneCount) / job.totalCount);
  const elapsedMs = job.startedAt === null ? 0 : Date.now() - job.startedAt;
  const leftMs = job.doneCount === 0 ? 0 : (elapsedMs / job.doneCount) * (job.totalCount - job.doneCount);
  const left = leftMs > 2_000 ? `, about ${Math.ceil(leftMs / 1_000)} s left` : '';
  return `${percent} %  ${job.doneCount} of ${job.totalCount}${left}`;
}

export function describeTroubles(troubles: readonly JobItem[]): string {
  return troubles
    .map((item) => `  ${item.outcome}: ${printable(item.source)}: ${printable(item.reason)}`)
    .join('\n');
}
