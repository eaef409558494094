import { z } from 'zod';
import type { ExternalEvent } from './external-items.ts';
import { clientIdSchema, localDateSchema, projectIdSchema } from './common.ts';

export const timelineInputSchema = z.object({
  from: localDateSchema,
  to: localDateSchema,
  projectIds: z.array(projectIdSchema).max(200).optional(),
  clientIds: z.array(clientIdSchema).max(200).optional(),
  includeDone: z.boolean().default(true),
});
export type TimelineInput = z.infer<typeof timelineInputSchema>;

export type TimelineItem = {
  readonly kind: 'task' | 'checkpoint';
  readonly id: string;
  readonly title: string;
  /** First day of the bar: a task's planned day or, without one, its due day. */
  readonly start: string;
  /** Last day of the bar, equal to `start` for a point. */
  readonly end: string;
  readonly isDone: boolean;
  readonly priority: string | null;
  readonly isAiSuggested: boolean;
  readonly isApproved: boolean;
  readonly estimateMinutes: number | null;
};

export type TimelineLane = {
  /** Null for tasks of no project. */
  readonly projectId: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  readonly clientName: string | null;
  readonly projectStart: string | null;
  readonly projectDue: string | null;
  readonly items: readonly TimelineItem[];
};

/** At most 5,000 items; `isTruncated` says that the window holds more. */
export type Timeline = {
  readonly lanes: readonly TimelineLane[];
  readonly isTruncated: boolean;
  /** Events of calendars, the earliest first. */
  readonly events: readonly ExternalEvent[];
};
