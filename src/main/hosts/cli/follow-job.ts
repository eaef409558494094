import { setTimeout as wait } from 'node:timers/promises';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Job, JobItem } from '#shared/contracts/jobs.ts';
import type { CommandContext } from './command-context.ts';
import type { Api } from './line.ts';
import { printable } from './terminal.ts';

const FIRST_STEP_MS = 20;
const LAST_STEP_MS = 250;
const PAGE = 500;

/** Waits for a job's end and shows its progress on a terminal. Ctrl-C cancels the job and waits for that. */
export async function followJob(context: CommandContext, api: Api, id: string): Promise<Job> {
  const { terminal } = context;
  const show = terminal.stderr.isTTY === true;
  let isCancelled = false;
  for (let stepMs = FIRST_STEP_MS; ; stepMs = Math.min(stepMs * 1.5, LAST_STEP_MS)) {
    const job = await api.jobs.get({ id });
    const isOver = isJobOver(job.status);
    if (show) terminal.stderr.write(isOver ? '\r\u001b[K' : `\r\u001b[K${progressOf(job)}`);
    if (isOver) return job;
    if (terminal.signal.aborted && !isCancelled) {
      isCancelled = true;
      await api.jobs.cancel({ id });
    }
    // Woken early by Ctrl-C, once.
    await wait(stepMs, undefined, isCancelled ? {} : { signal: terminal.signal }).catch(() => undefined);
  }
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
