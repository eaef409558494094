import type { Command } from 'commander';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const load = () => import('./commands/plugin.ts');
const loadInstall = () => import('./commands/plugin-install.ts');
const loadAuthor = () => import('./commands/plugin-author.ts');

/** `adiuva plugin …` */
export function addPluginCommands(program: Command, run: RunCommand): void {
  const plugin = program.command('plugin').description('plugins: write, install, allow, run and remove them');
  addAuthorCommands(plugin, run);
  addInstallCommands(plugin, run);
  addLookCommands(plugin, run);
  addSteerCommands(plugin, run);
}

function addAuthorCommands(plugin: Command, run: RunCommand): void {
  plugin
    .command('new')
    .argument('<name>')
    .description('write a folder to start a plugin from')
    .action((name: string) => run(async (context) => (await loadAuthor()).runPluginNew(context, name)));
  plugin
    .command('check')
    .argument('<path>', 'a folder or a .zip archive')
    .description('say all that is wrong with a plugin; works without a workspace')
    .action((path: string) => run(async (context) => (await loadAuthor()).runPluginCheck(context, path)));
}

function addInstallCommands(plugin: Command, run: RunCommand): void {
  plugin
    .command('install')
    .argument('<path>', 'a folder, a .zip archive, or the name of a plugin that comes with Adiuva')
    .option('--grant <right...>', 'give a right: TYPE or TYPE=RESOURCE; all others stay off')
    .description('install a plugin, or a new version of it')
    .action((path: string, options: { grant?: string[] }) =>
      run(async (context) => (await loadInstall()).runPluginInstall(context, path, options)),
    );
  plugin
    .command('grant')
    .argument('<name>')
    .argument('<right>', 'TYPE or TYPE=RESOURCE, e.g. read_email=Work')
    .description('give a plugin a right that it asks for')
    .action((name: string, right: string) =>
      run(async (context) => (await loadInstall()).runPluginGrant(context, name, right)),
    );
  plugin
    .command('revoke')
    .argument('<name>')
    .argument('<right>', 'TYPE for all of the kind, or TYPE=RESOURCE')
    .description('take a right away; what runs by it is stopped')
    .action((name: string, right: string) =>
      run(async (context) => (await loadInstall()).runPluginRevoke(context, name, right)),
    );
}

function addLookCommands(plugin: Command, run: RunCommand): void {
  plugin
    .command('list')
    .description('what is installed, and how it stands with it')
    .action(() => run(async (context) => (await load()).runPluginList(context)));
  plugin
    .command('shipped')
    .description('the plugins that come with Adiuva')
    .action(() => run(async (context) => (await load()).runPluginShipped(context)));
  plugin
    .command('show')
    .argument('<name>')
    .description('one plugin: its rights, settings and last runs')
    .action((name: string) => run(async (context) => (await load()).runPluginShow(context, name)));
  plugin
    .command('logs')
    .argument('<name>')
    .option('--limit <number>', 'at most so many lines', toCount, 100)
    .description('what a plugin has said in its runs')
    .action((name: string, options: { limit: number }) =>
      run(async (context) => (await load()).runPluginLogs(context, name, options.limit)),
    );
}

function addSteerCommands(plugin: Command, run: RunCommand): void {
  plugin
    .command('run')
    .argument('<name>')
    .description('run a plugin now and wait; ends with 1 where a right is missing')
    .action((name: string) => run(async (context) => (await load()).runPluginRun(context, name)));
  for (const what of ['pause', 'resume'] as const) {
    plugin
      .command(what)
      .argument('<name>')
      .description(what === 'pause' ? 'stop a plugin and keep it from running' : 'let a plugin run again')
      .action((name: string) => run(async (context) => (await load()).runPluginSteer(context, what, name)));
  }
  plugin
    .command('schedule')
    .argument('<name>')
    .argument('<cron>', 'five fields, e.g. "*/15 * * * *", or "off"')
    .description('say when a plugin runs by itself')
    .action((name: string, cron: string) =>
      run(async (context) => (await load()).runPluginSchedule(context, name, cron)),
    );
  plugin
    .command('set')
    .argument('<name>')
    .argument('<settings...>', 'key=value')
    .description('change settings of a plugin')
    .action((name: string, pairs: string[]) =>
      run(async (context) => (await load()).runPluginSet(context, name, pairs)),
    );
  plugin
    .command('remove')
    .argument('<name>')
    .option('--keep-items', 'keep what it put into search, timeline and notifications')
    .description('remove a plugin with its rights, memory and settings')
    .action((name: string, options: { keepItems?: boolean }) =>
      run(async (context) => (await load()).runPluginRemove(context, name, options)),
    );
}
