import {
  createProviderList,
  isLocalAddress,
  type KnownProvider,
  type ProviderList,
  type ProviderListDeps,
} from '#main/engine/models/index.ts';
import { createProfilesStore, type ProfileRow } from './profiles.store.ts';

export const profileSecret = (profileId: string): string => `dataset-profile:${profileId}`;

const LOCAL_TIMEOUT_MS = 180_000;
const TIMEOUT_MS = 120_000;
/** What a definition asks for at once is the bound; this one lets all of it through. */
const MOST_CONCURRENT = 64;

export type ProfileList = ProviderList;
export type ProfileListDeps = Pick<
  ProviderListDeps<ProfileRow, KnownProvider>,
  'store' | 'secrets' | 'nowMs'
>;

/**
 * The saved profiles as the gateway asks for providers: with no model of their own, so that nothing but a dataset that
 * names one is ever answered by it.
 */
export function createProfileList(deps: ProfileListDeps): ProfileList {
  const reads = createProfilesStore(deps.store.reader);
  return createProviderList({ ...deps, secretName: profileSecret, rows: () => reads.list(), providerOf });
}

function providerOf(
  { id, name, baseUrl, path, parameters, createdAt }: ProfileRow,
  hasKey: boolean,
): KnownProvider {
  const isLocal = isLocalAddress(baseUrl);
  return {
    id,
    kind: 'openai_compatible',
    name,
    baseUrl,
    chat: { path, parameters },
    chatModel: '',
    embeddingModel: '',
    isEnabled: true,
    timeoutMs: isLocal ? LOCAL_TIMEOUT_MS : TIMEOUT_MS,
    maxConcurrent: MOST_CONCURRENT,
    hasKey,
    isLocal,
    createdAt,
    updatedAt: createdAt,
  };
}
