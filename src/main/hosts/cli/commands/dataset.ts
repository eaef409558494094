import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetGenerator, DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { Dataset, SpecProblem } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

type MakingOptions = {
  readonly builtin?: boolean;
  readonly model?: string;
  readonly seed?: number;
  readonly name?: string;
  readonly records?: number;
};
export type DraftOptions = MakingOptions;
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

export function runDatasetDraft(
  context: CommandContext,
  text: string,
  options: DraftOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const generator = await generatorOf(api, options);
    const { records = countIn(text), seed } = options;
    let draft = await api.datasets.drafts.create({ description: text, generator, records, seed });
    if (options.name !== undefined) {
      draft = await api.datasets.drafts.edit({ id: draft.id, spec: { ...draft.spec, name: options.name } });
      const dataset = await api.datasets.drafts.confirm({ id: draft.id, fingerprint: draft.fingerprint });
      await context.output.answer(dataset, () => madeText(dataset));
      return EXIT.done;
    }
    await context.output.answer(draft, () => draftText(draft));
    return EXIT.done;
  });
}

/** "50 support tickets" says how many. */
function countIn(text: string): number | undefined {
  const count = Number(/(?:^|\s)(\d{1,6})\s+[a-z]/i.exec(text)?.[1] ?? 0);
  return count >= 1 && count <= 100_000 ? count : undefined;
}

function draftText(draft: DatasetDraft): string {
  const { spec, notice, mended, problems, samples, sampleProblem } = draft;
  const properties = Object.entries(Object(spec.schema['properties']) as Record<string, unknown>); // as JSON Schema has it
  const lines = [
    `${spec.title} (${spec.name}), ${spec.records} records, ${madeBy(spec.generator)}`,
    notice,
    formatTable(properties.map(([name, part]) => [`  ${name}`, JSON.stringify(part)])),
    ...spec.facets.map(
      ({ name, values }) => `  ${name}: ${values.map(({ value }) => String(value)).join(', ')}`,
    ),
    ...mended.map((what) => `Mended: ${what}`),
    ...problems.map(({ path, message }) => `${path}: ${message}`),
    ...samples.map((one) => `  ${JSON.stringify(one)}`),
    sampleProblem,
    `Kept as a draft. Make it a dataset with: adiuva call datasets.drafts.confirm '${JSON.stringify({ id: draft.id, fingerprint: draft.fingerprint })}', or draft again with --name.`,
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => line.split('\n').map(printable).join('\n'))
    .join('\n');
}

function madeBy(generator: DatasetGenerator): string {
  if (generator.kind === 'builtin') return 'made without a model';
  return `made by ${generator.model ?? generator.profile ?? 'the first model that is ready'}`;
}

function madeText({ name, spec, id }: Dataset): string {
  return `${name} is there (${id}): ${spec.records} records, ${madeBy(spec.generator)}. "adiuva dataset run ${name}" generates them.`;
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

function parseSchema(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>; // looked at
    }
  } catch (cause) {
    throw new AppError('invalid_input', `${file} is not JSON. Nothing was made.`, { cause });
  }
  throw new AppError('invalid_input', `${file} is no JSON Schema of an object. Nothing was made.`);
}

async function readText(file: string): Promise<string> {
  const path = resolve(file);
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('file_unreadable', `${path} cannot be read. Nothing was made.`, { cause });
  });
}

/** A model is named as its provider is shown; the gateway knows it by the provider's id. */
async function generatorOf(
  api: Api,
  { builtin, model }: MakingOptions,
): Promise<DatasetGenerator | { kind: 'model'; model: string } | undefined> {
  if (builtin === true && model !== undefined) {
    throw new AppError('invalid_input', 'Give either --builtin or --model. Nothing was made.');
  }
  if (builtin === true) return { kind: 'builtin', locale: 'en' };
  if (model === undefined) return undefined;
  const slash = model.indexOf('/');
  const [named, rest] = slash < 0 ? [model, ''] : [model.slice(0, slash), model.slice(slash + 1)];
  const providers = await api.models.list();
  const provider =
    providers.find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase()) ??
    providers.find(({ chatModel }) => chatModel === model);
  if (provider === undefined) {
    throw new AppError(
      'not_found',
      `There is no provider called ${named}. "adiuva models list" shows those that are set up.`,
    );
  }
  return {
    kind: 'model',
    model: `${provider.id}/${rest === '' || provider.chatModel === model ? provider.chatModel : rest}`,
  };
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
