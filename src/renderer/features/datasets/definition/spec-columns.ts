import type { DatasetCheck, DatasetColumn, DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';

/** A top-level property of a record, and how it is made where no model makes it. */
export type SpecColumn = {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
  readonly made: DatasetColumn | null;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const propertiesOf = (schema: JsonSchema): Readonly<Record<string, unknown>> =>
  isObject(schema['properties']) ? schema['properties'] : {};

const requiredOf = (schema: JsonSchema): readonly string[] =>
  Array.isArray(schema['required']) ? schema['required'].map(String) : [];

export function columnsOf({ schema, columns }: DatasetSpec): readonly SpecColumn[] {
  const required = new Set(requiredOf(schema));
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    name,
    schema: isObject(property) ? property : {},
    isRequired: required.has(name),
    made: columns[name] ?? null,
  }));
}

/** The columns as a schema and ways of making; all else of the definition stays. */
function withColumns(spec: DatasetSpec, columns: readonly SpecColumn[]): DatasetSpec {
  const known = new Set(columns.map(({ name }) => name));
  const others = Object.entries(spec.columns).filter(
    ([name]) => !known.has(name) && !(name in propertiesOf(spec.schema)),
  );
  const made = columns.flatMap(({ name, made: way }) => (way === null ? [] : [[name, way] as const]));
  // An expression reads what is made before it, so the order that was there is kept.
  const order = Object.keys(spec.columns);
  const place = (name: string): number => {
    const at = order.indexOf(name);
    return at === -1 ? order.length : at;
  };
  return {
    ...spec,
    schema: {
      ...spec.schema,
      properties: Object.fromEntries(columns.map(({ name, schema }) => [name, schema])),
      required: columns.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    },
    columns: Object.fromEntries(
      [...made, ...others].toSorted(([left], [right]) => place(left) - place(right)),
    ),
  };
}

export function changeColumn(spec: DatasetSpec, name: string, patch: Partial<SpecColumn>): DatasetSpec {
  const columns = columnsOf(spec).map((column) => (column.name === name ? { ...column, ...patch } : column));
  if (patch.name === undefined || patch.name === name) return withColumns(spec, columns);
  return renamed(withColumns(renamedWay(spec, name, patch.name), columns), name, patch.name);
}

export function addColumn(spec: DatasetSpec, stem: string): DatasetSpec {
  const columns = columnsOf(spec);
  const taken = new Set(columns.map(({ name }) => name));
  let name = stem;
  for (let number = 2; taken.has(name); number++) name = `${stem}_${number}`;
  return withColumns(spec, [...columns, { name, schema: { type: 'string' }, isRequired: true, made: null }]);
}

export function removeColumn(spec: DatasetSpec, name: string): DatasetSpec {
  const kept = columnsOf(spec).filter((column) => column.name !== name);
  const rest = withColumns(spec, kept);
  const { [name]: _, ...columns } = rest.columns;
  return { ...rest, columns };
}

export function moveColumn(spec: DatasetSpec, name: string, by: -1 | 1): DatasetSpec {
  const columns = [...columnsOf(spec)];
  const at = columns.findIndex((column) => column.name === name);
  const column = columns[at];
  const to = at + by;
  if (column === undefined || to < 0 || to >= columns.length) return spec;
  return withColumns(spec, columns.toSpliced(at, 1).toSpliced(to, 0, column));
}

function renamedWay(spec: DatasetSpec, from: string, to: string): DatasetSpec {
  const columns = Object.fromEntries(
    Object.entries(spec.columns).map(([name, way]) => [name === from ? to : name, way]),
  );
  return { ...spec, columns };
}

/** Everything that names the column names it anew; code is the person's own and stays. */
function renamed(spec: DatasetSpec, from: string, to: string): DatasetSpec {
  const rename = (name: string): string => (name === from ? to : name);
  const check = (one: DatasetCheck): DatasetCheck => {
    if ('column' in one) return { ...one, column: rename(one.column) };
    return 'columns' in one ? { ...one, columns: one.columns.map(rename) } : one;
  };
  return {
    ...spec,
    checks: spec.checks.map(check),
    duplicates: spec.duplicates && { ...spec.duplicates, columns: spec.duplicates.columns.map(rename) },
    examples: spec.examples.map((example) =>
      Object.fromEntries(Object.entries(example).map(([name, value]) => [rename(name), value])),
    ),
  };
}
