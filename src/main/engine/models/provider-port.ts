import type { ModelProvider } from '#shared/contracts/models.ts';
import type { ErrorClass } from '../jobs/error-class.ts';
import type {
  ModelCaller,
  ModelMessage,
  ModelRequest,
  ModelResult,
  ModelToolCall,
  ModelUsage,
} from './model-port.ts';

/** What is asked of one model of one provider. */
export type ProviderCall = Pick<
  ModelRequest,
  'tools' | 'toolChoice' | 'responseSchema' | 'temperature' | 'seed'
> & {
  readonly modelId: string;
  readonly messages: readonly ModelMessage[];
  readonly maxOutputTokens?: number | undefined;
};

export type ProviderAnswer = Pick<ModelResult, 'text' | 'toolCalls' | 'finishReason'> & {
  /** Null where the provider does not say. */
  readonly usage: ModelUsage | null;
};

export type ProviderEvent =
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'tool_call'; readonly call: ModelToolCall }
  | ({ readonly type: 'finish' } & Pick<ProviderAnswer, 'finishReason' | 'usage'>);

/** For whom and for how long a provider is spoken to. */
export type ProviderWay = Pick<ModelCaller, 'feature' | 'runId' | 'signal'> & {
  readonly traceId: string | null;
  readonly timeoutMs: number;
  /** What is asked stays on this very machine, and may be asked while offline is switched on. */
  readonly isHere: boolean;
  /** Told when the request goes out: from then on it may be paid for. */
  readonly onSent?: () => void;
};

/**
 * One provider, as it is spoken to on behalf of one call. Everything it throws is a `ProviderFailure` or, where
 * the caller's signal ended it, an AppError `cancelled`.
 */
export type ProviderSession = {
  generate(call: ProviderCall): Promise<ProviderAnswer>;
  /** The last event is `finish`. */
  stream(call: ProviderCall): AsyncIterable<ProviderEvent>;
  embed(
    modelId: string,
    values: readonly string[],
  ): Promise<{ readonly vectors: readonly Float32Array[]; readonly inputTokens: number | null }>;
  /** Null where its API has no list. */
  listModels(): Promise<readonly string[] | null>;
};

/** Where a server takes the requests of a chat, below its address, and what is sent along with each of them. */
export type ChatWay = { readonly path: string; readonly parameters: Readonly<Record<string, unknown>> };

export type SpokenProvider = Pick<ModelProvider, 'id' | 'kind' | 'name' | 'baseUrl'> & {
  /** Where it is not the usual one of its kind; for those that speak as OpenAI does. */
  readonly chat?: ChatWay;
};

/** One without a model of its own is in nobody's chain, and asked where it is named. */
export type KnownProvider = ModelProvider & Pick<SpokenProvider, 'chat'>;

export type OpenProvider = (
  provider: SpokenProvider,
  key: string | null,
  way: ProviderWay,
) => ProviderSession;

/** The providers as they are set up now, in the person's order. */
export type ProviderSource = {
  list(): Promise<readonly KnownProvider[]>;
  key(providerId: string): Promise<string | null>;
};

/** Why one try did not work. `message` is for the person: plain words, nothing that was sent. */
export class ProviderFailure extends Error {
  readonly errorClass: ErrorClass;
  readonly retryAfterMs: number | null;
  /** Stopped on this side before anything was sent. */
  readonly isUnsent: boolean;
  /** The server answered that it would not: nobody pays for that. */
  readonly isRefused: boolean;
  /** Out of sight of loggers: a server may quote what it was sent. */
  readonly #said: string;

  constructor(
    message: string,
    options: {
      readonly errorClass: ErrorClass;
      readonly retryAfterMs?: number | null;
      readonly isUnsent?: boolean;
      readonly isRefused?: boolean;
      readonly said?: string;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'ProviderFailure';
    this.errorClass = options.errorClass;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.isUnsent = options.isUnsent ?? false;
    this.isRefused = options.isRefused ?? false;
    this.#said = options.said ?? '';
  }

  /** The server's own words, for the person alone; empty where it said nothing. */
  said(): string {
    return this.#said;
  }
}
