import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { Dataset, SpecProblem } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';
import { generatorOf, madeText, parseSchema, readText, type MakingOptions } from './dataset-making.ts';

export type CreateOptions = MakingOptions & { readonly schema?: string; readonly spec?: string };

const MOST_LISTED = 500;

export function runDatasetList(
  context: CommandContext,
  { text }: { readonly text?: string },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const page = await api.datasets.list({ query: text, limit: MOST_LISTED });
    await context.output.answer(page.items, () =>
      page.items.length === 0
        ? 'There is no dataset yet. "adiuva dataset draft" begins one.'
        : formatTable([['name', 'records', 'made', 'failed', 'last run', 'title'], ...page.items.map(cells)]),
    );
    return EXIT.done;
  });
}

function cells({ name, spec, made, failed, lastRun, title }: Dataset): readonly string[] {
  return [name, String(spec.records), String(made), String(failed), lastRun?.status ?? '', title];
}

export function runDatasetCreate(context: CommandContext, options: CreateOptions): Promise<number> {
  const { schema, spec } = options;
  if ((schema === undefined) === (spec === undefined)) {
    throw new AppError('invalid_input', 'Give either --schema or --spec. Nothing was made.');
  }
  return withWorkspace(context, async ({ api }) => {
    const given =
      spec === undefined
        ? await specFromSchema(schema ?? '', options)
        : await specFromFile(context, api, spec);
    if (given === null) return EXIT.usage;
    const generator = await generatorOf(api, options);
    const { name = given.name, records = given.records, seed = given.seed } = options;
    const wanted = { ...given, name, records, seed, ...(generator !== undefined && { generator }) };
    const dataset = await api.datasets.create({ spec: wanted });
    await context.output.answer(dataset, () => madeText(dataset));
    return EXIT.done;
  });
}

/** Null where the file is wrong, and all of it has been said. */
async function specFromFile(context: CommandContext, api: Api, file: string): Promise<DatasetSpec | null> {
  const { spec, problems } = await api.datasets.readText({ text: await readText(file) });
  if (spec !== null) {
    for (const problem of problems) context.output.say(problemLine(file, problem));
    return spec;
  }
  const message = `${file} cannot be used as it is; nothing was made.`;
  context.output.say([...problems.map((problem) => problemLine(file, problem)), message].join('\n'));
  if (context.output.isJson)
    await context.output.json({ error: { code: 'invalid_input', message, problems } });
  return null;
}

/** As compilers say it, so that editors find the place. */
function problemLine(file: string, { line, column, path, message, isWarning }: SpecProblem): string {
  const place = line === null ? file : `${file}:${line}:${column ?? 1}`;
  return printable(`${place}: ${isWarning ? 'warning: ' : ''}${path === '' ? '' : `${path}: `}${message}`);
}

async function specFromSchema(file: string, { name, records }: CreateOptions) {
  if (name === undefined || records === undefined) {
    throw new AppError(
      'invalid_input',
      'With --schema a dataset needs --name and --records. Nothing was made.',
    );
  }
  const schema = parseSchema(await readText(file), file);
  const title = typeof schema['title'] === 'string' && schema['title'].trim() !== '' ? schema['title'] : name;
  return { name, title: title.trim().slice(0, 200), records, seed: 1, schema };
}

export function runDatasetShow(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const [dataset, text] = await Promise.all([
      api.datasets.get({ ref: name }),
      api.datasets.text({ ref: name }),
    ]);
    // To a file as well: what is shown is what `create --spec` reads.
    await context.output.answer({ ...dataset, text }, () => text.trimEnd());
    return EXIT.done;
  });
}

export function runDatasetDelete(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const dataset = await api.datasets.get({ ref: name });
    await api.datasets.remove({ id: dataset.id });
    await context.output.answer(
      { removed: dataset.id },
      () => `${dataset.name} is thrown away. "adiuva dataset restore ${dataset.name}" brings it back.`,
    );
    return EXIT.done;
  });
}

export function runDatasetRestore(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { items } = await api.datasets.list({ isDeleted: true, limit: MOST_LISTED });
    const found = items.find((one) => one.id === name || one.name === name);
    if (found === undefined) throw new AppError('not_found', `No dataset called ${name} was thrown away.`);
    const dataset = await api.datasets.restore({ id: found.id });
    await context.output.answer(dataset, () => `${dataset.name} is back.`);
    return EXIT.done;
  });
}
