import { z } from 'zod';
import { clientIdSchema, projectIdSchema } from '#shared/contracts/common.ts';

/** The address of the timeline. A part that does not fit is dropped. */
export const timelineSearchSchema = z.object({
  projects: z.array(projectIdSchema).max(200).optional().catch(undefined),
  clients: z.array(clientIdSchema).max(200).optional().catch(undefined),
  /** Hides what is done. */
  open: z.boolean().optional().catch(undefined),
  view: z.enum(['chart', 'list']).optional().catch(undefined),
  /** The task in the panel beside the chart. */
  task: z.string().max(60).optional().catch(undefined),
  /** The checkpoint to show: where deep links and the search lead. */
  checkpoint: z.string().max(60).optional().catch(undefined),
});
export type TimelineSearch = z.infer<typeof timelineSearchSchema>;

export function isFiltered(search: TimelineSearch): boolean {
  return (
    [search.projects, search.clients].some((part) => part !== undefined && part.length > 0) ||
    search.open === true
  );
}
