import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeTroubles, listTroubles } from '../follow-job.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

type JobsOptions = { readonly active?: boolean; readonly limit: number };

const MAX_LIMIT = 500;

export function runJobs(
  context: CommandContext,
  id: string | undefined,
  options: JobsOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if (id !== undefined) {
      const job = await api.jobs.get({ id });
      const troubles = await listTroubles(api, id);
      await context.output.answer({ job, troubles }, () =>
        [formatTable([rowOf(job)]), describeTroubles(troubles)].filter(Boolean).join('\n'),
      );
      return EXIT.done;
    }
    const page = await api.jobs.list({
      limit: Math.min(options.limit, MAX_LIMIT),
      statuses: options.active === true ? [...UNFINISHED_STATUSES] : undefined,
    });
    await context.output.answer(page, () =>
      page.items.length === 0 ? 'There are no jobs.' : formatTable(page.items.map(rowOf)),
    );
    return EXIT.done;
  });
}

function rowOf(job: Job): readonly string[] {
  const count = job.totalCount === null ? `${job.doneCount}` : `${job.doneCount}/${job.totalCount}`;
  const startedAt = new Date(job.createdAt).toISOString().slice(0, 16).replace('T', ' ');
  return [job.id, job.type, job.status, count, startedAt, job.error?.message ?? job.message];
}
