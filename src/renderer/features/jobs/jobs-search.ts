import { addressParser, id, oneOf } from '#renderer/lib/address.ts';

/** The address of Jobs: what is listed, whose report is open, and which job is being decided. */
export const parseJobsSearch = addressParser({
  show: oneOf(['running', 'needs-you', 'schedules']),
  job: id,
});
export type JobsSearch = ReturnType<typeof parseJobsSearch>;
