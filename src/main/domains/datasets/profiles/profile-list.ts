import type { Store } from '#main/db/store.ts';
import { isLocalAddress, type KnownProvider, type ProviderSource } from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { ProfileRow, ProfilesStore } from './profiles.store.ts';

export const profileSecret = (profileId: string): string => `dataset-profile:${profileId}`;

const LOCAL_TIMEOUT_MS = 180_000;
const TIMEOUT_MS = 120_000;
/** What a definition asks for at once is the bound; this one lets all of it through. */
const MOST_CONCURRENT = 64;
const KEY_KEPT_MS = 10 * 60_000;

export type ProfileList = ProviderSource & { close(): void };

export type ProfileListDeps = {
  readonly store: Store;
  readonly reads: ProfilesStore;
  readonly secrets: NamedSecrets;
  readonly nowMs: () => number;
};

/**
 * The saved profiles as the gateway asks for providers: with no model of their own, so that nothing but a dataset that
 * names one is ever answered by it. Read once, then again after each change.
 */
export function createProfileList({ store, reads, secrets, nowMs }: ProfileListDeps): ProfileList {
  let listed: Promise<readonly KnownProvider[]> | null = null;
  const keys = new Map<string, { readonly value: string; readonly untilMs: number }>();
  const stop = store.onCommit(({ changes }) => {
    if (!changes.some(({ topic }) => topic === 'model_provider')) return;
    listed = null;
    keys.clear();
  });
  const read = async (): Promise<readonly KnownProvider[]> => {
    const [rows, kept] = await Promise.all([reads.list(), secrets.list()]);
    const names = new Set(kept.map(({ name }) => name));
    return rows.map((row) => providerOf(row, names.has(profileSecret(row.id))));
  };
  const list = () => {
    listed ??= read().catch((error: unknown) => {
      listed = null;
      throw error;
    });
    return listed;
  };
  return {
    list,
    async key(id) {
      const kept = keys.get(id);
      if (kept !== undefined && kept.untilMs > nowMs()) return kept.value;
      if ((await list()).find((one) => one.id === id)?.hasKey !== true) return null;
      const value = await secrets.use(profileSecret(id));
      keys.set(id, { value, untilMs: nowMs() + KEY_KEPT_MS });
      return value;
    },
    close() {
      stop();
      keys.clear();
    },
  };
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
