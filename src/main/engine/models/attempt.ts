import type {
  CachedAnswer,
  ModelAttempt,
  ModelRequest,
  ModelStreamEvent,
  ModelUsage,
  SpendingPort,
} from './model-port.ts';
import type { Span, Tracer } from '../traces/trace-port.ts';
import type { Candidate } from './chain.ts';
import type { HealthBoard } from './health-board.ts';
import { addressOf, presetOf } from './presets.ts';
import {
  ProviderFailure,
  type OpenProvider,
  type ProviderAnswer,
  type ProviderSource,
} from './provider-port.ts';
import { tokensIn, tokensOf } from './tokens.ts';
import type { Turnstile } from './turnstile.ts';

export type AttemptDeps = {
  readonly providers: ProviderSource;
  readonly open: OpenProvider;
  readonly spending: SpendingPort;
  readonly tracer: Tracer;
  readonly board: HealthBoard;
  readonly turnstile: Turnstile;
};

/** What one try is made of. `signal` ends it: the caller's own, and that nobody reads any more. */
export type Attempt = {
  readonly candidate: Candidate;
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  readonly isStream: boolean;
  readonly traceId: string | undefined;
};

export type AttemptEnd = {
  readonly attempt: ModelAttempt;
  readonly traceId: string;
  readonly spanId: string;
} & (
  | {
      readonly answer: Omit<CachedAnswer, 'object'>;
      readonly costMicros: number;
      readonly firstTokenMs: number | null;
      readonly error?: undefined;
    }
  | { readonly answer?: undefined; readonly error: Error; readonly hasSpoken: boolean }
);

/** Reserved for where the caller names no bound; local models cost nothing and may say as much as they like. */
const DEFAULT_MAX_OUTPUT_TOKENS = 4_096;

export function maxOutputOf(request: Pick<ModelRequest, 'maxOutputTokens'>): number {
  return request.maxOutputTokens ?? DEFAULT_MAX_OUTPUT_TOKENS;
}

type Heard = { text: string; toolCalls: ProviderAnswer['toolCalls'][number][]; firstTokenMs: number | null };
type Running = Attempt & {
  readonly span: Span;
  readonly heard: Heard;
  readonly startedAt: number;
  /** The request went out; how much of it the provider worked on, nobody knows until it answers. */
  isSent: boolean;
};
type Reservation = Awaited<ReturnType<SpendingPort['reserve']>>;

/** Asks one model once: within its budget and its turn, written down whatever comes of it. */
export async function* attemptOnce(
  deps: AttemptDeps,
  attempt: Attempt,
): AsyncGenerator<ModelStreamEvent, AttemptEnd> {
  const span = startSpan(deps.tracer, attempt);
  const heard: Heard = { text: '', toolCalls: [], firstTokenMs: null };
  const running: Running = { ...attempt, span, heard, startedAt: performance.now(), isSent: false };
  let reservation: Reservation | null = null;
  let leave: (() => void) | null = null;
  let isEnded = false;
  try {
    reservation = await reserve(deps, attempt);
    leave = await deps.turnstile.enter(
      attempt.candidate.provider.id,
      attempt.candidate.provider.maxConcurrent,
      attempt.signal,
    );
    const answer = yield* ask(deps, running);
    isEnded = true;
    const held = reservation;
    // Settled once: a fault of the ledger itself is no second answer to pay for.
    reservation = null;
    return await ended(deps, running, held, answer);
  } catch (error) {
    isEnded = true;
    return await failed(deps, running, reservation, error);
  } finally {
    leave?.();
    // Whoever listened left in the middle.
    if (!isEnded) await abandoned(deps, running, reservation);
  }
}

function reserve({ spending }: AttemptDeps, { candidate, request }: Attempt): Promise<Reservation> {
  const { feature, principal, runId, maxCostMicros } = request;
  return spending.reserve({
    feature,
    principal,
    runId,
    providerId: candidate.provider.id,
    modelId: candidate.modelId,
    isLocal: candidate.isLocal,
    inputTokens: tokensOf(request),
    maxOutputTokens: maxOutputOf(request),
    ...(maxCostMicros !== undefined && { maxCostMicros }),
  });
}

async function* ask(deps: AttemptDeps, running: Running): AsyncGenerator<ModelStreamEvent, ProviderAnswer> {
  const { candidate, request, signal, isStream, heard, startedAt, span } = running;
  const { provider, modelId, isLocal, isHere } = candidate;
  const key = await deps.providers.key(provider.id);
  const session = deps.open(provider, key, {
    feature: request.feature,
    runId: request.runId,
    traceId: span.traceId,
    signal,
    timeoutMs: provider.timeoutMs,
    isHere,
    onSent: () => {
      running.isSent = true;
    },
  });
  const { messages, tools, toolChoice, responseSchema, temperature, seed } = request;
  const maxOutputTokens = request.maxOutputTokens ?? (isLocal ? undefined : DEFAULT_MAX_OUTPUT_TOKENS);
  const call = { modelId, messages, tools, toolChoice, responseSchema, temperature, seed, maxOutputTokens };
  if (!isStream) return session.generate(call);
  for await (const event of session.stream(call)) {
    heard.firstTokenMs ??= performance.now() - startedAt;
    if (event.type === 'finish') return { ...event, text: heard.text, toolCalls: heard.toolCalls };
    if (event.type === 'text') heard.text += event.delta;
    else heard.toolCalls.push(event.call);
    yield event;
  }
  throw new ProviderFailure('The answer broke off in the middle.', { errorClass: 'transient_network' });
}

