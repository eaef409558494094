import { join } from 'node:path';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import type { Migration } from '#main/db/migrate.ts';
import { query } from '#main/db/open-store-query.ts';
import { createReader } from '#main/db/reader.ts';
import type { OpenCopy } from '#main/domains/backup/index.ts';
import { openBackup, type BackupEntry, type Vault } from '#main/engine/vault/index.ts';
import { prepareCopy } from './store-exchanging.ts';

/** Opens a backup to be read beside the store: of an older schema too, whose rows are brought to that of now. */
export function createCopyOpener(deps: {
  readonly driver: SqliteDriver;
  readonly migrations: readonly Migration[];
  readonly nowMs: () => number;
  readonly parentFolder: string;
}) {
  return async (vault: Vault, entry: BackupEntry, signal: AbortSignal): Promise<OpenCopy> => {
    const { driver, migrations, parentFolder } = deps;
    const opened = await openBackup(vault, entry, {
      driver,
      parentFolder,
      signal,
      appSchema: migrations.length,
    });
    const close = () => opened[Symbol.asyncDispose]();
    try {
      if (opened.restored.manifest.storeSchema < migrations.length)
        await prepareCopy(join(opened.folder, 'adiuva.db'), opened.storeKey, { ...deps, statements: [] });
      return { reader: createReader((sql, params) => query(opened.connection, sql, params)), close };
    } catch (error) {
      await close();
      throw error;
    }
  };
}
