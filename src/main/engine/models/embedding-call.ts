import { AppError } from '#shared/errors.ts';
import type { Span } from '../traces/trace-port.ts';
import type { AttemptDeps } from './attempt.ts';
import { callError } from './call-error.ts';
import { namedIn, type Candidate } from './chain.ts';
import type { EmbedRequest, EmbedResult } from './model-port.ts';
import { addressOf, presetOf } from './presets.ts';
import { ProviderFailure } from './provider-port.ts';
import { tokensIn } from './tokens.ts';

/** Vectors from one named model: another model's would not fit the index, so there is no chain here. */
export async function embedValues(deps: AttemptDeps, request: EmbedRequest): Promise<EmbedResult> {
  const candidate = namedIn(await deps.providers.list(), request.model);
  const { provider, modelId, isLocal } = candidate;
  if (request.reach === 'local' && !isLocal) {
    throw new AppError(
      'no_model',
      'This may only go to a model on this machine, and the chosen one is not. Nothing was sent.',
    );
  }
  const refusal = deps.board.refusal(provider.id, provider.name);
  if (refusal !== null) {
    throw callError([
      new ProviderFailure(refusal.message, { errorClass: 'transient_server', isUnsent: true }),
    ]);
  }
  const inputTokens = request.values.reduce((sum, text) => sum + tokensIn(text), 0);
  const { feature, principal, runId } = request;
  const facts = { feature, principal, runId, providerId: provider.id, modelId, isLocal };
  const reservation = await deps.spending
    .reserve({ ...facts, inputTokens, maxOutputTokens: 0 })
    .catch((error: unknown) => {
      deps.board.cancelled(provider.id);
      throw error;
    });
  const span = startSpan(deps, candidate, request);
  const ids = { traceId: span.traceId, spanId: span.spanId };
  const sending = { isSent: false };
  try {
    const made = await ask(deps, candidate, { ...request, traceId: span.traceId, sending });
    deps.board.success(provider.id);
    const usage = { inputTokens: made.inputTokens ?? inputTokens, outputTokens: 0, cachedInputTokens: 0 };
    const { costMicros } = await reservation.settle({ usage, ...ids, outcome: 'done' });
    span.set({ 'gen_ai.usage.input_tokens': usage.inputTokens, 'adiuva.cost_micros': costMicros });
    span.end('ok');
    return {
      vectors: made.vectors,
      dimension: made.vectors[0]?.length ?? 0,
      usage: { inputTokens: usage.inputTokens },
      costMicros,
    };
  } catch (error) {
    const isRefused = error instanceof ProviderFailure && error.isRefused;
    // Left in the middle it may have been made, and paid for, all the same.
    if (!sending.isSent || isRefused || isLocal) reservation.release();
    else {
      const usage = { inputTokens, outputTokens: 0, cachedInputTokens: 0 };
      const outcome = request.signal.aborted ? 'cancelled' : 'failed';
      await reservation.settle({ usage, ...ids, outcome });
    }
    return failed(deps, { error, span, providerId: provider.id });
  }
}

type Asking = EmbedRequest & { readonly sending: { isSent: boolean } };

async function ask(deps: AttemptDeps, { provider, modelId, isHere }: Candidate, request: Asking) {
  const { signal, feature, runId, values, traceId = null, sending } = request;
  const leave = await deps.turnstile.enter(provider.id, provider.maxConcurrent, signal);
  try {
    const key = await deps.providers.key(provider.id);
    const session = deps.open(provider, key, {
      feature,
      runId,
      traceId,
      signal,
      timeoutMs: provider.timeoutMs,
      isHere,
      onSent: () => {
        sending.isSent = true;
      },
    });
    return await session.embed(modelId, values);
  } finally {
    leave();
  }
}

function failed(
  { board }: AttemptDeps,
  { error, span, providerId }: { readonly error: unknown; readonly span: Span; readonly providerId: string },
): never {
  if (error instanceof ProviderFailure && !error.isUnsent) board.failure(providerId, error);
  else board.cancelled(providerId);
  const told = error instanceof ProviderFailure ? callError([error]) : error;
  span.set({ 'error.type': error instanceof ProviderFailure ? error.errorClass : 'cancelled' });
  span.end('error', told instanceof Error ? told.message : '');
  throw told;
}

function startSpan(
  { tracer }: AttemptDeps,
  { provider, modelId, isLocal }: Candidate,
  request: EmbedRequest,
): Span {
  const { traceId, parentSpanId, principal, runId, feature, values } = request;
  return tracer.start({
    traceId,
    parentSpanId,
    name: `embeddings ${modelId}`,
    kind: 'client',
    principal,
    runId,
    attributes: {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': presetOf(provider.kind).telemetryName,
      'gen_ai.request.model': modelId,
      'server.address': new URL(addressOf(provider)).hostname,
      'adiuva.feature': feature,
      'adiuva.provider.id': provider.id,
      'adiuva.is_local': isLocal,
      'adiuva.values': values.length,
    },
  });
}
