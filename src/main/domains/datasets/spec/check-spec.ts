import type { DatasetCheck, DatasetColumn, DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { SpecProblem } from '#shared/contracts/datasets.ts';
import type { SpecPath } from './issue-words.ts';
import { recordFaults, schemaFaults } from './meta-check.ts';
import { nearestWord } from './nearest-word.ts';
import { isSchema, schemaColumns, type SchemaColumns } from './schema-columns.ts';

/** A problem with the steps that lead to its place, for whoever has the text. */
export type PlacedProblem = SpecProblem & { readonly steps: SpecPath };

type Found = { readonly steps: SpecPath; readonly message: string; readonly isWarning?: boolean };

/**
 * What the shape of a definition does not tell: that the schema is one, that columns, checks and examples fit it and each
 * other. What other datasets it needs is looked up elsewhere.
 */
export function checkSpec(spec: DatasetSpec): readonly PlacedProblem[] {
  const faults = schemaFaults(spec.schema);
  const found: readonly Found[] = [
    ...faults.map(({ path, message }) => ({
      steps: ['schema', ...path],
      message: `The schema ${path.length === 0 ? '' : `at ${path.join('/')} `}${message}.`,
    })),
    ...(faults.length > 0 ? [] : [...recordIsObject(spec), ...examplesFit(spec)]),
    ...columnsFit(spec),
    ...checksFit(spec),
    ...facetsFit(spec),
    ...generatorFits(spec),
  ];
  return found.map(({ steps, message, isWarning = false }) => ({
    steps,
    path: steps.map(String).join('.'),
    message,
    line: null,
    column: null,
    isWarning,
  }));
}

function recordIsObject({ schema }: DatasetSpec): readonly Found[] {
  const { type } = schema;
  if (type !== undefined && type !== 'object' && !(Array.isArray(type) && type.includes('object'))) {
    return [
      { steps: ['schema', 'type'], message: 'A record is an object: the type of the schema is "object".' },
    ];
  }
  const { names } = schemaColumns(schema);
  if (names.length > 0) return [];
  return [
    { steps: ['schema'], message: 'The schema names no properties, so a record would have no columns.' },
  ];
}

function examplesFit(spec: DatasetSpec): readonly Found[] {
  if (spec.examples.length === 0) return [];
  const faultsOf = recordFaults(withoutMade(spec));
  return spec.examples.flatMap((example, index) =>
    faultsOf(example)
      .slice(0, 1)
      .map(({ path, message }) => ({
        steps: ['examples', index, ...path],
        message: `This example does not fit the schema: ${path.join('/') || 'it'} ${message}.`,
        isWarning: true,
      })),
  );
}

/** An example need not have what no model makes. */
function withoutMade({ schema, columns }: DatasetSpec): DatasetSpec['schema'] {
  const { required } = schema;
  if (!Array.isArray(required)) return schema;
  return { ...schema, required: required.filter((name) => columns[String(name)] === undefined) };
}

function unknownColumn(name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  const hint = near === undefined ? `It has: ${known.slice(0, 20).join(', ')}.` : `Did you mean "${near}"?`;
  return `The schema has no column "${name}". ${hint}`;
}

function columnsFit({ schema, columns, name }: DatasetSpec): readonly Found[] {
  const known = schemaColumns(schema);
  return Object.entries(columns).flatMap(([column, made]) => {
    const steps = ['columns', column];
    return [...isDescribed(column, known), ...columnHolds(made, name)].map((found) => ({
      ...found,
      steps: [...steps, ...found.steps],
    }));
  });
}

function isDescribed(column: string, { names, isOpen }: SchemaColumns): readonly Found[] {
  if (names.includes(column)) return [];
  const message = unknownColumn(column, names);
  if (!isOpen) return [{ steps: [], message: `${message} It allows no others, so no record would fit.` }];
  return [{ steps: [], message, isWarning: true }];
}

function columnHolds(column: DatasetColumn, datasetName: string): readonly Found[] {
  switch (column.kind) {
    case 'sample':
      return weightsHold(column.values, ['values']);
    case 'number':
      return inOrder(column, ['min']);
    case 'date':
      return datesHold(column);
    case 'reference':
      return column.dataset.split('@')[0] === datasetName && !column.dataset.includes('@')
        ? [
            {
              steps: ['dataset'],
              message: 'A dataset cannot take values from its own records while they are made.',
            },
          ]
        : [];
    default:
      return [];
  }
}

function datesHold({ from, to }: Extract<DatasetColumn, { kind: 'date' }>): readonly Found[] {
  const bad = Object.entries({ from, to }).filter(([, text]) => Number.isNaN(Date.parse(text)));
  if (bad.length > 0) {
    return bad.map(([key]) => ({ steps: [key], message: 'This is no date. A date looks like 2026-01-31.' }));
  }
  if (Date.parse(from) <= Date.parse(to)) return [];
  return [{ steps: ['from'], message: 'The first date lies after the last one.' }];
}

type Bounds = { readonly min?: number | undefined; readonly max?: number | undefined };

function inOrder({ min, max }: Bounds, steps: SpecPath): readonly Found[] {
  if (min === undefined || max === undefined || min <= max) return [];
  return [{ steps, message: `The smallest value, ${min}, is larger than the largest, ${max}.` }];
}

function weightsHold(values: readonly { readonly weight: number }[], steps: SpecPath): readonly Found[] {
  if (values.some(({ weight }) => weight > 0)) return [];
  return [{ steps, message: 'All weights are 0, so no value could ever be drawn.' }];
}

function checksFit(spec: DatasetSpec): readonly Found[] {
  const known = [...new Set([...schemaColumns(spec.schema).names, ...Object.keys(spec.columns)])];
  const names = spec.checks.map((check) => check.name);
  return spec.checks.flatMap((check, index) => {
    const steps = ['checks', index];
    const isTwice = check.name !== undefined && names.indexOf(check.name) !== index;
    const twice = { steps: ['name'], message: `Another check is called "${check.name}" already.` };
    return [...(isTwice ? [twice] : []), ...checkHolds(check, known)].map((found) => ({
      ...found,
      steps: [...steps, ...found.steps],
    }));
  });
}

function checkHolds(check: DatasetCheck, known: readonly string[]): readonly Found[] {
  const columns = 'column' in check ? [check.column] : 'columns' in check ? check.columns : [];
  const steps = 'column' in check ? ['column'] : ['columns'];
  const missing = columns
    .filter((name) => !known.includes(name))
    .map((name) => ({ steps, message: unknownColumn(name, known) }));
  if (check.kind === 'range' || check.kind === 'length') return [...missing, ...boundsHold(check)];
  return check.kind === 'regex' ? [...missing, ...patternHolds(check.pattern)] : missing;
}

function boundsHold(check: Bounds): readonly Found[] {
  if (check.min !== undefined || check.max !== undefined) return inOrder(check, ['min']);
  return [{ steps: [], message: 'Neither "min" nor "max" is given, so this check can find nothing.' }];
}

function patternHolds(pattern: string): readonly Found[] {
  try {
    RegExp(pattern, 'u');
    return [];
  } catch (error) {
    const said = error instanceof Error ? error.message : 'it cannot be read';
    return [{ steps: ['pattern'], message: `This is no regular expression: ${said}.` }];
  }
}

function facetsFit({ facets, duplicates, schema, columns }: DatasetSpec): readonly Found[] {
  const names = facets.map(({ name }) => name);
  const known = [...schemaColumns(schema).names, ...Object.keys(columns)];
  return [
    ...facets.flatMap(({ name, values }, index) => [
      ...(names.indexOf(name) === index
        ? []
        : [{ steps: ['facets', index, 'name'], message: `Another facet is called "${name}" already.` }]),
      ...weightsHold(values, ['facets', index, 'values']),
    ]),
    ...(duplicates?.columns ?? [])
      .filter((name) => !known.includes(name))
      .map((name) => ({ steps: ['duplicates', 'columns'], message: unknownColumn(name, known) })),
  ];
}

function generatorFits({ generator, schema, columns }: DatasetSpec): readonly Found[] {
  if (generator.kind === 'builtin') return [];
  const found: Found[] = [];
  if (generator.model !== undefined && generator.profile !== undefined) {
    found.push({
      steps: ['generator', 'profile'],
      message: 'Either a model or a profile is named, not both.',
    });
  }
  const { names } = schemaColumns(schema);
  if (names.length > 0 && names.every((name) => columns[name] !== undefined)) {
    found.push({
      steps: ['generator', 'kind'],
      message: 'Every column is made without a model, so "builtin" makes the same records for nothing.',
      isWarning: true,
    });
  }
  if (isSchema(schema['properties']) && JSON.stringify(schema).length > MOST_PROMPT_SCHEMA) {
    found.push({
      steps: ['schema'],
      message: 'The schema is very long, and it is sent with every record.',
      isWarning: true,
    });
  }
  return found;
}

const MOST_PROMPT_SCHEMA = 50_000;
