import { createEgress, type EgressEntry } from '#main/engine/egress/index.ts';
import {
  createModelGateway,
  isLocalAddress,
  presetOf,
  type ModelRequest,
  type ResponseCachePort,
  type SpendingPort,
} from '#main/engine/models/index.ts';
import { createProviderSessions } from '#main/engine/models/providers/index.ts';
import type { SpanAttributes, Tracer } from '#main/engine/traces/trace-port.ts';
import type { ModelProvider, ProviderKind } from '#shared/contracts/models.ts';

/** What was written down of one step. */
export type SeenSpan = {
  name: string;
  readonly traceId: string;
  readonly attributes: Record<string, SpanAttributes[string]>;
  status: 'open' | 'ok' | 'error';
  message: string;
  output: unknown;
};

export type GatewayOptions = {
  readonly spending?: SpendingPort;
  readonly cache?: ResponseCachePort;
  readonly isOffline?: () => boolean;
};

/** The gateway with its real way out and its real providers, and a memory of what it wrote down. */
export function makeGateway(providers: readonly ModelProvider[], options: GatewayOptions = {}) {
  const entries: EgressEntry[] = [];
  const spans: SeenSpan[] = [];
  const settled: { readonly outcome: string; readonly inputTokens: number; readonly outputTokens: number }[] =
    [];
  const clock = { nowMs: Date.now() };
  const egress = createEgress({ ledger: { note: (entry) => entries.push(entry) } });
  const spending: SpendingPort = {
    reserve: async () => ({
      async settle({ usage, outcome }) {
        settled.push({ outcome, ...usage });
        return { costMicros: usage.outputTokens };
      },
      release: () => settled.push({ outcome: 'released', inputTokens: 0, outputTokens: 0 }),
    }),
  };
  const gateway = createModelGateway({
    providers: { list: async () => providers, key: async () => 'secret-key' },
    open: createProviderSessions(egress),
    spending: options.spending ?? spending,
    cache: options.cache ?? { find: async () => null, keep: async () => {} },
    tracer: noting(spans),
    priceOf: () => null,
    isOffline: options.isOffline ?? (() => false),
    nowMs: () => clock.nowMs,
    random: () => 0,
  });
  return { ...gateway, entries, spans, settled, clock };
}

function noting(spans: SeenSpan[]): Tracer {
  return {
    start({ name, traceId = `trace-${spans.length}`, attributes = {} }) {
      const seen: SeenSpan = {
        name,
        traceId,
        attributes: { ...attributes },
        status: 'open',
        message: '',
        output: null,
      };
      spans.push(seen);
      return {
        traceId,
        spanId: `span-${spans.length}`,
        set: (more) => void Object.assign(seen.attributes, more),
        rename(better) {
          seen.name = better;
        },
        event: () => {},
        content(side, value) {
          if (side === 'output') seen.output = value;
        },
        end(status, message = '') {
          seen.status = status;
          seen.message = message;
        },
      };
    },
  };
}

export function makeProvider(given: Partial<ModelProvider> & { readonly baseUrl: string }): ModelProvider {
  const kind: ProviderKind = given.kind ?? 'openai_compatible';
  return {
    id: `provider-${kind}`,
    kind,
    name: presetOf(kind).name,
    chatModel: 'scripted-model',
    embeddingModel: 'scripted-embedder',
    isEnabled: true,
    timeoutMs: 5_000,
    maxConcurrent: 8,
    hasKey: true,
    isLocal: isLocalAddress(given.baseUrl),
    createdAt: 0,
    updatedAt: 0,
    ...given,
  };
}

export function ask(given: Partial<ModelRequest> = {}): ModelRequest {
  return {
    feature: 'test',
    principal: 'user',
    runId: null,
    signal: new AbortController().signal,
    messages: [{ role: 'user', content: 'Say hello.' }],
    ...given,
  };
}
