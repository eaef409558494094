import { addressParser, id, oneOf } from '#renderer/lib/address.ts';

/** The address of Jobs: which jobs are listed and whose report is open. */
export const parseJobsSearch = addressParser({ show: oneOf(['running', 'failed']), job: id });
export type JobsSearch = ReturnType<typeof parseJobsSearch>;
