import { Document, isMap, isScalar, Scalar } from 'yaml';
import type { ZodType } from 'zod';
import {
  datasetCheckSchema,
  datasetColumnSchema,
  datasetSpecSchema,
  type DatasetColumn,
  type DatasetSpec,
} from '#shared/contracts/dataset-spec.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';

/** What a reader of the file may want to know; above the key that it is about. */
const COMMENTS: Readonly<Record<string, string>> = {
  name: ' Small letters, digits, - and _. `adiuva dataset` and flows name it so; name@3 is a frozen version.',
  instructions: ' Told to the model with each record.',
  records: ' 1 to 100,000.',
  seed: ' The same seed makes the same records with the built-in generator, and the same draws with a model.',
  generator:
    ' kind: builtin makes records from the schema with no model; kind: model asks one for each record.',
  schema: ' JSON Schema 2020-12 of one record.',
  columns: ' Columns that need no model, made in this order: a later one can read an earlier one.',
  facets: ' Each record is told one value of each facet, drawn by weight.',
  examples: ' Shown to the model.',
  checks: ' What each record is held against; what they find stands with the record.',
  duplicates: ' Records that are more alike than the threshold are made again.',
};

/** The definition as YAML that reads back equal. What is as it would be by itself is left out. */
export function toSpecText(spec: DatasetSpec): string {
  const document = new Document(shortened(spec), {
    schema: 'core',
    merge: false,
    aliasDuplicateObjects: false,
  });
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items) {
      if (!isScalar(key)) continue;
      const comment = COMMENTS[String(key.value)];
      if (comment === undefined) continue;
      key.commentBefore = comment;
      key.spaceBefore = key.value !== 'name';
    }
  }
  return document.toString({ lineWidth: 110, blockQuote: 'literal', defaultStringType: Scalar.PLAIN });
}

const ORDER = Object.keys(datasetSpecSchema.shape);

function shortened(spec: DatasetSpec): Record<string, unknown> {
  const plain = datasetSpecSchema.parse({ name: 'x', title: 'x', records: 1, schema: {} });
  const entries = Object.entries({
    ...spec,
    facets: spec.facets.map((facet) => ({ ...facet, values: facet.values.map(shortValue) })),
    columns: Object.fromEntries(
      Object.entries(spec.columns).map(([name, column]) => [name, shortColumn(column)]),
    ),
    checks: spec.checks.map((check) => bare(datasetCheckSchema, check)),
  });
  return Object.fromEntries(
    entries
      .filter(([key, value]) => ALWAYS.has(key) || !isSame(value, Reflect.get(plain, key)))
      .toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)),
  );
}

function shortColumn(column: DatasetColumn): Record<string, unknown> {
  const short = bare(datasetColumnSchema, column);
  return column.kind === 'sample' ? { ...short, values: column.values.map(shortValue) } : short;
}

/** Without what would be read the same if it did not stand there. */
function bare(schema: ZodType, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rest = { ...value };
  for (const key of Object.keys(value)) {
    const without = { ...rest };
    delete without[key];
    const read = schema.safeParse(without);
    if (read.success && canonicalJson(read.data) === canonicalJson(value)) delete rest[key];
  }
  return rest;
}

const ALWAYS = new Set(['name', 'title', 'records', 'seed', 'generator', 'schema']);

function shortValue(given: DatasetSpec['facets'][number]['values'][number]): unknown {
  return given.weight === 1 ? given.value : given;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
