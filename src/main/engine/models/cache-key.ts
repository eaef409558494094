import { createHash } from 'node:crypto';
import type { ModelRequest } from './model-port.ts';

/** The hash of all that decides an answer. */
export function cacheKey(providerId: string, modelId: string, request: ModelRequest): string {
  const { messages, tools, toolChoice, responseSchema, maxOutputTokens, temperature, seed } = request;
  const asked = [1, providerId, modelId, messages, tools ?? [], toolChoice ?? null, responseSchema ?? null];
  const settings = [maxOutputTokens ?? null, temperature ?? null, ...(seed === undefined ? [] : [seed])];
  return createHash('sha256')
    .update(JSON.stringify([...asked, ...settings]))
    .digest('hex');
}

/** Only an answer that is the same each time is taken from the cache without being asked for. */
export function cacheUse({ cache, temperature }: ModelRequest): 'use' | 'refresh' | 'off' {
  return cache ?? (temperature === 0 ? 'use' : 'off');
}
