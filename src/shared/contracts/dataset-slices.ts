import { z } from 'zod';
import type { DatasetSpec } from './dataset-spec.ts';
import { RECORD_STATES } from './datasets.ts';
import type { RecordPlan } from './datasets-worker.ts';

/**
 * What a worker process and the one that holds the folder say to each other (`datasets.slices.*`). A worker gets
 * definitions and numbers and gives back records; models are asked, records compared and commits made on the other
 * side, so that no key, no cap and no row ever has two owners.
 */

/** The name under which the process that holds the folder works itself. */
export const OWN_WORKER = 'main';

export const SLICE_TIMES = {
  /** A worker shows so often that it lives. */
  beatMs: 2_000,
  /** One that was silent for so long has lost its slices. */
  silentMs: 10_000,
} as const;

export const workerNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
  .refine((name) => name !== OWN_WORKER);

export const sliceAttachInputSchema = z.object({ name: workerNameSchema });

const workerId = z.uuid();
const runId = z.uuid();
const number = z.number().int().min(0);

export const sliceLeaseInputSchema = z.object({
  workerId,
  /** Of this run alone, whose definition the worker has; any when absent. */
  runId: runId.optional(),
});
export type SliceLeaseInput = z.infer<typeof sliceLeaseInputSchema>;

/** A slice as it was lent: whoever lends it again raises the fence, and what comes under a lower one is refused. */
export const sliceRefSchema = z.object({ workerId, runId, slice: number, fence: z.number().int().min(1) });
export type SliceRef = z.infer<typeof sliceRefSchema>;

export type SliceLease = {
  readonly runId: string;
  readonly slice: number;
  readonly fence: number;
  /** Numbers of it that are still to be made. */
  readonly missing: readonly number[];
};

/** What a worker works a run by; it comes with the first slice of it. */
export type SliceSetup = {
  readonly spec: DatasetSpec;
  readonly seed: number;
  readonly plan: RecordPlan;
  readonly needsModel: boolean;
  /** Whether records are to be offered to the index of the run. */
  readonly isCompared: boolean;
};

export type LeasedSlice = { readonly lease: SliceLease; readonly setup: SliceSetup | null };

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), content: z.string() }),
  z.object({ role: z.literal('user'), content: z.string() }),
  z.object({ role: z.literal('assistant'), content: z.string() }),
]);

export const sliceAskInputSchema = sliceRefSchema.omit({ slice: true, fence: true }).extend({
  calls: z
    .array(
      z.object({
        /** Answered under this number, by `SliceEvent`. */
        call: number,
        number,
        attempt: z.number().int().min(1),
        seed: number,
        messages: z.array(messageSchema).min(1),
        /** The provider is given the schema of the run. */
        hasSchema: z.boolean(),
      }),
    )
    .max(1_000),
});
export type SliceAskInput = z.infer<typeof sliceAskInputSchema>;

export const sliceOfferInputSchema = sliceAskInputSchema
  .omit({ calls: true })
  .extend({ records: z.array(z.object({ number, text: z.string() })).max(1_000) });
export type SliceOfferInput = z.infer<typeof sliceOfferInputSchema>;

const figure = z.number().int().min(0);

const putRecordSchema = z.object({
  number,
  state: z.enum(RECORD_STATES),
  value: z.string().nullable(),
  hash: z.string().nullable(),
  problem: z.string().nullable(),
  attempts: z.number().int().min(1),
  seed: number,
  facets: z.record(z.string(), z.unknown()).nullable(),
  issues: z.array(z.object({ check: z.string(), message: z.string() })),
  modelId: z.string().nullable(),
  inputTokens: figure,
  outputTokens: figure,
  costMicros: figure,
  durationMs: figure,
});
export type SlicePutRecord = z.infer<typeof putRecordSchema>;

export const slicePutInputSchema = sliceRefSchema.extend({
  records: z.array(putRecordSchema).max(1_000),
  /** Answers that left no record, since the last time. */
  wasted: z.object({
    duplicates: figure,
    inputTokens: figure,
    outputTokens: figure,
    costMicros: figure,
  }),
});
export type SlicePutInput = z.infer<typeof slicePutInputSchema>;

export const sliceBeatInputSchema = z.object({ workerId, runIds: z.array(runId).max(100) });
export type SliceBeatInput = z.infer<typeof sliceBeatInputSchema>;
export type SliceBeat = {
  /** Of those named, the ones where nothing more is to begin. */
  readonly stopped: readonly string[];
};

export const sliceReleaseInputSchema = z.object({ workerId, runId });
export type SliceReleaseInput = z.infer<typeof sliceReleaseInputSchema>;

/** Of an answer, what a record is made by. */
export type SliceAnswer = {
  readonly text: string;
  readonly finishReason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'other';
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  readonly costMicros: number;
  readonly modelId: string;
  readonly attempts: readonly { readonly errorClass: string | null }[];
};

export type SliceEvent =
  | { readonly kind: 'welcome'; readonly workerId: string }
  /** There may be a slice to take. */
  | { readonly kind: 'work' }
  | { readonly kind: 'answer'; readonly call: number; readonly answer: SliceAnswer }
  /** `record`: this record cannot be had; `run`: nothing of this run goes on. */
  | {
      readonly kind: 'refusal';
      readonly call: number;
      readonly of: 'record' | 'run';
      readonly reason: string;
    }
  /** Nothing more of the run is to begin; what is under way has so long to end, for it is paid for. */
  | { readonly kind: 'stop'; readonly runId: string; readonly graceMs: number };
