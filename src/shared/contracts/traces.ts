import { z } from 'zod';
import { instantSchema, pageInput } from './common.ts';

/** `open` is still going on; `interrupted` never ended, because the app did. */
export const SPAN_STATUSES = ['open', 'ok', 'error', 'interrupted'] as const;
export const spanStatusSchema = z.enum(SPAN_STATUSES);
export type SpanStatus = z.infer<typeof spanStatusSchema>;

export const traceIdSchema = z.string().regex(/^[0-9a-f]{32}$/, 'A trace has 32 hex digits.');

/**
 * What spans say of themselves beside the names of the OpenTelemetry GenAI conventions
 * (`gen_ai.provider.name`, `gen_ai.request.model`, `gen_ai.usage.input_tokens` and so on).
 */
export const OWN_ATTRIBUTES = {
  feature: 'adiuva.feature',
  costMicros: 'adiuva.cost_micros',
  isFromCache: 'adiuva.cache_hit',
  isLocal: 'adiuva.is_local',
} as const;

export type SpanValue = string | number | boolean | readonly string[];

/** One trace in a list: something that a model took part in, from its first step to its last. */
export type TraceSummary = {
  readonly id: string;
  /** Of its first step, e.g. `invoke_agent planner`, `chat gpt-5`. */
  readonly name: string;
  readonly feature: string;
  readonly principal: string;
  readonly runId: string | null;
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly status: SpanStatus;
  readonly spanCount: number;
  readonly errorCount: number;
  /** From the cost ledger, over all model calls of the trace. */
  readonly models: readonly string[];
  readonly callCount: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
};

export type SpanEvent = {
  readonly name: string;
  /** After the start of the span. */
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, SpanValue>>;
};

export type SpanContent = {
  readonly side: 'input' | 'output';
  /** Text as it is, everything else as JSON. */
  readonly text: string;
  readonly isCut: boolean;
};

export type SpanDetail = {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly status: SpanStatus;
  readonly message: string;
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly events: readonly SpanEvent[];
  /** Empty once the time for keeping it has passed. */
  readonly contents: readonly SpanContent[];
};

/** Spans in the order of their start, parents before their children. */
export type TraceDetail = TraceSummary & { readonly spans: readonly SpanDetail[] };

const traceFilter = {
  /** In names, models, and what went in and came out. */
  text: z.string().trim().max(200).optional(),
  statuses: z.array(spanStatusSchema).max(4).optional(),
  /** Exactly this one, as `plugin:email-scanner`. */
  principal: z.string().max(300).optional(),
  feature: z.string().max(200).optional(),
  runId: z.string().max(100).optional(),
  modelId: z.string().max(300).optional(),
  from: instantSchema.optional(),
  /** Exclusive. */
  to: instantSchema.optional(),
};

export const traceListInputSchema = z.object({ ...pageInput, ...traceFilter });
export type TraceListInput = z.infer<typeof traceListInputSchema>;

export const traceExportInputSchema = z.object({
  ...traceFilter,
  /** These alone. */
  ids: z.array(traceIdSchema).min(1).max(1_000).optional(),
  /** What went in and came out as well: prompts and answers leave the encrypted store with it. */
  withContent: z.boolean().default(false),
});
export type TraceExportInput = z.infer<typeof traceExportInputSchema>;

/** OTLP JSON, as `POST /v1/traces` of a collector takes it. */
export type TraceExport = {
  readonly json: string;
  readonly traceCount: number;
  readonly spanCount: number;
  /** There were more than one export holds; the newest are in it. */
  readonly isCut: boolean;
};

export const tracesRemoveInputSchema = z.object({ ids: z.array(traceIdSchema).min(1).max(1_000) });
