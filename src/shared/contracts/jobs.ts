import { z } from 'zod';
import { instantSchema, pageInput } from './common.ts';

export const JOB_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const jobStatusSchema = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof jobStatusSchema>;

export const jobSchema = z.object({
  id: z.uuid(),
  /** `import`, `export`, … */
  type: z.string(),
  /** A message-catalogue key and what fills it. */
  title: z.string(),
  status: jobStatusSchema,
  doneCount: z.number().int(),
  totalCount: z.number().int().nullable(),
  message: z.string(),
  attempt: z.number().int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The handler's own result, e.g. an import report's counts. */
  result: z.unknown().nullable(),
  /** The change set an import made, to undo it in one step. */
  changeSetId: z.number().int().nullable(),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobListInputSchema = z.object({
  ...pageInput,
  statuses: z.array(jobStatusSchema).optional(),
  type: z.string().max(60).optional(),
});
export type JobListInput = z.infer<typeof jobListInputSchema>;

/** What became of one thing a job worked on. */
export type JobItem = {
  readonly index: number;
  /** Where it came from: a path in the folder, a row number. */
  readonly source: string;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';
  /** Why it was skipped or failed, in plain words. */
  readonly reason: string;
  readonly kind: string | null;
  readonly entityId: string | null;
};
