import type { EmbeddingModelV4, LanguageModelV4 } from '@ai-sdk/provider';
import { addressOf } from '../presets.ts';
import type { SpokenProvider } from '../provider-port.ts';
import { sdkModels } from './sdk-models.ts';

/** The packages' objects for models that were used of late: one of them takes longer to build than to call. */
export type ModelShelf = {
  language(provider: SpokenProvider, key: string | null, modelId: string): Promise<LanguageModelV4>;
  embedding(provider: SpokenProvider, key: string | null, modelId: string): Promise<EmbeddingModelV4>;
};

const MOST = 32;

export function createModelShelf(send: typeof globalThis.fetch): ModelShelf {
  const languages = new Map<string, Promise<LanguageModelV4>>();
  const embeddings = new Map<string, Promise<EmbeddingModelV4>>();
  return {
    language: (provider, key, modelId) =>
      onShelf(languages, [provider, key, modelId], async () =>
        (await sdkModels(provider, key, send)).language(modelId),
      ),
    embedding: (provider, key, modelId) =>
      onShelf(embeddings, [provider, key, modelId], async () =>
        (await sdkModels(provider, key, send)).embedding(modelId),
      ),
  };
}

type Wanted = readonly [provider: SpokenProvider, key: string | null, modelId: string];

function onShelf<T>(shelf: Map<string, Promise<T>>, wanted: Wanted, make: () => Promise<T>): Promise<T> {
  const [provider, key, modelId] = wanted;
  const name = JSON.stringify([provider.id, provider.kind, addressOf(provider), provider.chat, key, modelId]);
  const known = shelf.get(name);
  if (known !== undefined) return known;
  const made = make();
  shelf.set(name, made);
  // One that could not be made is not kept; of the others, the oldest goes.
  made.catch(() => shelf.delete(name));
  const [oldest] = shelf.keys();
  if (shelf.size > MOST && oldest !== undefined) shelf.delete(oldest);
  return made;
}
