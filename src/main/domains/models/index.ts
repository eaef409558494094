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
import { createProviderList, type ProviderList } from './provider-list.ts';

export { createEmbeddingSettings, type EmbeddingSettings } from './embeddings.service.ts';
export type ModelProviders = ModelsService;

/** What the gateway reads of them, before there is a gateway. */
export function createModelProviderList(deps: {
  readonly store: Store;
  readonly secrets: NamedSecrets;
  readonly nowMs: () => number;
  readonly onChanged: (providerId: string) => void;
}): ProviderList {
  return createProviderList({ ...deps, reads: createModelsStore(deps.store.reader) });
}

export function createModelProviders(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly secrets: NamedSecrets;
  readonly providers: ProviderList;
  readonly board: HealthBoard;
  readonly open: OpenProvider;
  readonly models: Models;
}): ModelProviders {
  return new ModelsService({ ...deps, reads: createModelsStore(deps.store.reader) });
}
