import type { DatasetCard, DatasetExportFormat } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetLineage } from '#shared/contracts/datasets.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import { isSchema } from '../spec/schema-columns.ts';
import type { ColumnFacts, Survey } from './survey.ts';

export type CardInput = {
  readonly spec: DatasetSpec;
  /** Null is the dataset as it was when it was exported. */
  readonly version: { readonly version: number; readonly contentHash: string; readonly note: string } | null;
  readonly lineage: Omit<DatasetLineage, 'parent'>;
  readonly card: DatasetCard;
  readonly survey: Survey;
  readonly files: readonly {
    readonly path: string;
    readonly format: DatasetExportFormat;
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
  readonly exportedOn: string;
};

/** README.md with the front matter that Hugging Face reads (docs/hub, "Dataset Cards"). */
export async function datasetCardText(input: CardInput): Promise<string> {
  const { stringify } = await import('yaml');
  const { spec, version, survey } = input;
  const parts = [
    `---\n${stringify(frontMatter(input))}---`,
    `# ${spec.title}`,
    spec.description,
    `${survey.records} records${version === null ? '' : `, version ${version.version}`}, exported on ${input.exportedOn}.`,
    '## How it was made',
    ...originLines(input),
    '## Columns',
    columnTable(survey.columns(), spec, survey.records),
    ...checkLines(spec),
    '## Files',
    table(
      ['File', 'Format', 'Bytes', 'SHA-256'],
      input.files.map(({ path, format, sizeBytes, sha256 }) => [path, format, String(sizeBytes), sha256]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function frontMatter({ spec, card, survey, files, lineage }: CardInput): Record<string, unknown> {
  // A table of records comes before a chat made of them: that is what is shown of it.
  const shown = files.toSorted((left, right) => RANK.indexOf(left.format) - RANK.indexOf(right.format));
  const isSynthetic = lineage.runs.some(({ generator }) => !lineage.sources.includes(generator));
  const tags = [...(isSynthetic ? ['synthetic'] : []), ...card.tags];
  return {
    license: card.license,
    ...(card.languages.length > 0 && { language: card.languages }),
    pretty_name: spec.title,
    size_categories: [sizeCategory(survey.records)],
    ...(tags.length > 0 && { tags: [...new Set(tags)] }),
    configs: shown.map(({ path, format }, at) => ({
      config_name: format,
      ...(at === 0 && { default: true }),
      data_files: [{ split: 'train', path }],
    })),
  };
}

const RANK: readonly DatasetExportFormat[] = ['parquet', 'jsonl', 'json', 'csv', 'chat-jsonl'];

function sizeCategory(records: number): string {
  const steps = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
  const names = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M'];
  return names[steps.findIndex((step) => records < step)] ?? '10M<n<100M';
}

function originLines({ version, lineage, spec }: CardInput): readonly string[] {
  const runs = lineage.runs.filter(({ generator }) => !lineage.sources.includes(generator));
  const made = runs.map(({ generator, modelIds, seed }) => {
    if (generator === 'builtin') return `- from the schema alone, without a model, with seed ${seed}`;
    const models = modelIds.length > 0 ? modelIds.join(', ') : generator;
    return `- by a language model (${models}), one call for each record, with seed ${seed}`;
  });
  const lines = [
    ...new Set([...made, ...lineage.sources.map((source) => `- brought in from ${source}`)]),
    ...(lineage.edited > 0 ? [`- ${lineage.edited} records were changed by hand`] : []),
  ];
  const facets = spec.facets.map(
    ({ name, values }) => `- ${name}: ${values.map(({ value }) => plain(String(value))).join(', ')}`,
  );
  return [
    lines.join('\n'),
    facets.length === 0 ? '' : `Each record was asked for with one value of:\n\n${facets.join('\n')}`,
    version === null
      ? ''
      : `Content hash of the version: \`${version.contentHash}\`. ${plain(version.note)}`.trim(),
  ];
}

function columnTable(columns: readonly ColumnFacts[], spec: DatasetSpec, records: number): string {
  const properties = isSchema(spec.schema['properties']) ? spec.schema['properties'] : {};
  const rows = columns.map((column) => {
    const { name, present, kinds, numbers, longest } = column;
    const declared = properties[name];
    const described = isSchema(declared) ? declared['description'] : undefined;
    const values =
      numbers === null
        ? longest > 0
          ? `at most ${longest} characters`
          : ''
        : `${numbers.min} to ${numbers.max}, mean ${Number(numbers.mean.toFixed(4))}`;
    return [
      name,
      [...kinds.keys()].join(', '),
      String(records - present),
      values,
      typeof described === 'string' ? described : '',
    ];
  });
  return table(['Column', 'Kind', 'Missing', 'Values', 'Description'], rows);
}

function checkLines(spec: DatasetSpec): readonly string[] {
  if (spec.checks.length === 0) return [];
  return ['## Checks', spec.checks.map((check) => `- ${plain(checkName(check))}`).join('\n')];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** On one line, and no end of a table's cell. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
