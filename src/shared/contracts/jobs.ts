import { z } from 'zod';
import { instantSchema, pageInput } from './common.ts';
import { JOB_STATUSES } from './job-status.ts';

export const jobStatusSchema = z.enum(JOB_STATUSES);

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
  /** Turns taken, counting those that a crash ended. */
  attempt: z.number().int(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The handler's own result, e.g. an import report's counts; of a large one only `jobs.get` answers it. */
  result: z.unknown().nullable(),
  /** The change set an import made, to undo it in one step. */
  changeSetId: z.number().int().nullable(),
  /** Higher goes first; 0 is usual. */
  priority: z.number().int(),
  /** When a queued or waiting job goes on; null where that is now, or up to a signal. */
  resumesAt: instantSchema.nullable(),
  /** Names of the signals it waits for; `proposal` is a decision in the inbox. */
  waitsFor: z.array(z.string()).readonly(),
  /** The job that this one is a part of. */
  parentId: z.uuid().nullable(),
  scheduleId: z.uuid().nullable(),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobListInputSchema = z.object({
  ...pageInput,
  statuses: z.array(jobStatusSchema).optional(),
  type: z.string().max(60).optional(),
  scheduleId: z.uuid().optional(),
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

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type JobLogLevel = (typeof LOG_LEVELS)[number];

/** A line that a job has said of its work. */
export type JobLogLine = {
  readonly index: number;
  readonly level: JobLogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly createdAt: number;
};

/** An effect on the outside that was begun and of which nobody knows whether it happened. */
export type JobDecision = {
  readonly key: string;
  /** What the step says of itself: what would be sent where. */
  readonly evidence: unknown;
  /** What the effect answered last, where it answered at all. */
  readonly problem: string | null;
  readonly begunAt: number;
};

export type JobDetail = Job & {
  /** What waits for the person; empty unless the status is `needs_decision`. */
  readonly decisions: readonly JobDecision[];
  readonly stepCount: number;
};

export const jobDecideInputSchema = z.object({
  id: z.uuid(),
  /** The step; may be left out where only one waits. */
  key: z.string().min(1).max(500).optional(),
  answer: z.enum(['repeat', 'skip']),
});
export type JobDecideInput = z.infer<typeof jobDecideInputSchema>;

export const jobSignalInputSchema = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  payload: z.json().default(null),
});

export const jobQueueStateSchema = z.object({ isPaused: z.boolean() });
export type JobQueueState = z.infer<typeof jobQueueStateSchema>;

/** How a schedule's last turn began. */
export const SCHEDULE_OUTCOMES = ['started', 'started_late', 'skipped_overlap', 'failed'] as const;

export const scheduleSchema = z.object({
  id: z.uuid(),
  /** Who made it: `plugin:<name>`, `user`, `app`. */
  owner: z.string(),
  title: z.string(),
  jobType: z.string(),
  /** Five or six fields, or a nickname such as `@daily`. */
  cron: z.string(),
  /** IANA name. */
  timeZone: z.string(),
  input: z.unknown(),
  isEnabled: z.boolean(),
  lastRunAt: instantSchema.nullable(),
  lastOutcome: z.enum(SCHEDULE_OUTCOMES).nullable(),
  lastJobId: z.uuid().nullable(),
  /** Null while it is switched off. */
  nextRunAt: instantSchema.nullable(),
});
export type Schedule = z.infer<typeof scheduleSchema>;
