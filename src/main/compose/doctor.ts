import { stat } from 'node:fs/promises';
import type { DoctorReport } from '#shared/contracts/system.ts';
import { freeBytesIn } from '#main/db/backup-copy.ts';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import { checkIntegrity } from '#main/db/open-store-integrity.ts';
import { storeFiles } from '#main/db/open-store-files.ts';
import type { KeyRing } from '#main/engine/secrets/index.ts';
import type { OpenWorkspace } from './workspace.ts';

export type DoctorDeps = {
  readonly appVersion: string;
  readonly dataDir: string;
  readonly driver: SqliteDriver;
  readonly keyRing: KeyRing;
  readonly appSchema: number;
};

const COUNTED = [
  'clients',
  'projects',
  'tasks',
  'checkpoints',
  'notes',
  'attachments',
  'change_log',
  'jobs',
] as const;

/** Versions, cipher, integrity, index, keys and disk; what needs an open store is left empty while it is locked. */
export async function examine(workspace: OpenWorkspace | null, deps: DoctorDeps): Promise<DoctorReport> {
  const { driver, dataDir } = deps;
  const versions = await driver.versions();
  const reader = workspace?.store.reader;
  const integrity = reader
    ? await checkIntegrity((sql) => reader.rows(sql))
    : { ok: false, problems: ['The store is locked, so its content was not checked.'] };
  const counts: Record<string, number> = {};
  for (const table of reader ? COUNTED : []) {
    const [row] = (await reader?.rows(`SELECT count(*) FROM ${table}`)) ?? [];
    counts[table] = Number(row?.[0] ?? 0);
  }
  return {
    appVersion: deps.appVersion,
    nodeVersion: process.version,
    platform: `${process.platform} ${process.arch}`,
    driver: driver.name,
    sqliteVersion: versions.sqlite,
    cipher: versions.cipher,
    dataDir,
    storeBytes: await sizeOfFile(storeFiles(dataDir).store),
    freeBytes: await freeBytesIn(dataDir),
    schemaVersion: deps.appSchema,
    integrity,
    searchIndex: workspace ? workspace.search.state() : { indexedSeq: 0, lastSeq: 0, documents: 0 },
    keySlots: (await deps.keyRing.list().catch(() => null)) ?? [],
    counts,
  };
}

async function sizeOfFile(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
