import { z } from 'zod';
import { pageInput } from './common.ts';
import { recordCountSchema } from './dataset-spec.ts';
import { MOST_SLICES } from './dataset-defaults.ts';
import { recordListInputSchema, REVIEWS, type DatasetRun } from './datasets.ts';
import type { Job } from './jobs.ts';

/** What the pages and commands ask of runs (`datasets.runs.*`) and of what they leave (`datasets.records.*`). */

const budgetSchema = z.number().min(0).max(100_000).nullable();

export const runStartInputSchema = z.object({
  datasetId: z.uuid(),
  /** Records to be added; what is still missing of the definition's count when absent. */
  count: recordCountSchema.optional(),
  /** US dollars for this run, instead of the definition's. */
  budget: budgetSchema.optional(),
  /** Cut in so many parts, each of which another process may work on; in one piece when absent. */
  slices: z.number().int().min(1).max(MOST_SLICES).optional(),
});
export type RunStartInput = z.infer<typeof runStartInputSchema>;

export const runRetryInputSchema = z.object({ datasetId: z.uuid(), budget: budgetSchema.optional() });
export type RunRetryInput = z.infer<typeof runRetryInputSchema>;

export const runRegenerateInputSchema = z.object({
  datasetId: z.uuid(),
  numbers: z.array(z.number().int().min(0)).min(1).max(1000),
});
export type RunRegenerateInput = z.infer<typeof runRegenerateInputSchema>;

export const runResumeInputSchema = z.object({
  runId: z.uuid(),
  /** A higher cap, where the run waits for one. */
  budget: budgetSchema.optional(),
});

export const runListInputSchema = z.object({ datasetId: z.uuid().optional(), ...pageInput });
export type RunListInput = z.infer<typeof runListInputSchema>;

export type DatasetRunDetail = DatasetRun & {
  /** US dollars; null for none but those of Settings. */
  readonly budget: number | null;
};

const numbersSchema = z.array(z.number().int().min(0)).min(1).max(10_000);
export const recordFilterSchema = recordListInputSchema.omit({ cursor: true, limit: true, offset: true });
export type RecordFilter = z.infer<typeof recordFilterSchema>;

export const recordRefSchema = z.object({ datasetId: z.uuid(), number: z.number().int().min(0) });

export const recordEditInputSchema = recordRefSchema.extend({ value: z.record(z.string(), z.unknown()) });
export type RecordEditInput = z.infer<typeof recordEditInputSchema>;

export const recordReviewInputSchema = z.object({
  datasetId: z.uuid(),
  review: z.enum(REVIEWS),
  /** Those named, or all that match. */
  numbers: numbersSchema.optional(),
  filter: recordFilterSchema.omit({ datasetId: true }).optional(),
});
export type RecordReviewInput = z.infer<typeof recordReviewInputSchema>;

/** A change by the person that `datasets.records.undo` takes back. */
export type DatasetEdit = {
  readonly id: string;
  readonly datasetId: string;
  readonly what: 'edit' | 'review' | 'regenerate';
  readonly records: number;
  readonly createdAt: number;
};

export const datasetCheckInputSchema = z.object({
  datasetId: z.uuid(),
  /** Whether models judge as well; the other checks are free. */
  judges: z.enum(['none', 'missing', 'all']).default('missing'),
  budget: budgetSchema.optional(),
});
export type DatasetCheckInput = z.infer<typeof datasetCheckInputSchema>;

export const checkResumeInputSchema = z.object({
  datasetId: z.uuid(),
  /** The new cap of the whole check, what it has spent counted; what it was where nothing is said. */
  budget: budgetSchema.optional(),
});
export type CheckResumeInput = z.infer<typeof checkResumeInputSchema>;

/** A check that is under way, or that stopped before it had seen every record: `resumeCheck` takes it up. */
export type DatasetChecking = {
  readonly job: Job;
  /** What its judges may cost in all, in US dollars; null without a cap. */
  readonly budget: number | null;
  /** Why it stands still, for the person; null while it goes on. */
  readonly problem: string | null;
};

/** How many records stand how; cheap to ask. */
export type RecordCounts = {
  readonly made: number;
  readonly failed: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly withIssues: number;
};
