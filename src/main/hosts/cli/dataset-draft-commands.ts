import { Option, type Command } from 'commander';
import { toCount } from './counts.ts';
import { withMaking } from './dataset-making-options.ts';
import type { ConfirmOptions, DraftOptions, DraftsOptions } from './commands/dataset-draft.ts';
import type { RunCommand } from './program.ts';

/** From a sentence to a dataset: drafted, looked at, drafted again, confirmed as it was shown. */
export function addDatasetDraftCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-draft.ts');
  withMaking(dataset.command('draft'))
    .argument('[text...]', 'what the data is, e.g. "50 support tickets with priority and sentiment"')
    .description('draft a definition and show it with three records; it is kept, and nothing is generated')
    .option('--name <name>', 'what it is to be called')
    .option('--records <number>', 'how many records it is to have', toCount)
    .option('--schema <file>', 'begin with this JSON Schema of one record')
    .option('--examples <file>', 'begin with the records of this file: .json, .jsonl or .csv')
    .addOption(
      new Option('--refresh <draft>', 'draft this one anew, from the same words').conflicts([
        'builtin',
        'model',
        'seed',
        'records',
        'schema',
        'examples',
      ]),
    )
    .option('--yes', 'make it a dataset at once')
    .action((words: string[], options: DraftOptions) =>
      run(async (context) => (await load()).runDatasetDraft(context, words.join(' '), options)),
    );
  dataset
    .command('drafts')
    .argument('[draft]', 'one of them as it stands, by its mark, name or id')
    .description('the drafts that are kept, the last changed first')
    .option('--discard', 'throw this one away')
    .action((draft: string | undefined, options: DraftsOptions) =>
      run(async (context) => (await load()).runDatasetDrafts(context, draft, options)),
    );
  dataset
    .command('confirm')
    .argument('<mark>', 'what "dataset draft" ended with; it stands for the draft as it was shown')
    .description('make a draft a dataset: the one that was shown, and no other')
    .option('--name <name>', 'call it so; else as it was drafted')
    .option('--records <number>', 'so many records; else as it was drafted', toCount)
    .action((mark: string, options: ConfirmOptions) =>
      run(async (context) => (await load()).runDatasetConfirm(context, mark, options)),
    );
}
