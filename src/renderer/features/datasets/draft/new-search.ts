import { addressParser, id, oneOf } from '#renderer/lib/address.ts';

/** What a definition is made from. */
export const NEW_STARTS = ['words', 'file', 'definition', 'sample'] as const;
export type NewDatasetStart = (typeof NEW_STARTS)[number];

export const parseNewSearch = addressParser({ start: oneOf(NEW_STARTS), draft: id });
export type NewDatasetSearch = ReturnType<typeof parseNewSearch>;
