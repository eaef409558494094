import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { PlacedProblem } from './check-spec.ts';
import { schemaColumns } from './schema-columns.ts';

export type Around = {
  readonly findDataset: (name: string) => Promise<DatasetSpec | undefined>;
  readonly hasVersion: (name: string, version: number) => Promise<boolean>;
  readonly hasProfile: (name: string) => Promise<boolean>;
  readonly mostRecords: () => Promise<number>;
};

/** What a definition needs of other datasets, of saved profiles and of Settings, and is not there. */
export async function findAround(spec: DatasetSpec, around: Around): Promise<readonly PlacedProblem[]> {
  const problems: PlacedProblem[] = [];
  const most = await around.mostRecords();
  if (spec.records > most) {
    // What is there already may be more than was allowed since; a run is what is refused.
    const message = `Settings, Models allow ${most} at most: a run of so many is refused until that is raised.`;
    problems.push({ ...problemAt(['records'], message), isWarning: true });
  }
  for (const [name, column] of Object.entries(spec.columns)) {
    if (column.kind !== 'reference') continue;
    problems.push(...(await ofReference(['columns', name], column, around)));
  }
  const { generator } = spec;
  if (generator.kind === 'model' && generator.profile !== undefined) {
    const message = `There is no profile called "${generator.profile}". Add it in Settings, Models, or name a model.`;
    if (!(await around.hasProfile(generator.profile))) {
      problems.push(problemAt(['generator', 'profile'], message));
    }
  }
  return problems;
}

async function ofReference(
  steps: readonly string[],
  { dataset, column }: { readonly dataset: string; readonly column: string },
  { findDataset, hasVersion }: Around,
): Promise<readonly PlacedProblem[]> {
  const [name = '', version] = dataset.split('@');
  const parent = await findDataset(name);
  if (parent === undefined) return [problemAt([...steps, 'dataset'], `There is no dataset called ${name}.`)];
  if (version !== undefined && !(await hasVersion(name, Number(version)))) {
    return [problemAt([...steps, 'dataset'], `${name} has no version ${version}.`)];
  }
  const known = [...schemaColumns(parent.schema).names, ...Object.keys(parent.columns)];
  if (known.includes(column)) return [];
  return [problemAt([...steps, 'column'], `${name} has no column "${column}". It has: ${known.join(', ')}.`)];
}

function problemAt(steps: readonly string[], message: string): PlacedProblem {
  return { steps, path: steps.join('.'), message, line: null, column: null, isWarning: false };
}
