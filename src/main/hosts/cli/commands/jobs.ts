import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Job, JobDecision, JobLogLine } from '#shared/contracts/jobs.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeTroubles, listTroubles } from '../follow-job.ts';
import { jobCells } from '../job-line.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

type JobsOptions = { readonly active?: boolean; readonly limit: number };

const MAX_LIMIT = 500;

export function runJobs(
  context: CommandContext,
  id: string | undefined,
  options: JobsOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if (id !== undefined) return showJob(context, api, id);
    const page = await api.jobs.list({
      limit: Math.min(options.limit, MAX_LIMIT),
      statuses: options.active === true ? [...UNFINISHED_STATUSES] : undefined,
    });
    const { isPaused } = await api.jobs.queue();
    await context.output.answer({ ...page, isPaused }, () =>
      [
        isPaused ? 'All work is paused; "adiuva jobs resume" lets it go on.' : '',
        page.items.length === 0 ? 'There are no jobs.' : formatTable(page.items.map(jobCells)),
      ]
        .filter(Boolean)
        .join('\n'),
    );
    return EXIT.done;
  });
}

async function showJob(context: CommandContext, api: Api, id: string): Promise<number> {
  const job = await api.jobs.detail({ id });
  const troubles = await listTroubles(api, id);
  await context.output.answer({ job, troubles }, () =>
    [formatTable([jobCells(job)]), describeWait(job), describeDecisions(job), describeTroubles(troubles)]
      .filter(Boolean)
      .join('\n'),
  );
  return EXIT.done;
}

function describeWait({ waitsFor }: { readonly waitsFor: readonly string[] }): string {
  if (!waitsFor.includes('proposal')) return '';
  return 'It goes on when you have decided what it proposed: adiuva proposals list';
}

function describeDecisions(job: Pick<Job, 'id'> & { decisions: readonly JobDecision[] }): string {
  return job.decisions
    .map(({ key, evidence, problem }) =>
      [
        `"${printable(key)}" was under way and may already have happened: repeat it, or skip it?`,
        evidence === null ? '' : `  ${printable(JSON.stringify(evidence))}`,
        problem === null ? '' : `  It last said: ${printable(problem)}`,
        `  adiuva jobs decide ${job.id} repeat|skip --step "${printable(key)}"`,
      ]
        .filter(Boolean)
        .join('\n'),
    )
    .join('\n');
}

export function runJobLogs(context: CommandContext, id: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    await api.jobs.get({ id });
    const lines: JobLogLine[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.jobs.logs({ id, cursor, limit: MAX_LIMIT });
      lines.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    await context.output.answer(lines, () =>
      lines.length === 0 ? 'It has said nothing.' : lines.map(logText).join('\n'),
    );
    return EXIT.done;
  });
}

function logText({ createdAt, level, message, fields }: JobLogLine): string {
  const time = new Date(createdAt).toISOString().slice(11, 19);
  const rest = fields === null ? '' : `  ${printable(JSON.stringify(fields))}`;
  return `${time}  ${level.padEnd(5)}  ${printable(message)}${rest}`;
}
