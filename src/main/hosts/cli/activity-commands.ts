import type { Command } from 'commander';
import type { ActivityOptions } from './commands/activity.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

export function addActivityCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/activity.ts');
  const activity = program.command('activity').description('what was read, changed and sent, and by whom');
  activity
    .command('list')
    .description('the latest entries')
    .option('--plugin <name>', 'of this plugin alone, or "user"')
    .option('--outcome <outcome>', 'done, proposed, refused, failed or begun')
    .option('--limit <number>', 'at most this many', toCount, 50)
    .action((options: ActivityOptions) =>
      run(async (context) => (await load()).runActivityList(context, options)),
    );
  activity
    .command('verify')
    .description('check that every entry is the one that was written')
    .action(() => run(async (context) => (await load()).runActivityVerify(context)));
  activity
    .command('export')
    .argument('<file>', 'a new CSV file')
    .description('write the log to a table for a spreadsheet')
    .option('--plugin <name>', 'of this plugin alone, or "user"')
    .option('--outcome <outcome>', 'done, proposed, refused, failed or begun')
    .action((file: string, options: ActivityOptions) =>
      run(async (context) => (await load()).runActivityExport(context, file, options)),
    );
}
