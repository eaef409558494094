import { Argument, type Command } from 'commander';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

/** `adiuva jobs …`, `adiuva schedules …` and `adiuva daemon`. */
export function addJobsCommands(program: Command, run: RunCommand): void {
  const jobs = program
    .command('jobs')
    .argument('[id]', 'one job with what became of each item')
    .description('show imports, exports and other work, and steer it')
    .option('--active', 'only what has not ended')
    .option('--limit <number>', 'at most this many', toCount, 20)
    .action((id: string | undefined, options: { active?: boolean; limit: number }) =>
      run(async (context) => (await import('./commands/jobs.ts')).runJobs(context, id, options)),
    );
  addLookCommands(jobs, run);
  addSteerCommands(jobs, run);
  addScheduleCommands(program, run);
  program
    .command('daemon')
    .description('run schedules and jobs without a window, until Ctrl-C')
    .option(
      '--worker',
      'make records of runs that are cut in slices, beside the Adiuva that holds the folder',
    )
    .option('--name <name>', 'what the worker is called in the figures of a run')
    .action(({ worker, name }: { worker?: boolean; name?: string }) =>
      run(async (context) => {
        if (worker !== true) return (await import('./commands/daemon.ts')).runDaemon(context);
        return (await import('./commands/daemon-worker.ts')).runDaemonWorker(context, name);
      }),
    );
}

function addLookCommands(jobs: Command, run: RunCommand): void {
  jobs
    .command('list')
    .description('the newest first')
    .option('--active', 'only what has not ended')
    .option('--limit <number>', 'at most this many', toCount, 20)
    .action((_options: unknown, command: Command) =>
      run(async (context) =>
        (await import('./commands/jobs.ts')).runJobs(context, undefined, command.optsWithGlobals()),
      ),
    );
  jobs
    .command('show')
    .argument('<id>')
    .description('one job: what it does, what it asks, what became of each item')
    .action((id: string) =>
      run(async (context) => (await import('./commands/jobs.ts')).runJobs(context, id, { limit: 1 })),
    );
  jobs
    .command('logs')
    .argument('<id>')
    .description('what a job has said of its work')
    .action((id: string) =>
      run(async (context) => (await import('./commands/jobs.ts')).runJobLogs(context, id)),
    );
  jobs
    .command('watch')
    .argument('[id]', 'one job, until it has ended')
    .description('say what changes, until Ctrl-C')
    .action((id: string | undefined) =>
      run(async (context) => (await import('./commands/jobs-watch.ts')).runWatch(context, id)),
    );
}

const STEERS = {
  cancel: 'end a job; what it has finished stays',
  retry: 'take up a failed, cancelled or set-aside job from its last finished step',
  pause: 'hold a job, or all that has not begun when no id is given',
  resume: 'let a paused job go on, or all when no id is given',
} as const;

function addSteerCommands(jobs: Command, run: RunCommand): void {
  for (const [name, description] of Object.entries(STEERS)) {
    const takesAll = name === 'pause' || name === 'resume';
    jobs
      .command(name)
      .argument(takesAll ? '[id]' : '<id>')
      .description(description)
      .action((id: string | undefined) =>
        run(async (context) => {
          const { runSteer } = await import('./commands/jobs-steer.ts');
          return runSteer(context, name as keyof typeof STEERS, id); // a key of the table above
        }),
      );
  }
  jobs
    .command('decide')
    .argument('<id>')
    .addArgument(new Argument('<answer>', 'for an effect that may have happened').choices(['repeat', 'skip']))
    .description('answer a job that stopped in the middle of an effect')
    .option('--step <key>', 'the step, where several ask')
    .action((id: string, answer: 'repeat' | 'skip', options: { step?: string }) =>
      run(async (context) =>
        (await import('./commands/jobs-steer.ts')).runDecide(context, { id, answer, key: options.step }),
      ),
    );
}

function addScheduleCommands(program: Command, run: RunCommand): void {
  program
    .command('schedules')
    .addArgument(new Argument('[what]').choices(['list', 'run', 'enable', 'disable']).default('list'))
    .argument('[id]', 'the schedule to run, enable or disable')
    .description('show what the clock starts, and steer it')
    .action((what: 'list' | 'run' | 'enable' | 'disable', id: string | undefined) =>
      run(async (context) => (await import('./commands/schedules.ts')).runSchedules(context, what, id)),
    );
}
