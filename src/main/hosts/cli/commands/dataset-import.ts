import { resolve } from 'node:path';
import type {
  DatasetImportFormat,
  DatasetImportMapping,
  DatasetInspection,
  TracePreview,
} from '#shared/contracts/dataset-exchange.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { describeTroubles, followJob } from '../follow-job.ts';
import type { Api, Line } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type ImportOptions = {
  readonly name: string;
  readonly format?: DatasetImportFormat;
  readonly map?: DatasetImportMapping;
  readonly append?: boolean;
  readonly dryRun?: boolean;
};
export type CollectOptions = {
  readonly name: string;
  readonly feature?: readonly string[];
  readonly private?: boolean;
  readonly yes?: boolean;
};

const SHOWN_TROUBLES = 20;

export function runDatasetImport(
  context: CommandContext,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const run = async ({ api }: Line): Promise<number> => {
    const { name, format, map: mapping, append } = options;
    const source = { path: resolve(file) };
    const datasetId = append === true ? (await api.datasets.get({ ref: name })).id : undefined;
    if (options.dryRun === true) {
      const seen = await api.datasets.imports.inspect({ source, format, mapping, datasetId });
      await context.output.answer(seen, () => inspectionText(seen));
      return EXIT.done;
    }
    const into = datasetId === undefined ? { name } : { datasetId };
    const { jobId } = await api.datasets.imports.start({ source, format, mapping, into });
    return followImport(context, api, jobId, name);
  };
  return withWorkspace(context, run, { isShared: true });
}

async function followImport(context: CommandContext, api: Api, jobId: string, name: string): Promise<number> {
  const job = await followJob(context, api, jobId);
  const isDone = job.status === 'done';
  const { items: troubles, total } = await api.jobs.items({ id: jobId, limit: SHOWN_TROUBLES });
  await context.output.answer({ job, troubles }, () => {
    if (!isDone) return `The import is ${job.status}. ${job.error?.message ?? job.message}`;
    const { made, failed } = job.result as { readonly made: number; readonly failed: number }; // of this type of job
    const head = `${made} records came into ${name}${failed > 0 ? `, ${failed} rows could not be read` : ''}.`;
    if (troubles.length === 0) return head;
    return `${head}\n${total ?? troubles.length} rows are not sound:\n${describeTroubles(troubles)}`;
  });
  return isDone ? EXIT.done : EXIT.failed;
}

function inspectionText({
  name,
  format,
  looked,
  records,
  columns,
  mapping,
  schema,
  problems,
  judges,
}: DatasetInspection) {
  const properties = Object(schema['properties']) as Record<string, unknown>; // as JSON Schema has it
  const rows = columns.map((column) => {
    const target = mapping[column] ?? null;
    return [
      `  ${column}`,
      target ?? '(left out)',
      target === null ? '' : JSON.stringify(properties[target] ?? {}),
    ];
  });
  const lines = [
    `${name}: ${format}, ${records ?? `more than ${looked}`} records, of which ${looked} were looked at. Nothing was brought in.`,
    formatTable([['  column', 'becomes', 'schema'], ...rows]),
    ...problems.slice(0, SHOWN_TROUBLES).map(({ row, message }) => `  ${row}: ${message}`),
    ...(judges.length > 0 ? [`What comes in is not judged by ${judges.join(', ')}.`] : []),
  ];
  return lines.map((line) => line.split('\n').map(printable).join('\n')).join('\n');
}

/** Takes back the last import or collection of a dataset. */
export function runDatasetUndoImport(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id: datasetId } = await api.datasets.get({ ref: name });
    const { items } = await api.datasets.runs.list({ datasetId, limit: 500 });
    const last = items.find(({ kind }) => kind === 'import' || kind === 'collect');
    if (last === undefined) {
      throw new AppError('nothing_to_undo', `Nothing was ever brought into ${name}. Nothing was changed.`);
    }
    const undone = await api.datasets.imports.undo({ jobId: last.jobId });
    await context.output.answer(undone, () => {
      const { removed, kept, isDatasetRemoved } = undone;
      if (isDatasetRemoved)
        return `${name} is thrown away with its ${removed} records. "adiuva dataset restore ${name}" brings it back.`;
      return `${removed} records are gone${kept > 0 ? `; ${kept} that were changed or reviewed since stay` : ''}.`;
    });
    return EXIT.done;
  });
}

/** Shows what would go in; it goes in with --yes alone. */
export function runDatasetCollect(context: CommandContext, options: CollectOptions): Promise<number> {
  const run = async ({ api }: Line): Promise<number> => {
    const choice = { features: [...(options.feature ?? [])], withPrivate: options.private };
    const seen = await api.datasets.imports.traces(choice);
    if (options.yes !== true) {
      await context.output.answer(seen, () => previewText(seen));
      return EXIT.done;
    }
    const { name } = options;
    const { items } = await api.datasets.list({ query: name, limit: 500 });
    const known = items.find((one) => one.name === name);
    const into = known === undefined ? { name } : { datasetId: known.id };
    const { fingerprint } = seen;
    const { jobId } = await api.datasets.imports.collect({ ...choice, into, fingerprint });
    return followImport(context, api, jobId, name);
  };
  return withWorkspace(context, run, { isShared: true });
}

function previewText({ features, calls, privateCalls, cutCalls, sample }: TracePreview): string {
  const lines = [
    `${calls} calls of models would go in, prompts and answers. Nothing was collected; add --yes for that.`,
    formatTable([
      ['feature', 'calls', 'characters'],
      ...features.map((one) => [one.feature, String(one.calls), String(one.chars)]),
    ]),
    privateCalls > 0
      ? `${privateCalls} calls answered on this machine are left out, for they may be private; --private takes them too.`
      : '',
    cutCalls > 0 ? `${cutCalls} calls are left out: what is kept of them was cut.` : '',
    ...sample.map((one) => `  ${JSON.stringify(one)}`),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => line.split('\n').map(printable).join('\n'))
    .join('\n');
}
