import type { JsonSchema } from '#shared/contracts/models.ts';

/** One message of a conversation with a model. */
export type ModelMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ModelToolCall[] }
  | {
      readonly role: 'tool';
      readonly content: string;
      readonly toolCallId: string;
      readonly toolName: string;
    };

export type ModelToolCall = { readonly id: string; readonly name: string; readonly input: unknown };

export type ModelTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
};

/** What every call says of itself, for the ledger, the trace and the caps. */
export type ModelCaller = {
  /** Which part of the product asks: `assistant`, `brief`, `plugin:<name>`, `search`. */
  readonly feature: string;
  /** As `principalText` names it. */
  readonly principal: string;
  readonly runId: string | null;
  /** Makes the call a span of that trace; a trace of its own when absent. */
  readonly traceId?: string | undefined;
  readonly parentSpanId?: string | undefined;
  readonly signal: AbortSignal;
};

/**
 * Where content may go: `local` never leaves the machine or the local network, `any` follows the chain. Whoever
 * gathers something of a private client or project asks for `local`.
 */
export type ModelReach = 'any' | 'local';

export type ModelRequest = ModelCaller & {
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ModelTool[];
  readonly toolChoice?: 'auto' | 'none' | 'required';
  /**
   * Asks for an answer that fits this schema; `ModelResult.object` is parsed and checked, and one that does not fit is
   * asked for once more. Where the caller checks, it gets the text as it came, whatever it says.
   */
  readonly responseSchema?: {
    readonly name: string;
    readonly schema: JsonSchema;
    readonly checkedBy?: 'caller';
  };
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  /** For providers that know one; the others leave it out. */
  readonly seed?: number;
  /** `providerId/modelId`; the chain in the person's order when absent. */
  readonly model?: string | undefined;
  readonly reach?: ModelReach;
  /** `use` by default where temperature is 0, else `off`. */
  readonly cache?: 'use' | 'refresh' | 'off';
  /** Caps beside those of the settings, in millionths of a US dollar. */
  readonly maxCostMicros?: { readonly call?: number; readonly run?: number };
};

export type ModelUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Part of `inputTokens` that the provider had in its own cache. */
  readonly cachedInputTokens: number;
};

/** One try at one provider. `errorClass` is one of the classes that jobs use. */
export type ModelAttempt = {
  readonly providerId: string;
  readonly modelId: string;
  readonly outcome: 'done' | 'failed' | 'skipped';
  readonly errorClass: string | null;
  readonly message: string;
  readonly durationMs: number;
};

export type ModelResult = {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
  /** Only with `responseSchema`. */
  readonly object: unknown;
  readonly finishReason: 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'other';
  readonly usage: ModelUsage;
  /** Millionths of a US dollar; 0 for local models and answers from the cache. */
  readonly costMicros: number;
  readonly providerId: string;
  readonly providerName: string;
  readonly modelId: string;
  readonly isLocal: boolean;
  readonly isFromCache: boolean;
  readonly durationMs: number;
  readonly firstTokenMs: number | null;
  readonly traceId: string;
  readonly spanId: string;
  readonly attempts: readonly ModelAttempt[];
};

export type ModelStreamEvent =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'tool_call'; readonly call: ModelToolCall }
  /** An earlier provider failed after some text had come: what was shown is void. */
  | { readonly type: 'restart' }
  | { readonly type: 'done'; readonly result: ModelResult };

export type EmbedRequest = ModelCaller & {
  readonly values: readonly string[];
  /** `providerId/modelId`. */
  readonly model: string;
  readonly reach?: ModelReach;
};

export type EmbedResult = {
  readonly vectors: readonly Float32Array[];
  readonly dimension: number;
  readonly usage: { readonly inputTokens: number };
  readonly costMicros: number;
};

export type ModelEstimate = {
  /** By a rule of thumb per language, not by the model's own tokenizer. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** Upper bound; null where no price is known. */
  readonly costMicros: number | null;
};

/** What callers must be able to live with: no model at all. */
export type ModelAvailability = 'none' | 'offline' | 'ready';

/**
 * The one way to a language model. Each call is checked against rights and budgets before it is sent, tried along the
 * chain, and leaves a trace, a row in the cost ledger and one in the egress ledger.
 *
 * Throws AppError: `no_model`, `offline`, `model_auth`, `rate_limited`, `budget_exceeded`, `model_failed`, `cancelled`.
 */
export type Models = {
  availability(reach?: ModelReach): Promise<ModelAvailability>;
  complete(request: ModelRequest): Promise<ModelResult>;
  /** The last event is `done`; ending the loop early cancels the call. */
  stream(request: ModelRequest): AsyncIterable<ModelStreamEvent>;
  embed(request: EmbedRequest): Promise<EmbedResult>;
  estimate(
    request: Pick<ModelRequest, 'messages' | 'tools' | 'maxOutputTokens' | 'model'>,
  ): Promise<ModelEstimate>;
};

/** Budgets and prices, as the gateway asks them. */
export type SpendingPort = {
  /**
   * Before anything is sent: throws `budget_exceeded` when this call could pass a cap of the call, run, day, month or
   * principal; else holds the estimate against them until it is settled or released.
   */
  reserve(wanted: {
    readonly feature: string;
    readonly principal: string;
    readonly runId: string | null;
    readonly providerId: string;
    readonly modelId: string;
    readonly isLocal: boolean;
    readonly inputTokens: number;
    readonly maxOutputTokens: number;
    readonly maxCostMicros?: { readonly call?: number; readonly run?: number };
  }): Promise<{
    /** Writes the row of the ledger; answers what it cost. */
    settle(made: {
      readonly usage: ModelUsage;
      readonly traceId: string;
      readonly spanId: string;
      readonly outcome: 'done' | 'failed' | 'cancelled';
    }): Promise<{ readonly costMicros: number }>;
    release(): void;
  }>;
};

export type CachedAnswer = Pick<ModelResult, 'text' | 'toolCalls' | 'object' | 'finishReason' | 'usage'>;

/** Answers by the hash of all that decides them: provider, model, messages, tools, schema and settings. */
export type ResponseCachePort = {
  find(key: string): Promise<CachedAnswer | null>;
  keep(key: string, answer: CachedAnswer, facts: { readonly modelId: string }): Promise<void>;
};
