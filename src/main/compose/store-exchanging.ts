import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import { migrate, type Migration } from '#main/db/migrate.ts';
import { storeFiles } from '#main/db/open-store-files.ts';
import type { HeldKey, Statement, StoreExchange } from '#main/domains/backup/index.ts';
import type { KeyRing } from '#main/engine/secrets/index.ts';
import {
  dropFormerStore,
  dropLeftStores,
  findFormerStore,
  putBackFormer,
  restoringPath,
  swapInRestored,
} from '#main/engine/vault/index.ts';
import type { AppSystem } from './system.ts';
import { openKey } from './unlocking.ts';

export type ExchangeDeps = {
  readonly dataDir: string;
  readonly driver: SqliteDriver;
  readonly migrations: readonly Migration[];
  readonly keyRing: KeyRing;
  readonly nowMs: () => number;
  readonly system: () => Pick<AppSystem, 'exchange' | 'isExchanging' | 'workspace'>;
  readonly onError: (error: unknown) => void;
};

/** Replaces the store of this folder by a restored one, and takes it back. */
export function createStoreExchange(deps: ExchangeDeps): StoreExchange {
  const { dataDir, driver, keyRing, nowMs, system, onError } = deps;
  const files = storeFiles(dataDir);
  const swap: StoreExchange['takePlace'] = (restored, held, run) => {
    const swapIn = async () => {
      const storeId = (await keyRing.storeId()) ?? '';
      await swapInRestored(files, restored, { storeId, nowMs: nowMs() });
    };
    const undo = async () => {
      await putBackFormer(files, nowMs());
    };
    void system()
      .exchange(held.current, swapIn, undo)
      .catch(async (error: unknown) => {
        onError(error);
        await system().workspace?.backups.failRun(run, error);
      })
      .finally(() => held.key.fill(0))
      .catch(onError);
  };
  return {
    hold: async (current) => ({ key: await openKey(keyRing, current), current }),
    into: ({ key }) => ({
      path: restoringPath(files),
      storeKey: key,
      driver,
      appSchema: deps.migrations.length,
    }),
    prepare: (path, { key }, statements) => prepareCopy(path, key, { ...deps, statements }),
    takePlace: swap,
    async useAsRecovery({ key }, phrase) {
      await keyRing.put(key, { kind: 'recovery', phrase });
    },
    async recoverySlotAt() {
      const slots = (await keyRing.list()) ?? [];
      return slots.find(({ kind }) => kind === 'recovery')?.createdAt ?? null;
    },
    async former() {
      const found = await findFormerStore(files);
      return found?.keptFile ? { file: found.keptFile, restoredAtMs: found.restoredAtMs } : null;
    },
    async putBack(held: HeldKey, statements) {
      const former = await findFormerStore(files);
      if (!former?.keptFile) throw notKept();
      await prepareCopy(join(dataDir, former.keptFile), held.key, { ...deps, statements });
      const undo = () => Promise.resolve();
      await system().exchange(held.current, () => putBack(), undo);
    },
    dropFormer: () => dropFormerStore(files),
    // The opening that ends an exchange is a part of it: it may still be undone.
    dropLeft: async () => {
      if (!system().isExchanging) await dropLeftStores(files);
    },
  };

  async function putBack(): Promise<void> {
    await putBackFormer(files, nowMs());
  }
}

type Preparing = Pick<ExchangeDeps, 'driver' | 'migrations' | 'nowMs'> & {
  readonly statements: readonly Statement[];
};

/** On a file that nobody uses: closing it leaves no log beside it. */
export async function prepareCopy(path: string, key: Uint8Array, preparing: Preparing): Promise<void> {
  const { driver, migrations, nowMs, statements } = preparing;
  const copy = await driver.open({ path, key, mode: 'write' });
  try {
    await migrate(copy, migrations, nowMs());
    await copy.batch([{ sql: 'BEGIN IMMEDIATE' }, ...statements, { sql: 'COMMIT' }]);
  } finally {
    await copy.close();
  }
}

function notKept(): AppError {
  return new AppError(
    'not_found',
    'The store from before the restore is not kept any more. Nothing was changed; restore a backup instead.',
  );
}
