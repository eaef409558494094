import { z } from 'zod';
import { instantSchema, pageInput } from './common.ts';

export const EGRESS_OUTCOMES = ['done', 'failed', 'refused'] as const;
export type EgressOutcome = (typeof EGRESS_OUTCOMES)[number];

/** One request, or one connection of another protocol, that ended; or one that was refused before it left. */
export type EgressRow = {
  readonly id: number;
  readonly at: number;
  /** `email`, `calendar`, `model`, `plugin:<name>`. */
  readonly feature: string;
  readonly host: string;
  readonly port: number;
  /**
   * For HTTP the body on the wire, without headers and TLS; for other protocols all that the connection carried.
   */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly durationMs: number;
  readonly outcome: EgressOutcome;
  readonly runId: string | null;
  readonly traceId: string | null;
};

export const egressFilterSchema = z.object({
  from: instantSchema.optional(),
  before: instantSchema.optional(),
  feature: z.string().max(200).optional(),
  host: z.string().max(300).optional(),
  runId: z.string().max(200).optional(),
  traceId: z.string().max(200).optional(),
});
export type EgressFilter = z.infer<typeof egressFilterSchema>;

export const egressListInputSchema = z.object({ ...pageInput, ...egressFilterSchema.shape });
export type EgressListInput = z.infer<typeof egressListInputSchema>;

/** All that one feature sent to one host, the latest first. */
export type EgressSummaryRow = {
  readonly feature: string;
  readonly host: string;
  readonly port: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly doneCount: number;
  readonly failedCount: number;
  readonly refusedCount: number;
  readonly lastAt: number;
};

/** Whether the person has switched everything off that leaves this machine, and since when. */
export type OfflineState = { readonly isOffline: boolean; readonly since: number | null };
