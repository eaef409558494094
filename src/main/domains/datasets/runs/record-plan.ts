import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { RecordPlan } from '#shared/contracts/datasets-worker.ts';
import { AppError } from '#shared/errors.ts';
import { facetColumnsOf } from './facet-columns.ts';

export type ReadParentValues = (parent: {
  readonly name: string;
  readonly version: number | null;
  readonly column: string;
}) => Promise<readonly unknown[] | null>;

/** The definition as the thread works by it, with the values of the datasets that it refers to. */
export async function recordPlanOf(
  spec: DatasetSpec,
  seed: number,
  readParentValues: ReadParentValues,
): Promise<RecordPlan> {
  const { schema, columns, checks, generator } = spec;
  const references: Record<string, readonly unknown[]> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (column.kind !== 'reference') continue;
    const [parent = '', version] = column.dataset.split('@');
    const values = await readParentValues({
      name: parent,
      version: version === undefined ? null : Number(version),
      column: column.column,
    });
    if (values === null || values.length === 0) throw noParent(name, column.dataset);
    references[name] = values;
  }
  const plan = { schema, checks: [...checks], seed, references };
  if (generator.kind !== 'builtin') return { ...plan, columns, locale: 'en' };
  return { ...plan, columns: { ...columns, ...facetColumnsOf(spec) }, locale: generator.locale };
}

function noParent(column: string, dataset: string): AppError {
  return new AppError(
    'invalid_input',
    `The column ${column} takes its values from ${dataset}, which is not there or has no records. Nothing was made; make that one first, or change the column.`,
  );
}
