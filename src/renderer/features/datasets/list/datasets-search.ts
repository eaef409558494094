import { addressParser, oneOf, text } from '#renderer/lib/address.ts';

export const DATASET_SORTS = ['updated', 'name', 'records'] as const;

export const parseDatasetsSearch = addressParser({ q: text(200), sort: oneOf(DATASET_SORTS) });
export type DatasetsSearch = ReturnType<typeof parseDatasetsSearch>;
