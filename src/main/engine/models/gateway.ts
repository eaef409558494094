import { setTimeout as delay } from 'node:timers/promises';
import { AppError, isAppError } from '#shared/errors.ts';
import { retryDelayMs } from '../jobs/retry-delay.ts';
import { attemptOnce, maxOutputOf, type Attempt, type AttemptDeps, type AttemptEnd } from './attempt.ts';
import { findCached, keepCached } from './cached-answer.ts';
import { callError } from './call-error.ts';
import { chainFor, hasModel, hasModelHere, type Candidate } from './chain.ts';
import { embedValues } from './embedding-call.ts';
import type {
  ModelAttempt,
  ModelEstimate,
  ModelRequest,
  ModelResult,
  Models,
  ModelStreamEvent,
  ResponseCachePort,
  SpendingPort,
} from './model-port.ts';
import { ProviderFailure } from './provider-port.ts';
import { checkObject } from './schema-check.ts';
import { tokensOf } from './tokens.ts';

export type GatewayDeps = AttemptDeps & {
  readonly cache: ResponseCachePort;
  /** What a call could cost at most, or null where no price is known. */
  readonly priceOf: (
    wanted: Pick<
      Parameters<SpendingPort['reserve']>[0],
      'providerId' | 'modelId' | 'inputTokens' | 'maxOutputTokens'
    >,
  ) => number | null;
  readonly isOffline: () => boolean;
  readonly nowMs: () => number;
  /** 0 to 1. */
  readonly random: () => number;
};

/** Tries of one provider in one call, the first included. */
const MOST_TRIES = 2;
const RETRY_BASE_MS = 250;
/** Longest that a caller is kept waiting for a provider that asked for patience. */
const MOST_RATE_WAIT_MS = 20_000;

export function createModels(deps: GatewayDeps): Models {
  return {
    async availability(reach = 'any') {
      const providers = await deps.providers.list();
      if (!hasModel(providers, reach)) return 'none';
      return deps.isOffline() && !hasModelHere(providers) ? 'offline' : 'ready';
    },
    async complete(request) {
      for await (const event of call(deps, request, false)) {
        if (event.type === 'done') return event.result;
      }
      throw new AppError('internal', 'The model ended without an answer. Nothing was changed; try again.');
    },
    stream: (request) => call(deps, request, true),
    embed: (request) => embedValues(deps, request),
    estimate: (request) => estimate(deps, request),
  };
}

async function estimate(
  deps: GatewayDeps,
  request: Parameters<Models['estimate']>[0],
): Promise<ModelEstimate> {
  const inputTokens = tokensOf(request);
  const maxOutputTokens = maxOutputOf(request);
  const providers = await deps.providers.list();
  if (request.model === undefined && !hasModel(providers, 'any')) {
    return { inputTokens, maxOutputTokens, costMicros: null };
  }
  const [first] = chainFor(providers, { model: request.model });
  if (first === undefined) return { inputTokens, maxOutputTokens, costMicros: null };
  const costMicros = first.isLocal
    ? 0
    : deps.priceOf({
        providerId: first.provider.id,
        modelId: first.modelId,
        inputTokens,
        maxOutputTokens,
      });
  return { inputTokens, maxOutputTokens, costMicros };
}

/** One call on its way along the chain. */
export type Run = {
  readonly deps: GatewayDeps;
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  readonly isStream: boolean;
  readonly startedAt: number;
  readonly attempts: ModelAttempt[];
  readonly errors: Error[];
  traceId: string | undefined;
  /** Something of an answer that is void by now has been shown. */
  hasSpoken: boolean;
};

