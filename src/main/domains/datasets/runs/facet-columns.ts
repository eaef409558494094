import type { DatasetColumn, DatasetSpec } from '#shared/contracts/dataset-spec.ts';

type Sample = Extract<DatasetColumn, { readonly kind: 'sample' }>;

/**
 * The facets that the built-in generator can keep to, as columns: nobody reads what a record is told there, but a
 * facet that is called as a property, and says what that one may be, is drawn for it by its weights.
 */
export function facetColumnsOf({
  generator,
  schema,
  columns,
  facets,
}: Pick<DatasetSpec, 'generator' | 'schema' | 'columns' | 'facets'>): Readonly<Record<string, Sample>> {
  if (generator.kind !== 'builtin') return {};
  const properties = new Map<string, unknown>(Object.entries(Object(schema['properties'])));
  const kept = facets.filter(({ name, values }) => {
    if (Object.hasOwn(columns, name)) return false;
    const choices: unknown = Reflect.get(Object(properties.get(name)), 'enum');
    return Array.isArray(choices) && values.every(({ value }) => choices.includes(value));
  });
  return Object.fromEntries(kept.map(({ name, values }) => [name, { kind: 'sample', values }]));
}
