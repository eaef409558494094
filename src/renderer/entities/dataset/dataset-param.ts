import type { Dataset } from '#shared/contracts/datasets.ts';

/** What stands for a dataset in an address: its name, but for the one word that is a page of its own. */
export function datasetParam({ id, name }: Pick<Dataset, 'id' | 'name'>): string {
  return name === 'new' ? id : name;
}
