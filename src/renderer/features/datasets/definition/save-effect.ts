import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';

/** What a change of the definition means for records that are there: they stay, but what they are held against may not. */
export function saveEffect(before: DatasetSpec, after: DatasetSpec): 'Schema' | 'Checks' | 'New' {
  const differs = (key: 'schema' | 'columns' | 'checks'): boolean =>
    JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  if (differs('schema') || differs('columns')) return 'Schema';
  return differs('checks') ? 'Checks' : 'New';
}
