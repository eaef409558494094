import { InvalidArgumentError, Option, type Command } from 'commander';
import type { TracesOptions } from './commands/traces.ts';
import type { BudgetOptions, PriceOptions, UsageOptions } from './commands/usage.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const DIMENSIONS = ['day', 'month', 'feature', 'model', 'provider', 'principal'];
const PERIODS = ['call', 'run', 'day', 'month', 'total'];
const STATUSES = ['open', 'ok', 'error', 'interrupted'];

/** `adiuva usage …`: what models cost, and the caps on it. */
export function addUsageCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/usage.ts');
  const usage = program
    .command('usage')
    .description('what calls of models cost, in US dollars')
    .addOption(new Option('--by <dimension>', 'add up by').choices(DIMENSIONS).default('model'))
    .option('--days <number>', 'of the last so many days, today included', toCount, 30)
    .action((options: UsageOptions) => run(async (context) => (await load()).runUsage(context, options)));
  usage
    .command('export')
    .argument('<file>', 'a new CSV file')
    .description('write every call to a table for a spreadsheet')
    .action((file: string) => run(async (context) => (await load()).runUsageExport(context, file)));
  usage
    .command('budgets')
    .description('the caps, and how far they are used up')
    .action(() => run(async (context) => (await load()).runBudgets(context)));
  usage
    .command('budget')
    .argument('<period>', PERIODS.join(', '), toPeriod)
    .argument('<amount>', 'in US dollars, e.g. 0.50, or "off"', toMicros)
    .option('--principal <name>', 'for this one alone, e.g. plugin:email-scanner')
    .description('cap what may be spent')
    .action((period: string, amount: number | null, options: BudgetOptions) =>
      run(async (context) => (await load()).runBudgetSet(context, { period, amount, ...options })),
    );
  usage
    .command('prices')
    .description('what models cost per million tokens')
    .action(() => run(async (context) => (await load()).runPrices(context)));
  usage
    .command('price')
    .argument('<model>', 'its id, as the provider has it')
    .argument('<input>', 'US dollars per million tokens in', toDollars)
    .argument('<output>', 'US dollars per million tokens out', toDollars)
    .option('--cached <amount>', 'per million tokens that the provider had in its cache', toDollars)
    .option('--provider <id>', 'at this provider alone')
    .option('--from <day>', 'from this day on, YYYY-MM-DD')
    .description('say what a model costs')
    .action((model: string, input: number, output: number, options: PriceOptions) =>
      run(async (context) => (await load()).runPriceSet(context, { ...options, model, input, output })),
    );
}

/** `adiuva traces …`: what happened around the calls of models. */
export function addTracesCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/traces.ts');
  const traces = program.command('traces').description('what happened around calls of models, step by step');
  const withFilter = (command: Command): Command =>
    command
      .option('--text <words>', 'with these words in a name, a model, or what went in and came out')
      .addOption(new Option('--status <status...>').choices(STATUSES))
      .option('--feature <name>', 'of this part of the app');
  withFilter(traces.command('list'))
    .description('the latest ones')
    .option('--limit <number>', 'at most this many', toCount, 50)
    .action((options: TracesOptions) =>
      run(async (context) => (await load()).runTracesList(context, options)),
    );
  traces
    .command('show')
    .argument('<id>', '32 hex digits')
    .description('every step, with what went in and came out')
    .action((id: string) => run(async (context) => (await load()).runTracesShow(context, id)));
  withFilter(traces.command('export'))
    .argument('<file>', 'a new file')
    .description('write traces as OTLP JSON')
    .option('--id <id...>', 'these alone')
    .option('--with-content', 'what went in and came out as well: it leaves the encrypted store with it')
    .action((file: string, options: TracesOptions) =>
      run(async (context) => (await load()).runTracesExport(context, file, options)),
    );
}

function toPeriod(text: string): string {
  if (!PERIODS.includes(text)) throw new InvalidArgumentError(`One of ${PERIODS.join(', ')} is expected.`);
  return text;
}

/** Null for `off`. */
function toMicros(text: string): number | null {
  return text === 'off' ? null : toDollars(text);
}

function toDollars(text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) throw new InvalidArgumentError('An amount looks like 0.50.');
  return Math.round(Number(text) * 1_000_000);
}
