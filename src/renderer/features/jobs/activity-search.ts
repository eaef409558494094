import { addressParser, id, oneOf } from '#renderer/lib/address.ts';

/** The address of Activity: which jobs are listed and whose report is open. */
export const parseActivitySearch = addressParser({ show: oneOf(['running', 'failed']), job: id });
export type ActivitySearch = ReturnType<typeof parseActivitySearch>;
