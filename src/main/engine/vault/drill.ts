import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqliteConnection, SqliteDriver } from '#main/db/driver/driver.ts';
import { query } from '#main/db/open-store-query.ts';
import { hashTables, type TableContent } from './content-hash.ts';
import type { BackupEntry } from './format/index.ts';
import { restoreFile, type RestoreProgress, type RestoredFile } from './restore.ts';
import type { Vault } from './vault.ts';

export type OpenBackupOptions = {
  /** Where the throw-away folder is made; it holds encrypted pages only. */
  readonly parentFolder: string;
  readonly driver: SqliteDriver;
  /** As at a restore: newer ones are refused. */
  readonly appSchema?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RestoreProgress) => void;
};

/** A backup as a store of its own, under a key that exists in memory only. Gone with its disposal. */
export type OpenedBackup = {
  readonly folder: string;
  readonly restored: RestoredFile;
  /** The random key of this copy, for opening it once more by other means. */
  readonly storeKey: Uint8Array;
  /** Reads only. */
  readonly connection: SqliteConnection;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const FOLDER_PREFIX = 'drill-';

/**
 * Opens a backup for reading in a folder that is thrown away afterwards: for drills, and to take single items out
 * of it. The file lies in `folder` as `adiuva.db`.
 */
export async function openBackup(
  vault: Vault,
  entry: BackupEntry,
  { parentFolder, ...how }: OpenBackupOptions,
): Promise<OpenedBackup> {
  await mkdir(parentFolder, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parentFolder, FOLDER_PREFIX));
  const storeKey = randomBytes(32);
  const clear = async (): Promise<void> => {
    storeKey.fill(0);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const path = join(folder, 'adiuva.db');
    const restored = await restoreFile(vault, entry, { path, storeKey, ...how });
    const connection = await how.driver.open({ path, key: storeKey, mode: 'read' });
    const dispose = async (): Promise<void> => {
      await connection.close();
      await clear();
    };
    return { folder, restored, storeKey, connection, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await clear();
    throw error;
  }
}

export type DrillReport = {
  readonly sequence: number;
  readonly durationMs: number;
  readonly fetchedBytes: number;
  readonly sizeBytes: number;
  readonly rowCounts: Readonly<Record<string, number>>;
  readonly tables: readonly TableContent[];
  /** Tables whose content is another than expected, or is missing on one side. Empty where nothing was expected. */
  readonly differing: readonly string[];
};

export type DrillOptions = OpenBackupOptions & {
  /** `hashTables` of the store at the moment of the backup, e.g. taken `beside` it. */
  readonly expected?: readonly TableContent[];
  /** More checks on the restored store while it is there: searches, attachments, the app's own core. */
  readonly check?: (opened: OpenedBackup) => Promise<void>;
};

/** Restores a backup for the sake of it, and says whether all of it came back. */
export async function drillBackup(
  vault: Vault,
  entry: BackupEntry,
  options: DrillOptions,
): Promise<DrillReport> {
  const { clock } = vault.deps;
  const startedMs = clock.monotonicMs();
  await using opened = await openBackup(vault, entry, options);
  const { restored, connection } = opened;
  const tables = await hashTables((sql, params) => query(connection, sql, params), options.signal);
  await options.check?.(opened);
  return {
    sequence: entry.sequence,
    durationMs: clock.monotonicMs() - startedMs,
    fetchedBytes: restored.fetchedBytes,
    sizeBytes: restored.sizeBytes,
    rowCounts: restored.rowCounts,
    tables,
    differing: options.expected ? differingTables(options.expected, tables) : [],
  };
}

/** Names of the tables that do not hold the same rows. */
function differingTables(left: readonly TableContent[], right: readonly TableContent[]): readonly string[] {
  const text = ({ rows, sha256 }: TableContent): string => `${rows} ${sha256}`;
  const lefts = new Map(left.map((content) => [content.table, text(content)]));
  const rights = new Map(right.map((content) => [content.table, text(content)]));
  return [...new Set([...lefts.keys(), ...rights.keys()])].filter(
    (table) => lefts.get(table) !== rights.get(table),
  );
}
