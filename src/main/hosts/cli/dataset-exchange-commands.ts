import { InvalidArgumentError, Option, type Command } from 'commander';
import { DATASET_EXPORT_FORMATS, DATASET_IMPORT_FORMATS } from '#shared/contracts/choices.ts';
import type { DatasetExportFormat, DatasetImportMapping } from '#shared/contracts/dataset-exchange.ts';
import { toCount } from './counts.ts';
import type { ExportOptions } from './commands/dataset-export.ts';
import type { CollectOptions, ImportOptions } from './commands/dataset-import.ts';
import type { DiffOptions } from './commands/dataset-versions.ts';
import type { RunCommand } from './program.ts';

/** Datasets that go out and come in, and what is frozen of them. */
export function addDatasetExchangeCommands(dataset: Command, run: RunCommand): void {
  addVersionCommands(dataset, run);
  addExportCommand(dataset, run);
  addImportCommands(dataset, run);
}

function addVersionCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-versions.ts');
  dataset
    .command('freeze')
    .argument('<name>', 'its name or id')
    .description('make a version of the records as they are now')
    .option('--note <text>', 'what it is for')
    .action((name: string, options: { note?: string }) =>
      run(async (context) => (await load()).runDatasetFreeze(context, name, options)),
    );
  dataset
    .command('versions')
    .argument('<name>', 'its name or id')
    .description('the versions, the newest first')
    .action((name: string) => run(async (context) => (await load()).runDatasetVersions(context, name)));
  dataset
    .command('diff')
    .argument('<from>', 'name@version, or the name alone for the records as they are now')
    .argument('<to>', 'the same')
    .description('what differs between two versions')
    .option('--key <column>', 'records with the same value here are the same one; else by their number')
    .option('--limit <number>', 'so many records at most are shown', toCount)
    .action((from: string, to: string, options: DiffOptions) =>
      run(async (context) => (await load()).runDatasetDiff(context, [from, to], options)),
    );
}

function addExportCommand(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-export.ts');
  dataset
    .command('export')
    .argument('<name>', 'its name or id; name@version for a frozen version')
    .description('write the records to a file; to a folder or a ZIP with several formats or a card')
    .requiredOption(
      '--format <formats>',
      `${DATASET_EXPORT_FORMATS.join(', ')}; several with commas`,
      toFormats,
    )
    .requiredOption('--out <path>', 'file, folder, or .zip')
    .option('--replace', 'write over files of these names in a folder that is not empty; others stay')
    .option('--accepted', 'accepted records alone')
    .option('--without-issues', 'records without findings alone')
    .option('--judge <name>', 'records with a score of this judge of at least --min-score')
    .option('--min-score <score>', '1 to 5', toScore)
    .option('--license <name>', 'write a dataset card beside it, such as cc-by-4.0')
    .option('--language <codes>', 'for the card, such as it,en', toList)
    .option('--tag <tags>', 'for the card, with commas', toList)
    .option('--system <template>', 'of a chat: text with {{column}} where a value goes')
    .option('--prompt <template>', 'of a chat')
    .option('--response <template>', 'of a chat; {{*}} is the whole record')
    .action((name: string, options: ExportOptions) =>
      run(async (context) => (await load()).runDatasetExport(context, name, options)),
    );
}

function addImportCommands(dataset: Command, run: RunCommand): void {
  const load = () => import('./commands/dataset-import.ts');
  dataset
    .command('import')
    .argument('<file>', '.json, .jsonl, .csv or .parquet')
    .description('make a dataset of the records in a file, or add them to one')
    .requiredOption('--name <name>', 'what the dataset is called')
    .addOption(
      new Option('--format <format>', 'by the name of the file when absent').choices(DATASET_IMPORT_FORMATS),
    )
    .option('--append', 'add to the dataset of that name')
    .option(
      '--map <column=target>',
      'a column under another name; with nothing after = it is left out',
      toMapping,
    )
    .option('--dry-run', 'look at the file and bring in nothing')
    .action((file: string, options: ImportOptions) =>
      run(async (context) => (await load()).runDatasetImport(context, file, options)),
    );
  dataset
    .command('undo-import')
    .argument('<name>', 'its name or id')
    .description('take back what was brought in last')
    .action((name: string) => run(async (context) => (await load()).runDatasetUndoImport(context, name)));
  dataset
    .command('collect')
    .description('a dataset of what models were asked and answered; shows what would go in first')
    .requiredOption('--name <name>', 'what the dataset is called; one that is there is added to')
    .option('--feature <names>', 'of these parts of the app alone, with commas', toList)
    .option('--private', 'calls that were answered on this machine too')
    .option('--yes', 'collect it')
    .action((options: CollectOptions) =>
      run(async (context) => (await load()).runDatasetCollect(context, options)),
    );
}

function toFormats(text: string): readonly DatasetExportFormat[] {
  return toList(text).map((word) => {
    const format = DATASET_EXPORT_FORMATS.find((one) => one === word);
    if (format === undefined) {
      throw new InvalidArgumentError(`A format is one of ${DATASET_EXPORT_FORMATS.join(', ')}.`);
    }
    return format;
  });
}

function toList(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function toMapping(text: string, before: DatasetImportMapping | undefined): DatasetImportMapping {
  const at = text.indexOf('=');
  if (at < 1)
    throw new InvalidArgumentError('A column is mapped as "Column=target", or left out as "Column=".');
  const target = text.slice(at + 1).trim();
  return { ...before, [text.slice(0, at).trim()]: target === '' ? null : target };
}

function toScore(text: string): number {
  const score = Number(text);
  if (text.trim() === '' || !(score >= 1 && score <= 5))
    throw new InvalidArgumentError('A score is from 1 to 5.');
  return score;
}
