import type { DatasetDraft, DatasetDraftSummary } from '#shared/contracts/dataset-drafts.ts';
import type { DatasetFacet } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import { madeBy } from './commands/dataset-making.ts';
import { plainValue, schemaWords } from './schema-words.ts';
import { formatTable } from './table.ts';
import { printable } from './terminal.ts';

/** So much of a fingerprint that no second draft comes to bear it; short enough to be typed. */
export const MARK_LENGTH = 12;

export const markOf = ({ fingerprint }: Pick<DatasetDraft, 'fingerprint'>): string =>
  fingerprint.slice(0, MARK_LENGTH);

/** All that is to be known of a draft before it is confirmed. */
export function draftText(draft: DatasetDraft): string {
  const { spec, notice, mended, problems, samples, sampleProblem, costMicros, isPrivate } = draft;
  const cost = costMicros === 0 ? '' : `, drafted for ${formatDollars(costMicros)}`;
  const lines = [
    `${spec.title} (${spec.name}): ${spec.records} records, ${madeBy(spec.generator)}${cost}`,
    notice,
    isPrivate ? 'Something private went into it: only local models are asked.' : '',
    spec.instructions === '' ? '' : `Told with each record: ${spec.instructions}`,
    titled('Columns', columnLines(spec.schema)),
    titled('Facets', formatTable(spec.facets.map(facetCells))),
    samples.length === 0 ? '' : titled('Records', samples.map(recordLines).join('\n')),
    sampleProblem,
    ...mended.map((what) => `Mended: ${what}`),
    ...problems.map(
      ({ path, message, isWarning }) => `${isWarning ? 'Warning' : 'Wrong'}: ${path}: ${message}`,
    ),
  ];
  return lines
    .filter((line) => line !== '')
    .map((line) => line.split('\n').map(printable).join('\n'))
    .join('\n');
}

export function draftsTable(drafts: readonly DatasetDraftSummary[]): string {
  return formatTable([
    ['mark', 'name', 'from', 'drafted', 'changed', 'title'],
    ...drafts.map((one) => [
      markOf(one),
      one.name,
      one.source,
      one.refreshCount === 0 ? 'once' : `${one.refreshCount + 1} times`,
      new Date(one.updatedAt).toISOString(),
      one.title,
    ]),
  ]);
}

function titled(title: string, text: string): string {
  if (text === '') return '';
  return `${title}\n${text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}`;
}

function columnLines(schema: Readonly<Record<string, unknown>>): string {
  const properties = Object.entries(Object(schema['properties']) as Record<string, unknown>); // as JSON Schema has it
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  return formatTable(
    properties.map(([name, part]) => {
      const description: unknown = Reflect.get(Object(part), 'description');
      const isNeeded = required.includes(name) ? '' : 'may be missing';
      return [name, schemaWords(part), isNeeded, typeof description === 'string' ? description : ''];
    }),
  );
}

/** Weights as shares of all, which is how they are drawn. */
function facetCells({ name, values }: DatasetFacet): readonly string[] {
  const sum = values.reduce((total, { weight }) => total + weight, 0);
  const isEven = values.every(({ weight }) => weight === values[0]?.weight);
  const shares = values.map(({ value, weight }) =>
    isEven ? plainValue(value) : `${plainValue(value)} ${Math.round((100 * weight) / sum)} %`,
  );
  return [name, shares.join(', ')];
}

function recordLines(record: DatasetValue, at: number): string {
  const width = Math.max(0, ...Object.keys(record).map((name) => name.length));
  const lines = Object.entries(record).map(
    ([name, value], index) =>
      `${index === 0 ? `${at + 1}.` : '  '} ${name.padEnd(width)}  ${plainValue(value).replaceAll('\n', ' ')}`,
  );
  return lines.join('\n');
}
