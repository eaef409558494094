import type { Schedule } from '#shared/contracts/jobs.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

type What = 'list' | 'run' | 'enable' | 'disable';

export function runSchedules(context: CommandContext, what: What, id: string | undefined): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { schedules } = api.jobs;
    if (what === 'list') {
      const all = await schedules.list();
      await context.output.answer(all, () =>
        all.length === 0 ? 'Nothing is scheduled.' : formatTable(all.map(cells)),
      );
      return EXIT.done;
    }
    if (id === undefined) throw new AppError('invalid_input', 'Name the schedule by its id.');
    if (what === 'run') {
      const { jobId } = await schedules.runNow({ id });
      // Where this process alone holds the folder, it does the work before it ends.
      const job = await api.jobs.wait({ id: jobId });
      await context.output.answer(job, () => `${job.title} is ${job.status}.`);
      return job.status === 'done' ? EXIT.done : EXIT.failed;
    }
    const schedule = await schedules.setEnabled({ id, isEnabled: what === 'enable' });
    await context.output.answer(schedule, () => formatTable([cells(schedule)]));
    return EXIT.done;
  });
}

function cells(schedule: Schedule): readonly string[] {
  const time = (at: number | null) =>
    at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return [
    schedule.id,
    schedule.owner,
    schedule.title,
    `${schedule.cron} ${schedule.timeZone}`,
    schedule.isEnabled ? `next ${time(schedule.nextRunAt)}` : 'off',
    schedule.lastRunAt === null ? 'never ran' : `${schedule.lastOutcome} ${time(schedule.lastRunAt)}`,
  ];
}
