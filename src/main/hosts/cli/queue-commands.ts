import type { Command } from 'commander';
import type { ClearOptions } from './commands/queue.ts';
import type { RunCommand } from './program.ts';

const load = () => import('./commands/queue.ts');

/** `adiuva queue …`: what could not be sent. */
export function addQueueCommands(program: Command, run: RunCommand): void {
  const queue = program.command('queue').description('what could not be sent, and waits for the network');
  queue
    .command('list', { isDefault: true })
    .description('what waits, the oldest first')
    .action(() => run(async (context) => (await load()).runQueueList(context)));
  queue
    .command('retry')
    .argument('[id]', 'of one; everything when left out')
    .description('try again now')
    .action((id: string | undefined) => run(async (context) => (await load()).runQueueRetry(context, id)));
  queue
    .command('clear')
    .argument('[id]', 'of one')
    .option('--all', 'everything')
    .description('give up sending it; what it was about stays')
    .action((id: string | undefined, options: ClearOptions) =>
      run(async (context) => (await load()).runQueueClear(context, id, options)),
    );
}
