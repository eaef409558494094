import { attemptFacts, startSpan } from './attempt.ts';
import { cacheKey, cacheUse } from './cache-key.ts';
import type { Candidate } from './chain.ts';
import type { Run } from './gateway.ts';
import type { ModelResult } from './model-port.ts';

/** An answer that was given before to exactly this. It costs nothing and sends nothing, and is a span all the same. */
export async function findCached(run: Run, candidate: Candidate): Promise<ModelResult | null> {
  const { request, deps, startedAt } = run;
  if (cacheUse(request) !== 'use') return null;
  const { provider, modelId, isLocal } = candidate;
  const answer = await deps.cache.find(cacheKey(provider.id, modelId, request));
  if (answer === null) return null;
  const span = startSpan(deps.tracer, { ...run, candidate });
  span.set({ 'adiuva.cache_hit': true, 'gen_ai.response.finish_reasons': [answer.finishReason] });
  span.content('output', { text: answer.text, toolCalls: answer.toolCalls });
  span.end('ok');
  const facts = attemptFacts(candidate, startedAt);
  run.attempts.push({ ...facts, outcome: 'done', errorClass: null, message: '' });
  return {
    ...answer,
    costMicros: 0,
    providerId: provider.id,
    providerName: provider.name,
    modelId,
    isLocal,
    isFromCache: true,
    durationMs: facts.durationMs,
    firstTokenMs: null,
    traceId: span.traceId,
    spanId: span.spanId,
    attempts: run.attempts,
  };
}

export async function keepCached(
  run: Run,
  { provider, modelId }: Candidate,
  result: ModelResult,
): Promise<void> {
  const { request, deps } = run;
  const isWhole = result.finishReason === 'stop' || result.finishReason === 'tool_calls';
  if (cacheUse(request) === 'off' || !isWhole) return;
  const { text, toolCalls, object, finishReason, usage } = result;
  const key = cacheKey(provider.id, modelId, request);
  await deps.cache.keep(key, { text, toolCalls, object, finishReason, usage }, { modelId });
}