async function ended(
  deps: AttemptDeps,
  running: Running,
  reservation: Reservation,
  answer: ProviderAnswer,
): Promise<AttemptEnd> {
  const { span, heard, candidate, startedAt } = running;
  const usage = answer.usage ?? guessedUsage(running, answer.text);
  deps.board.success(candidate.provider.id);
  const ids = { traceId: span.traceId, spanId: span.spanId };
  const { costMicros } = await reservation.settle({ usage, ...ids, outcome: 'done' });
  span.set({
    ...usageAttributes(usage),
    'gen_ai.response.finish_reasons': [answer.finishReason],
    'adiuva.cost_micros': costMicros,
    'adiuva.first_token_ms': heard.firstTokenMs === null ? undefined : Math.round(heard.firstTokenMs),
  });
  span.content('output', { text: answer.text, toolCalls: answer.toolCalls });
  span.end('ok');
  const { text, toolCalls, finishReason } = answer;
  return {
    ...ids,
    attempt: { ...attemptFacts(candidate, startedAt), outcome: 'done', errorClass: null, message: '' },
    answer: { text, toolCalls, finishReason, usage },
    costMicros,
    firstTokenMs: heard.firstTokenMs,
  };
}

async function failed(
  deps: AttemptDeps,
  running: Running,
  reservation: Reservation | null,
  cause: unknown,
): Promise<AttemptEnd> {
  const { span, candidate, signal, startedAt, heard } = running;
  const error = cause instanceof Error ? cause : new Error('The model did not answer.', { cause });
  const failure = error instanceof ProviderFailure ? error : null;
  if (signal.aborted) deps.board.cancelled(candidate.provider.id);
  else if (failure !== null && !failure.isUnsent) deps.board.failure(candidate.provider.id, failure);
  else deps.board.cancelled(candidate.provider.id);
  if (failure?.isRefused === true) running.isSent = false;
  await letGo(running, reservation, signal.aborted ? 'cancelled' : 'failed');
  const errorClass = failure?.errorClass ?? (signal.aborted ? 'cancelled' : 'permanent_validation');
  span.set({ 'error.type': errorClass, 'adiuva.error_said': failure?.said() || undefined });
  span.end('error', error.message);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    attempt: {
      ...attemptFacts(candidate, startedAt),
      // A budget or our own switch stopped it: nobody was asked.
      outcome: failure === null || failure.isUnsent ? 'skipped' : 'failed',
      errorClass,
      message: error.message,
    },
    error,
    hasSpoken: heard.text !== '' || heard.toolCalls.length > 0,
  };
}

async function abandoned(
  deps: AttemptDeps,
  running: Running,
  reservation: Reservation | null,
): Promise<void> {
  deps.board.cancelled(running.candidate.provider.id);
  await letGo(running, reservation, 'cancelled');
  running.span.set({ 'error.type': 'cancelled' });
  running.span.end('error', 'Cancelled.');
}

/**
 * What was said until then is paid for. Where nothing came, what was asked is: a provider that was left, or took too
 * long, may have worked on it all the same. Nothing is where nothing was sent, it said no, or it works for nothing.
 */
async function letGo(
  running: Running,
  reservation: Reservation | null,
  outcome: 'failed' | 'cancelled',
): Promise<void> {
  const { heard, span, isSent, candidate } = running;
  if (reservation === null) return;
  const isSilent = heard.text === '' && heard.toolCalls.length === 0;
  if (isSilent && (!isSent || candidate.isLocal)) return reservation.release();
  const usage = guessedUsage(running, heard.text);
  span.set(usageAttributes(usage));
  span.content('output', { text: heard.text, toolCalls: heard.toolCalls });
  await reservation.settle({ usage, traceId: span.traceId, spanId: span.spanId, outcome });
}

function guessedUsage({ request }: Running, text: string): ModelUsage {
  return { inputTokens: tokensOf(request), outputTokens: tokensIn(text), cachedInputTokens: 0 };
}

function usageAttributes(usage: ModelUsage) {
  return {
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens,
  };
}

export function attemptFacts({ provider, modelId }: Candidate, startedAt: number) {
  return { providerId: provider.id, modelId, durationMs: Math.round(performance.now() - startedAt) };
}

export function startSpan(tracer: Tracer, attempt: Attempt): Span {
  const { candidate, request, traceId, isStream } = attempt;
  const { provider, modelId, isLocal } = candidate;
  const address = new URL(addressOf(provider));
  const span = tracer.start({
    traceId: traceId ?? request.traceId,
    parentSpanId: request.parentSpanId,
    name: `chat ${modelId}`,
    kind: 'client',
    principal: request.principal,
    runId: request.runId,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': presetOf(provider.kind).telemetryName,
      'gen_ai.request.model': modelId,
      'gen_ai.request.max_tokens': request.maxOutputTokens,
      'gen_ai.request.temperature': request.temperature,
      'gen_ai.output.type': request.responseSchema === undefined ? 'text' : 'json',
      'server.address': address.hostname,
      'server.port': Number(address.port) || (address.protocol === 'https:' ? 443 : 80),
      'adiuva.feature': request.feature,
      'adiuva.provider.id': provider.id,
      'adiuva.is_local': isLocal,
      'adiuva.is_stream': isStream,
    },
  });
  const { messages, tools, responseSchema } = request;
  span.content('input', { messages, tools, responseSchema });
  return span;
}
