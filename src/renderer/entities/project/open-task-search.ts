import { z } from 'zod';

/** The task whose panel is open beside a page about something larger. */
export const openTaskSchema = z.object({ task: z.string().max(60).optional().catch(undefined) });
