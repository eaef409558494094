import { z } from 'zod';
import { proposalSourceSchema } from './actions.ts';

/** Why a run in the sandbox ended without a result. */
export const SANDBOX_FAILURES = [
  'timeout',
  'out_of_memory',
  'stack',
  'crash',
  'error',
  'call_limit',
  'result_too_large',
  'cancelled',
  'security',
] as const;
export const sandboxFailureSchema = z.enum(SANDBOX_FAILURES);
export type SandboxFailure = z.infer<typeof sandboxFailureSchema>;

const count = (max: number) => z.number().int().min(1).max(max);
const KB = 1024;
const MB = 1024 * KB;

/** What one run may use. Lengths are in UTF-16 units of the JSON text. */
export const sandboxLimitsSchema = z.object({
  /** Time in which plugin code runs; waiting for an answer of the host does not count. */
  cpuMs: count(10 * 60_000).default(10_000),
  /** Time from start to end, waiting included. */
  wallMs: count(24 * 60 * 60_000).default(10 * 60_000),
  memoryMb: count(512).default(64),
  stackKb: count(64).default(64),
  calls: count(1_000_000).default(20_000),
  /** Calls that wait for their answer at one time. */
  callsInFlight: count(1_000).default(100),
  /** A run that asks faster is slowed down, not ended. */
  callsPerSecond: count(100_000).default(5_000),
  callLength: count(16 * MB).default(MB),
  answerLength: count(64 * MB).default(8 * MB),
  resultLength: count(16 * MB).default(MB),
  /** Further lines are counted and dropped. */
  logLines: count(100_000).default(1_000),
  logLength: count(64 * KB).default(4 * KB),
});
export type SandboxLimits = z.infer<typeof sandboxLimitsSchema>;

export const actionIdSchema = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'An action is named `noun.verb`.');

/** What a call of a plugin carries: the input of the action, and for a write why it is wanted. */
export const callPayloadSchema = z.strictObject({
  input: z.unknown(),
  reason: z.string().max(2_000).optional(),
  sources: z.array(proposalSourceSchema).max(50).optional(),
});
export type CallPayload = z.infer<typeof callPayloadSchema>;

const run = z.number().int().positive();
const callId = z.number().int().positive();

export const LOG_LEVELS = ['info', 'warn'] as const;

/** From the worker. JSON stays text until the host has measured it. */
export const fromPluginHostSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('ready') }),
  z.strictObject({
    t: z.literal('call'),
    run,
    id: callId,
    action: actionIdSchema,
    payload: z.string(),
  }),
  z.strictObject({
    t: z.literal('log'),
    run,
    level: z.enum(LOG_LEVELS),
    message: z.string(),
    fields: z.string().nullable(),
  }),
  z.strictObject({
    t: z.literal('done'),
    run,
    value: z.string(),
    droppedLogLines: z.number().int().min(0),
  }),
  z.strictObject({
    t: z.literal('failed'),
    run,
    reason: sandboxFailureSchema,
    message: z.string().max(4_000),
    droppedLogLines: z.number().int().min(0),
  }),
]);
export type FromPluginHost = z.infer<typeof fromPluginHostSchema>;

/** To the worker. */
export const toPluginHostSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('start'),
    run,
    /** A script that leaves its exports in `adiuvaPlugin`. */
    code: z.string(),
    /** JSON of the facts that the context is built from. */
    facts: z.string(),
    limits: sandboxLimitsSchema,
  }),
  z.strictObject({ t: z.literal('answer'), run, id: callId, isOk: z.boolean(), value: z.string() }),
  z.strictObject({ t: z.literal('cancel'), run }),
]);
export type ToPluginHost = z.infer<typeof toPluginHostSchema>;

/** What the guest's script is bundled as. */
export const GUEST_EXPORTS = 'adiuvaPlugin';

/**
 * Cells of memory that main and the worker share, so that main sees a guest that never returns: `isCancelled`,
 * `isRunning` (plugin code is running now), `sliceStartedMs` and `usedMs` (of slices that have ended). Milliseconds
 * are those of the machine's monotonic clock, modulo 2^32.
 */
export const CLOCK_CELLS = { isCancelled: 0, isRunning: 1, sliceStartedMs: 2, usedMs: 3 } as const;
export const CLOCK_BYTES = 16;
