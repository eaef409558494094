import { z } from 'zod';

/** The address of Import: the run that is shown, so that a reload finds it again. */
export const importSearchSchema = z.object({ job: z.uuid().optional().catch(undefined) });
export type ImportSearch = z.infer<typeof importSearchSchema>;