async function* call(
  deps: GatewayDeps,
  request: ModelRequest,
  isStream: boolean,
): AsyncGenerator<ModelStreamEvent, void> {
  const chain = chainFor(await deps.providers.list(), request);
  // Ends what is under way when nobody listens any more.
  const left = new AbortController();
  const run: Run = {
    deps,
    request,
    isStream,
    signal: AbortSignal.any([request.signal, left.signal]),
    startedAt: performance.now(),
    attempts: [],
    errors: [],
    traceId: request.traceId,
    hasSpoken: false,
  };
  let isDone = false;
  try {
    for (const [index, candidate] of chain.entries()) {
      const result = yield* tryCandidate(run, candidate, index === chain.length - 1);
      if (result === null) continue;
      isDone = true;
      yield { type: 'done', result };
      return;
    }
    throw callError(run.errors, chain.length);
  } finally {
    if (!isDone) left.abort();
  }
}

/** Null where the next one has to be asked. */
async function* tryCandidate(
  run: Run,
  candidate: Candidate,
  isLast: boolean,
): AsyncGenerator<ModelStreamEvent, ModelResult | null> {
  const cached = await findCached(run, candidate);
  if (cached !== null) {
    yield* restarted(run);
    if (cached.text !== '') yield { type: 'text', delta: cached.text };
    for (const one of cached.toolCalls) yield { type: 'tool_call', call: one };
    return cached;
  }
  let wanted = run.request;
  for (let tries = 1; ; tries += 1) {
    assertWanted(run.signal);
    if (isPassedOver(run, candidate, tries > 1)) return null;
    const end = yield* once(run, candidate, wanted);
    if (end.error === undefined) {
      const result = yield* fitting(run, candidate, end, wanted);
      if (result !== null) await keepCached(run, candidate, result);
      return result;
    }
    const inWords = askedInWords(wanted, end.error);
    if (inWords !== null) {
      wanted = inWords;
      continue;
    }
    const waitMs = retryWait(run, end.error, { tries, isLast });
    if (waitMs === null) return null;
    await delay(waitMs, undefined, { signal: run.signal }).catch(() => assertWanted(run.signal));
  }
}

/** Not every server knows schemas: one that refuses the request is asked for the same in words, or null. */
function askedInWords(request: ModelRequest, error: Error): ModelRequest | null {
  const { responseSchema, messages } = request;
  const isRefused = error instanceof ProviderFailure && error.errorClass === 'permanent_validation';
  if (responseSchema === undefined || !isRefused || error.isUnsent) return null;
  const content = `Answer with nothing but JSON that fits this schema:\n${JSON.stringify(responseSchema.schema)}`;
  return { ...request, responseSchema: undefined, messages: [{ role: 'system', content }, ...messages] };
}

function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'The answer was cancelled. Nothing was changed.');
}

function isPassedOver(
  { deps, attempts, errors }: Run,
  { provider, modelId }: Candidate,
  hasWaited: boolean,
): boolean {
  const refusal = deps.board.refusal(provider.id, provider.name, hasWaited);
  if (refusal === null) return false;
  const { message, untilMs, errorClass } = refusal;
  const retryAfterMs = Math.max(untilMs - deps.nowMs(), 0);
  attempts.push({ providerId: provider.id, modelId, outcome: 'skipped', errorClass, message, durationMs: 0 });
  errors.push(new ProviderFailure(message, { errorClass, retryAfterMs, isUnsent: true }));
  return true;
}

async function* restarted(run: Run): AsyncGenerator<ModelStreamEvent, void> {
  if (!run.hasSpoken) return;
  run.hasSpoken = false;
  yield { type: 'restart' };
}

async function* once(
  run: Run,
  candidate: Candidate,
  request: ModelRequest,
): AsyncGenerator<ModelStreamEvent, AttemptEnd> {
  yield* restarted(run);
  const { signal, isStream, traceId } = run;
  const attempt: Attempt = { candidate, request, signal, isStream, traceId };
  const end = yield* attemptOnce(run.deps, attempt);
  run.traceId = end.traceId;
  run.attempts.push(end.attempt);
  if (end.error === undefined) {
    run.hasSpoken = isStream;
    return end;
  }
  run.hasSpoken = end.hasSpoken && isStream;
  run.errors.push(end.error);
  if (mustEnd(end.error)) throw end.error;
  return end;
}

