import { z } from 'zod';

export const senderPlanSchema = z.object({
  path: z.string(),
  keyHex: z.string(),
  /** Where letters are taken and counted. */
  origin: z.string(),
});
export type SenderPlan = z.infer<typeof senderPlanSchema>;
