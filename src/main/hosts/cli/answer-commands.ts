import type { Command } from 'commander';
import type { AskOptions } from './commands/ask.ts';
import type { RunCommand } from './program.ts';

/** `adiuva ask …` and `adiuva brief`. */
export function addAnswerCommands(program: Command, run: RunCommand): void {
  program
    .command('ask')
    .argument(
      '<question...>',
      'e.g. "what is due this week", "plan my week", "add task call Marta friday 15:00"',
    )
    .description('ask about your work, or have something proposed; works without a model too')
    .option('--project <name>', 'within this project alone, by name or id')
    .action((words: string[], options: AskOptions) =>
      run(async (context) => (await import('./commands/ask.ts')).runAsk(context, words.join(' '), options)),
    );
  program
    .command('brief')
    .description('the day in short: due, late, in conflict, waiting and new')
    .option('--refresh', 'write it anew, by a model where one is ready')
    .action((options: { refresh?: boolean }) =>
      run(async (context) => (await import('./commands/brief.ts')).runBrief(context, options)),
    );
}
