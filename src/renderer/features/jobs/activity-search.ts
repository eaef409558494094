import { z } from 'zod';

/** The address of Activity: which jobs are listed and whose report is open. */
export const activitySearchSchema = z.object({
  show: z.enum(['running', 'failed']).optional().catch(undefined),
  job: z.uuid().optional().catch(undefined),
});
export type ActivitySearch = z.infer<typeof activitySearchSchema>;
