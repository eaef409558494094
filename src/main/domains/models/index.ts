/**
 * Models: where language models are asked, in which order, and whether they answer. Adding one makes the gateway
 * usable; keys are named secrets, listed by name and never shown.
 */
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { HealthBoard, Models, OpenProvider } from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { ModelsService } from './models.service.ts';
import { createModelsStore } from './models.store.ts';
import type { ModelProviderList } from './provider-list.ts';

export { createEmbeddingSettings, type EmbeddingSettings } from './embeddings.service.ts';
export { createModelProviderList } from './provider-list.ts';
export type ModelProviders = ModelsService;

export function createModelProviders(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly secrets: NamedSecrets;
  readonly providers: ModelProviderList;
  readonly board: HealthBoard;
  readonly open: OpenProvider;
  readonly models: Models;
}): ModelProviders {
  return new ModelsService({ ...deps, reads: createModelsStore(deps.store.reader) });
}
