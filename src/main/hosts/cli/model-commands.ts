import { Option, type Command } from 'commander';
import { PROVIDER_KINDS } from '#shared/contracts/choices.ts';
import type { ProviderKind } from '#shared/contracts/models.ts';
import type { RunCommand } from './program.ts';

/** What `adiuva models add` is told of a provider. */
export type ModelAddOptions = {
  readonly name?: string;
  readonly address?: string;
  readonly model?: string;
  readonly embeddingModel?: string;
  readonly keyFile?: string;
  readonly test: boolean;
};

/** `adiuva models …`: where language models are asked. */
export function addModelCommands(program: Command, run: RunCommand): void {
  const models = program.command('models').description('where language models are asked, and in which order');
  models
    .command('list', { isDefault: true })
    .description('the providers, in the order in which they are asked')
    .action(() => run(async (context) => (await import('./commands/models.ts')).runModelsList(context)));
  models
    .command('add')
    .addArgument(models.createArgument('<kind>', 'whose API it speaks').choices(PROVIDER_KINDS))
    .description('add a provider at the end of the order, and test it')
    .option('--name <name>', 'how it is shown')
    .option('--address <url>', 'where it listens, if not at the usual place')
    .option('--model <model>', 'the model that is asked')
    .option('--embedding-model <model>', 'the model that makes vectors for the search')
    .addOption(
      new Option(
        '--key-file <file>',
        'read its key from a file; else ADIUVA_MODEL_KEY, or asked on a terminal',
      ),
    )
    .option('--no-test', 'do not speak to it now')
    .action((kind: ProviderKind, options: ModelAddOptions) =>
      run(async (context) => (await import('./commands/models.ts')).runModelsAdd(context, kind, options)),
    );
  models
    .command('test')
    .argument('<provider>', 'its name or id')
    .description('speak to a provider and say what works')
    .action((provider: string) =>
      run(async (context) => (await import('./commands/models.ts')).runModelsTest(context, provider)),
    );
  models
    .command('order')
    .argument('<providers...>', 'names or ids; the others follow')
    .description('ask these first, in this order')
    .action((providers: string[]) =>
      run(async (context) => (await import('./commands/models.ts')).runModelsOrder(context, providers)),
    );
  models
    .command('remove')
    .argument('<provider>', 'its name or id')
    .description('forget a provider and its key')
    .action((provider: string) =>
      run(async (context) => (await import('./commands/models.ts')).runModelsRemove(context, provider)),
    );
}
