import type { EmbeddingModelV4, LanguageModelV4 } from '@ai-sdk/provider';
import { addressOf } from '../presets.ts';
import { ProviderFailure, type ChatWay, type SpokenProvider } from '../provider-port.ts';

export type SdkModels = {
  language(modelId: string): LanguageModelV4;
  embedding(modelId: string): EmbeddingModelV4;
};

type Making = {
  readonly provider: SpokenProvider;
  readonly baseURL: string;
  readonly apiKey: string;
  readonly fetch: typeof globalThis.fetch;
};

/** The package of one kind of provider, loaded at its first call. */
export async function sdkModels(
  provider: SpokenProvider,
  key: string | null,
  fetch: typeof globalThis.fetch,
): Promise<SdkModels> {
  const making = { provider, baseURL: addressOf(provider), apiKey: key ?? '', fetch };
  switch (provider.kind) {
    case 'openai':
      return openAi(making);
    case 'anthropic':
      return anthropic(making);
    case 'google':
      return google(making);
    case 'mistral':
      return mistral(making);
    case 'groq':
      return groq(making);
    case 'ollama':
      return compatible({ ...making, baseURL: making.baseURL.replace(/\/v1$/, '') + '/v1' });
    default:
      return compatible(making);
  }
}

async function openAi({ baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createOpenAI } = await import('@ai-sdk/openai');
  const sdk = createOpenAI({ baseURL, apiKey, fetch });
  // The chat API, not the responses API: the latter keeps what was said on the provider's side.
  return { language: (id) => sdk.chat(id), embedding: (id) => sdk.embedding(id) };
}

async function anthropic({ baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const sdk = createAnthropic({ baseURL, apiKey, fetch });
  return { language: (id) => sdk(id), embedding: noEmbedding('Anthropic') };
}

async function google({ baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createGoogle } = await import('@ai-sdk/google');
  const sdk = createGoogle({ baseURL, apiKey, fetch });
  return { language: (id) => sdk(id), embedding: (id) => sdk.embedding(id) };
}

async function mistral({ baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createMistral } = await import('@ai-sdk/mistral');
  const sdk = createMistral({ baseURL, apiKey, fetch });
  return { language: (id) => sdk(id), embedding: (id) => sdk.embedding(id) };
}

async function groq({ baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createGroq } = await import('@ai-sdk/groq');
  const sdk = createGroq({ baseURL, apiKey, fetch });
  return { language: (id) => sdk(id), embedding: noEmbedding('Groq') };
}

async function compatible({ provider, baseURL, apiKey, fetch }: Making): Promise<SdkModels> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { chat } = provider;
  const sdk = createOpenAICompatible({
    name: provider.kind,
    baseURL,
    fetch: chat === undefined ? fetch : chatFetch(fetch, baseURL, chat),
    ...(chat !== undefined && { transformRequestBody: (body) => ({ ...body, ...chat.parameters }) }),
    ...(apiKey !== '' && { apiKey }),
    includeUsage: true,
    supportsStructuredOutputs: true,
  });
  return { language: (id) => sdk.chatModel(id), embedding: (id) => sdk.embeddingModel(id) };
}

/** The package knows one path for chats. */
function chatFetch(
  send: typeof globalThis.fetch,
  baseURL: string,
  { path }: ChatWay,
): typeof globalThis.fetch {
  return (input, init) => send(input === `${baseURL}/chat/completions` ? `${baseURL}${path}` : input, init);
}

function noEmbedding(name: string): (modelId: string) => EmbeddingModelV4 {
  return () => {
    throw new ProviderFailure(`${name} has no models that make vectors. Choose another for that.`, {
      errorClass: 'permanent_validation',
      isUnsent: true,
    });
  };
}
