import type { DatasetCheck } from '../contracts/dataset-spec.ts';

/** What findings of a check are called by. */
export function checkName(check: DatasetCheck): string {
  if (check.name !== undefined) return check.name;
  if ('column' in check) return `${check.kind} ${check.column}`;
  return 'columns' in check && check.columns.length > 0
    ? `${check.kind} ${check.columns.join(' + ')}`
    : check.kind;
}
