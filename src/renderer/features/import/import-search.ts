import { addressParser, id } from '#renderer/lib/address.ts';

/** The address of Import: the run that is shown, so that a reload finds it again. */
export const parseImportSearch = addressParser({ job: id });
export type ImportSearch = ReturnType<typeof parseImportSearch>;
