import { z } from 'zod';
import { actionEffectSchema, type ActionEffect } from './actions.ts';
import { instantSchema, pageInput } from './common.ts';

/**
 * What became of a call. `begun` stands before every change and every effect on the outside, so that a crash in the
 * middle leaves its trace; reads have their one entry.
 */
export const ACTIVITY_OUTCOMES = ['done', 'proposed', 'refused', 'failed', 'begun'] as const;
export const activityOutcomeSchema = z.enum(ACTIVITY_OUTCOMES);
export type ActivityOutcome = z.infer<typeof activityOutcomeSchema>;

/** What is told to the log; it adds the place in the order, the time and the hash. */
export type ActivityRecord = {
  /** `plugin:email-scanner`, `user`. */
  readonly principal: string;
  readonly actionId: string;
  readonly effect: ActionEffect;
  /** The kind of right that was looked at, e.g. `read_email`; empty where none was needed. */
  readonly resourceType: string;
  /** Which folder, account, host or part of the workspace: ids and addresses, never content. */
  readonly resource: string;
  readonly outcome: ActivityOutcome;
  /** Handed out by a read, handed in by a write or sent by an external action. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly runId: string | null;
  /** Why it was refused or failed: an error code, the id of a proposal. Never content. */
  readonly detail: string;
};

export type ActivityEntry = ActivityRecord & {
  readonly seq: number;
  readonly at: number;
  readonly hash: string;
};

const activityFilter = {
  /** Exactly this one, as `plugin:email-scanner`. */
  principal: z.string().max(300).optional(),
  effects: z.array(actionEffectSchema).max(3).optional(),
  resourceTypes: z.array(z.string().max(60)).max(20).optional(),
  actionId: z.string().max(100).optional(),
  outcomes: z.array(activityOutcomeSchema).max(5).optional(),
  runId: z.string().max(100).optional(),
  from: instantSchema.optional(),
  /** Exclusive. */
  to: instantSchema.optional(),
};

export const activityFilterSchema = z.object(activityFilter);
export type ActivityFilter = z.infer<typeof activityFilterSchema>;
export const activityListInputSchema = z.object({ ...pageInput, ...activityFilter });
export type ActivityListInput = z.infer<typeof activityListInputSchema>;

/** "What did it read, write and send", by the right that was used and the thing it was used on. */
export type ActivitySummaryRow = {
  readonly principal: string;
  readonly effect: ActionEffect;
  readonly resourceType: string;
  readonly resource: string;
  readonly actionId: string;
  readonly doneCount: number;
  readonly proposedCount: number;
  readonly refusedCount: number;
  readonly failedCount: number;
  readonly bytes: number;
  readonly firstAt: number;
  readonly lastAt: number;
};

export type ActivityVerification = {
  readonly isIntact: boolean;
  readonly checkedCount: number;
  /** The first entry that does not fit, where one does not. */
  readonly brokenSeq: number | null;
  /** In plain words; empty when all fits. */
  readonly problem: string;
  /** Hash of the last entry: note it outside to prove later that nothing was rewritten. */
  readonly headHash: string;
};
