import type { ModelProvider } from '#shared/contracts/models.ts';
import type { Store } from '#main/db/store.ts';
import { addressOf, isLocalAddress, type ProviderSource } from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { ModelsStore } from './models.store.ts';

export const secretName = (providerId: string): string => `model-provider:${providerId}`;

const KEY_KEPT_MS = 10 * 60_000;

export type ProviderList = ProviderSource & { close(): void };

/**
 * The providers as the gateway asks for them with each call: read once, then again after each change. A key is held
 * for some minutes after its use, so that a conversation does not read it for each sentence.
 */
export function createProviderList(deps: {
  readonly store: Store;
  readonly reads: ModelsStore;
  readonly secrets: NamedSecrets;
  readonly nowMs: () => number;
  readonly onChanged: (providerId: string) => void;
}): ProviderList {
  let listed: Promise<readonly ModelProvider[]> | null = null;
  const keys = new Map<string, { readonly value: string; readonly untilMs: number }>();
  const stop = deps.store.onCommit(({ changes }) => {
    for (const { topic, ids } of changes) {
      if (topic !== 'model_provider') continue;
      listed = null;
      for (const id of ids) {
        keys.delete(id);
        deps.onChanged(id);
      }
    }
  });
  const list = () => {
    listed ??= read(deps).catch((error: unknown) => {
      listed = null;
      throw error;
    });
    return listed;
  };
  return {
    list,
    async key(providerId) {
      const kept = keys.get(providerId);
      if (kept !== undefined && kept.untilMs > deps.nowMs()) return kept.value;
      const provider = (await list()).find(({ id }) => id === providerId);
      if (provider?.hasKey !== true) return null;
      const value = await deps.secrets.use(secretName(providerId));
      keys.set(providerId, { value, untilMs: deps.nowMs() + KEY_KEPT_MS });
      return value;
    },
    close() {
      stop();
      keys.clear();
    },
  };
}

async function read(deps: {
  readonly reads: ModelsStore;
  readonly secrets: NamedSecrets;
}): Promise<readonly ModelProvider[]> {
  const [rows, secrets] = await Promise.all([deps.reads.list(), deps.secrets.list()]);
  const names = new Set(secrets.map(({ name }) => name));
  return rows.map((row) => ({
    ...row,
    hasKey: names.has(secretName(row.id)),
    isLocal: isLocalAddress(addressOf(row)),
  }));
}
