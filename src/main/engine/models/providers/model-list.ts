import { z } from 'zod';
import type { ProviderKind } from '#shared/contracts/models.ts';
import { addressOf } from '../presets.ts';
import { ProviderFailure, type SpokenProvider } from '../provider-port.ts';

const dataList = z.object({ data: z.array(z.object({ id: z.string() })) });
const googleList = z.object({ models: z.array(z.object({ name: z.string() })).default([]) });
const ollamaList = z.object({ models: z.array(z.object({ name: z.string() })).default([]) });

const MAX_MODELS = 2_000;

/** What the provider lists. Null where there is no list at its address. */
export async function listModels(
  provider: SpokenProvider,
  key: string | null,
  send: typeof globalThis.fetch,
): Promise<readonly string[] | null> {
  const address = addressOf(provider);
  const response = await send(listAddress(provider.kind, address), {
    headers: headersOf(provider.kind, key),
  });
  if (response.status === 404 || response.status === 405) return null;
  if (!response.ok) {
    // Read as the packages' own errors are: by the status.
    throw Object.assign(new Error('The list of models was refused.'), {
      statusCode: response.status,
      responseBody: (await response.text()).slice(0, 2_000),
      responseHeaders: Object.fromEntries(response.headers),
    });
  }
  const names = namesIn(provider.kind, await bodyOf(response));
  return [...new Set(names)].slice(0, MAX_MODELS).toSorted((a, b) => a.localeCompare(b));
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw unreadable();
  }
}

function namesIn(kind: ProviderKind, body: unknown): readonly string[] {
  try {
    if (kind === 'google')
      return googleList.parse(body).models.map(({ name }) => name.replace(/^models\//, ''));
    if (kind === 'ollama') return ollamaList.parse(body).models.map(({ name }) => name);
    return dataList.parse(body).data.map(({ id }) => id);
  } catch {
    throw unreadable();
  }
}

function unreadable(): ProviderFailure {
  return new ProviderFailure(
    'Something answers there, but not as a model server of this kind does. Check the address and the kind.',
    { errorClass: 'permanent_validation' },
  );
}

function listAddress(kind: ProviderKind, address: string): string {
  if (kind === 'ollama') return `${address.replace(/\/v1$/, '')}/api/tags`;
  if (kind === 'google') return `${address}/models?pageSize=1000`;
  return kind === 'anthropic' ? `${address}/models?limit=1000` : `${address}/models`;
}

function headersOf(kind: ProviderKind, key: string | null): Record<string, string> {
  if (key === null) return {};
  if (kind === 'anthropic') return { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
  return kind === 'google' ? { 'x-goog-api-key': key } : { authorization: `Bearer ${key}` };
}