/** Its own cancellation and faults of this side are no reason to ask somebody else; a full purse may be. */
function mustEnd(error: Error): boolean {
  if (error instanceof ProviderFailure) return false;
  return !(isAppError(error) && error.code === 'budget_exceeded');
}

/** How long until the same provider is asked again, or null. */
function retryWait(
  { deps }: Run,
  error: Error,
  { tries, isLast }: { readonly tries: number; readonly isLast: boolean },
): number | null {
  if (!(error instanceof ProviderFailure) || error.isUnsent || tries >= MOST_TRIES) return null;
  const { errorClass, retryAfterMs } = error;
  const backoff = { errorClass, failures: tries, retryAfterMs, baseMs: RETRY_BASE_MS, random: deps.random() };
  if (errorClass === 'transient_network' || errorClass === 'transient_server') {
    const waitMs = retryDelayMs(backoff);
    return waitMs > MOST_RATE_WAIT_MS ? null : waitMs;
  }
  if (errorClass !== 'transient_rate_limit' || !isLast) return null;
  // Somebody else is asked first; only the last one is waited for.
  return (retryAfterMs ?? 0) > MOST_RATE_WAIT_MS ? null : retryDelayMs({ ...backoff, baseMs: 1_000 });
}

type Answered = Extract<AttemptEnd, { readonly error?: undefined }>;

/** The result, its object checked. One that does not fit is asked for once more, with what was wrong about it. */
async function* fitting(
  run: Run,
  candidate: Candidate,
  end: Answered,
  asked: ModelRequest,
): AsyncGenerator<ModelStreamEvent, ModelResult | null> {
  const { responseSchema } = run.request;
  const isCalling = end.answer.toolCalls.length > 0;
  if (responseSchema === undefined || responseSchema.checkedBy === 'caller' || isCalling)
    return resultOf(run, candidate, end);
  const first = checkObject(end.answer.text, responseSchema.schema);
  if (first.isOk) return resultOf(run, candidate, end, first.object);
  const again = yield* once(run, candidate, {
    ...asked,
    messages: [
      ...asked.messages,
      { role: 'assistant', content: end.answer.text },
      { role: 'user', content: repairWords(first.problem, responseSchema.schema) },
    ],
  });
  if (again.error !== undefined) return null;
  const second = checkObject(again.answer.text, responseSchema.schema);
  if (second.isOk) return resultOf(run, candidate, withBoth(end, again), second.object);
  run.errors.push(
    new ProviderFailure(`${candidate.provider.name}: its answer was not in the form that was asked for.`, {
      errorClass: 'permanent_validation',
    }),
  );
  return null;
}

function repairWords(problem: string, schema: object): string {
  return `Your answer does not fit the JSON Schema that was asked for. ${problem}\nAnswer again with nothing but JSON that fits this schema:\n${JSON.stringify(schema)}`;
}

/** What the repair cost is part of what the answer cost. */
function withBoth(first: Answered, second: Answered): Answered {
  const a = first.answer.usage;
  const b = second.answer.usage;
  return {
    ...second,
    costMicros: first.costMicros + second.costMicros,
    answer: {
      ...second.answer,
      usage: {
        inputTokens: a.inputTokens + b.inputTokens,
        outputTokens: a.outputTokens + b.outputTokens,
        cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
      },
    },
  };
}

function resultOf(
  run: Run,
  { provider, modelId, isLocal }: Candidate,
  end: Answered,
  object?: unknown,
): ModelResult {
  return {
    ...end.answer,
    object,
    costMicros: end.costMicros,
    providerId: provider.id,
    providerName: provider.name,
    modelId,
    isLocal,
    isFromCache: false,
    durationMs: Math.round(performance.now() - run.startedAt),
    firstTokenMs: end.firstTokenMs === null ? null : Math.round(end.firstTokenMs),
    traceId: end.traceId,
    spanId: end.spanId,
    attempts: run.attempts,
  };
}
