import type { Store } from '#main/db/store.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { KnownProvider, ProviderSource } from './provider-port.ts';

export type ProviderList<Provider extends KnownProvider = KnownProvider> = ProviderSource & {
  list(): Promise<readonly Provider[]>;
  close(): void;
};

export type ProviderListDeps<Row, Provider> = {
  readonly store: Store;
  readonly secrets: NamedSecrets;
  readonly nowMs: () => number;
  readonly rows: () => Promise<readonly Row[]>;
  readonly providerOf: (row: Row, hasKey: boolean) => Provider;
  /** What the key of a provider is kept as. */
  readonly secretName: (providerId: string) => string;
  readonly onChanged?: (providerId: string) => void;
};

const KEY_KEPT_MS = 10 * 60_000;

/**
 * Providers as the gateway asks for them with each call: read once, then again after each change. A key is held
 * for some minutes after its use, so that a conversation does not read it for each sentence.
 */
export function createProviderList<Row extends { readonly id: string }, Provider extends KnownProvider>(
  deps: ProviderListDeps<Row, Provider>,
): ProviderList<Provider> {
  const { store, secrets, nowMs, secretName } = deps;
  let listed: Promise<readonly Provider[]> | null = null;
  const keys = new Map<string, { readonly value: string; readonly untilMs: number }>();
  const stop = store.onCommit(({ changes }) => {
    for (const { topic, ids } of changes) {
      if (topic !== 'model_provider') continue;
      listed = null;
      for (const id of ids) {
        keys.delete(id);
        deps.onChanged?.(id);
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
      if (kept !== undefined && kept.untilMs > nowMs()) return kept.value;
      const provider = (await list()).find(({ id }) => id === providerId);
      if (provider?.hasKey !== true) return null;
      const value = await secrets.use(secretName(providerId));
      keys.set(providerId, { value, untilMs: nowMs() + KEY_KEPT_MS });
      return value;
    },
    close() {
      stop();
      keys.clear();
    },
  };
}

async function read<Row extends { readonly id: string }, Provider>({
  rows,
  secrets,
  secretName,
  providerOf,
}: ProviderListDeps<Row, Provider>): Promise<readonly Provider[]> {
  const [all, kept] = await Promise.all([rows(), secrets.list()]);
  const names = new Set(kept.map(({ name }) => name));
  return all.map((row) => providerOf(row, names.has(secretName(row.id))));
}
