import { Option, type Command } from 'commander';
import { MEMORY_NAMESPACES } from '#shared/contracts/choices.ts';
import type { MemoryOptions } from './commands/memory.ts';
import type { RunCommand } from './program.ts';

/** `adiuva memory …`: what the assistant keeps in mind from one conversation to the next. */
export function addMemoryCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/memory.ts');
  const memory = program.command('memory').description('what the assistant keeps in mind');
  const withPlace = (command: Command): Command =>
    command
      .addOption(new Option('--agent <name>', 'of this agent, or shared by all').choices(MEMORY_NAMESPACES))
      .option('--project <name>', 'told in conversations about this project alone')
      .option('--client <name>', 'told in conversations about this client alone');
  withPlace(memory.command('list'))
    .description('the facts, each with its key')
    .action((options: MemoryOptions) =>
      run(async (context) => (await load()).runMemoryList(context, options)),
    );
  withPlace(memory.command('set'))
    .argument('<key>', 'what it is called')
    .argument('<value>', 'the fact, instead of the one before')
    .description('keep a fact in mind')
    .action((key: string, value: string, options: MemoryOptions) =>
      run(async (context) => (await load()).runMemorySet(context, { key, value, ...options })),
    );
  withPlace(memory.command('delete'))
    .argument('<key>', 'what it is called')
    .description('forget a fact')
    .action((key: string, options: MemoryOptions) =>
      run(async (context) => (await load()).runMemoryDelete(context, { key, ...options })),
    );
}
