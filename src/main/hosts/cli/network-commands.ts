import type { Command } from 'commander';
import type { NetworkOptions } from './commands/network.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

export function addNetworkCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/network.ts');
  const offline = program
    .command('offline')
    .description('keep everything on this machine, or let it connect');
  const describe = { on: 'let nothing leave this machine', off: 'connect again where it was allowed' };
  for (const [name, description] of Object.entries(describe)) {
    offline
      .command(name)
      .description(description)
      .action(() => run(async (context) => (await load()).runOffline(context, name === 'on')));
  }
  offline
    .command('status')
    .description('whether it is on')
    .action(() => run(async (context) => (await load()).runOfflineStatus(context)));
  program
    .command('network')
    .description('what left this machine: which feature, where to and how many bytes')
    .option('--feature <name>', 'of this feature alone')
    .option('--days <number>', 'of the last days', toCount, 30)
    .action((options: NetworkOptions) => run(async (context) => (await load()).runNetwork(context, options)));
}
