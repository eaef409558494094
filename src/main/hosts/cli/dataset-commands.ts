import { InvalidArgumentError, Option, type Command } from 'commander';
import { toCount } from './counts.ts';
import { addDatasetDraftCommands } from './dataset-draft-commands.ts';
import { addDatasetExchangeCommands } from './dataset-exchange-commands.ts';
import { withMaking } from './dataset-making-options.ts';
import type { CreateOptions } from './commands/dataset.ts';
import type { CheckOptions } from './commands/dataset-check.ts';
import type { RunOptions } from './commands/dataset-run.ts';
import type { RunCommand } from './program.ts';

/** `adiuva dataset …`: synthetic records, from a sentence or a file to a run. */
export function addDatasetCommands(program: Command, run: RunCommand): void {
  const dataset = program.command('dataset').description('synthetic datasets: drafted, generated, checked');
  addDatasetDraftCommands(dataset, run);
  addDefinitionCommands(dataset, run);
  addRunCommands(dataset, run);
  addCheckCommands(dataset, run);
  addDatasetExchangeCommands(dataset, run);
}

function addDefinitionCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset.ts');
  dataset
    .command('list', { isDefault: true })
    .description('the datasets, the last changed first')
    .option('--text <words>', 'with these words')
    .action((options: { text?: string }) =>
      run(async (context) => (await load()).runDatasetList(context, options)),
    );
  withMaking(dataset.command('create'))
    .description('make a dataset from a JSON Schema, or from a dataset.yaml that holds everything')
    .option('--name <name>', 'what it is called; instead of the name in the file')
    .option('--schema <file>', 'JSON Schema of one record')
    .option('--spec <file>', 'a whole definition, YAML or JSON')
    .option('--records <number>', 'how many records it is to have', toCount)
    .action((options: CreateOptions) =>
      run(async (context) => (await load()).runDatasetCreate(context, options)),
    );
  dataset
    .command('show')
    .argument('<name>', 'its name or id')
    .description('the definition as a dataset.yaml')
    .action((name: string) => run(async (context) => (await load()).runDatasetShow(context, name)));
  dataset
    .command('delete')
    .argument('<name>', 'its name or id')
    .description('throw a dataset away; "dataset restore" brings it back')
    .action((name: string) => run(async (context) => (await load()).runDatasetDelete(context, name)));
  dataset
    .command('restore')
    .argument('<name>', 'its name or id')
    .description('bring back a dataset that was thrown away')
    .action((name: string) => run(async (context) => (await load()).runDatasetRestore(context, name)));
}

function addRunCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-run.ts');
  dataset
    .command('run')
    .argument('<name>', 'its name or id')
    .description('generate what is missing, also of a run that was left half way, and wait; Ctrl-C cancels')
    .option('--records <number>', 'so many more than are there', toCount)
    .option('--budget <dollars>', 'at most so much for this run', toDollars)
    .option(
      '--slices <number>',
      'a new run in so many parts, for "adiuva daemon --worker" beside this',
      toCount,
    )
    .option('--detach', 'do not wait; an app that is running goes on with it')
    .action((name: string, options: RunOptions) =>
      run(async (context) => (await load()).runDatasetRun(context, name, options)),
    );
  dataset
    .command('resume')
    .argument('<name>', 'its name or id')
    .description('go on with a run that rests or was left half way, and wait')
    .option('--budget <dollars>', 'at most so much for this run in all', toDollars)
    .option('--detach', 'do not wait')
    .action((name: string, options: RunOptions) =>
      run(async (context) => (await load()).runDatasetResume(context, name, options)),
    );
  const onLast = (verb: 'pause' | 'cancel', description: string) =>
    dataset
      .command(verb)
      .argument('<name>', 'its name or id')
      .description(description)
      .action((name: string) => run(async (context) => (await load()).runDatasetSteer(context, name, verb)));
  onLast('pause', 'let the run rest; what is made stays');
  onLast('cancel', 'end the run; what is made stays');
  dataset
    .command('retry')
    .argument('<name>', 'its name or id')
    .description('make the failed records anew, and wait')
    .option('--budget <dollars>', 'at most so much for this run', toDollars)
    .option('--detach', 'do not wait')
    .action((name: string, options: RunOptions) =>
      run(async (context) => (await load()).runDatasetRetry(context, name, options)),
    );
  dataset
    .command('status')
    .argument('[name]', 'its name or id; all together when left out')
    .description('how a dataset and its last run stand')
    .action((name: string | undefined) =>
      run(async (context) => (await load()).runDatasetStatus(context, name)),
    );
}

function addCheckCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-check.ts');
  dataset
    .command('check')
    .argument('<name>', 'its name or id')
    .description('hold every record against the checks of the definition, and wait')
    .addOption(
      new Option('--judges <which>', 'records that models judge as well')
        .choices(['none', 'missing', 'all'])
        .default('missing'),
    )
    .option('--budget <dollars>', 'at most so much for its judges', toDollars)
    .option('--detach', 'do not wait')
    .action((name: string, options: CheckOptions) =>
      run(async (context) => (await load()).runDatasetCheck(context, name, options)),
    );
  dataset
    .command('stats')
    .argument('<name>', 'its name or id')
    .description('what stands in the records, by column')
    .action((name: string) => run(async (context) => (await load()).runDatasetStats(context, name)));
}

function toDollars(text: string): number {
  const dollars = Number(text);
  if (text.trim() === '' || !Number.isFinite(dollars) || dollars < 0)
    throw new InvalidArgumentError('An amount in US dollars is expected, such as 2.50.');
  return dollars;
}
