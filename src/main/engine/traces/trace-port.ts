export type SpanAttributes = {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
};

export type SpanStart = {
  /** 32 hex digits; a new trace when absent. */
  readonly traceId?: string | undefined;
  /** 16 hex digits. */
  readonly parentSpanId?: string | undefined;
  /** By the OpenTelemetry GenAI conventions: `chat gpt-5`, `execute_tool tasks.list`, `invoke_agent planner`. */
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly principal: string;
  readonly runId: string | null;
  /** `gen_ai.*` names where there is one. */
  readonly attributes?: SpanAttributes;
};

/** One step of something that a model took part in. Written when it ends; what never ends is closed at the next start. */
export type Span = {
  readonly traceId: string;
  readonly spanId: string;
  set(attributes: SpanAttributes): void;
  /** A better name, once it is known what the step came to be. */
  rename(name: string): void;
  event(name: string, attributes?: SpanAttributes): void;
  /** What went in or came out, kept in the encrypted store for as long as the settings say. */
  content(side: 'input' | 'output', value: unknown): void;
  end(status: 'ok' | 'error', message?: string): void;
};

export type Tracer = { start(span: SpanStart): Span };
