import { addressParser, flag, oneOf, text } from '#renderer/lib/address.ts';

export const DATASET_SORTS = ['updated', 'name', 'records'] as const;

export const parseDatasetsSearch = addressParser({
  q: text(200),
  sort: oneOf(DATASET_SORTS),
  /** Those in the trash, instead of the others. */
  deleted: flag,
});
export type DatasetsSearch = ReturnType<typeof parseDatasetsSearch>;
