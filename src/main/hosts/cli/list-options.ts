import { Option, type Command } from 'commander';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const TASK_STATUSES = ['todo', 'in_progress', 'waiting', 'done', 'cancelled'];
const TASK_PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'];
const TASK_PRESETS = ['today', 'overdue', 'week', 'no_date', 'inbox', 'recurring', 'waiting', 'suggested'];
const PROJECT_STATUSES = ['planned', 'active', 'on_hold', 'completed', 'cancelled'];

export type ListOptions = {
  readonly text?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly tag?: readonly string[];
  readonly status?: readonly string[];
  readonly priority?: readonly string[];
  readonly project?: readonly string[];
  readonly client?: readonly string[];
  readonly preset?: string;
  readonly due?: string;
  readonly dueFrom?: string;
  readonly dueTo?: string;
  readonly sort?: string;
  readonly archived?: boolean;
  readonly pinned?: boolean;
};

/** `list tasks|projects|clients|notes`, each with the filters that its list has. */
export function addListCommand(program: Command, run: RunCommand): void {
  const list = program.command('list').description('list tasks, projects, clients or notes');
  const add = (noun: 'tasks' | 'projects' | 'clients' | 'notes', description: string): Command =>
    list
      .command(noun)
      .description(description)
      .option('--text <words>', 'with these words')
      .option('--tag <tag...>', 'with every one of these tags')
      .option('--sort <order>', 'by a field of the list, e.g. -updatedAt')
      .option('--limit <number>', 'at most this many', toCount, 100)
      .option('--cursor <cursor>', 'go on where the former page ended (its nextCursor)')
      .action((options: ListOptions) =>
        run(async (context) => (await import('./commands/list.ts')).runList(context, noun, options)),
      );
  add('tasks', 'open and done tasks')
    .addOption(new Option('--status <status...>').choices(TASK_STATUSES))
    .addOption(new Option('--priority <priority...>').choices(TASK_PRIORITIES))
    .addOption(new Option('--preset <preset>', 'a ready-made view').choices(TASK_PRESETS))
    .option('--project <name...>', 'of these projects, by name or id')
    .option('--client <name...>', 'of these clients, by name or id')
    .option('--due <day>', 'due on this day, YYYY-MM-DD')
    .option('--due-from <day>', 'due on this day or later')
    .option('--due-to <day>', 'due on this day or earlier');
  add('projects', 'projects')
    .addOption(new Option('--status <status...>').choices(PROJECT_STATUSES))
    .option('--client <name...>', 'of these clients, by name or id')
    .option('--archived', 'those in the archive');
  add('clients', 'clients').option('--archived', 'those in the archive');
  add('notes', 'notes')
    .option('--project <name...>', 'of these projects, by name or id')
    .option('--client <name...>', 'of these clients, by name or id')
    .option('--pinned', 'pinned ones only');
}
