import type { ModelProvider } from '#shared/contracts/models.ts';
import {
  addressOf,
  createProviderList,
  isLocalAddress,
  type ProviderList,
  type ProviderListDeps,
} from '#main/engine/models/index.ts';
import { createModelsStore, type ProviderRow } from './models.store.ts';

export const secretName = (providerId: string): string => `model-provider:${providerId}`;

export type ModelProviderList = ProviderList<ModelProvider>;

/** What the gateway reads of the person's providers, before there is a gateway. */
export function createModelProviderList(
  deps: Pick<ProviderListDeps<ProviderRow, ModelProvider>, 'store' | 'secrets' | 'nowMs' | 'onChanged'>,
): ModelProviderList {
  const reads = createModelsStore(deps.store.reader);
  return createProviderList({
    ...deps,
    secretName,
    rows: () => reads.list(),
    providerOf: (row, hasKey) => ({ ...row, hasKey, isLocal: isLocalAddress(addressOf(row)) }),
  });
}
