import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { BackupPlace, BackupRun, BackupRunKind, BackupSettings } from '#shared/contracts/backup.ts';
import type { Page } from '#shared/contracts/common.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { backupRuns, backupSetup } from '#main/db/tables/backup.ts';

/** Where this workspace is backed up to, and how. */
export type BackupSetup = {
  readonly place: BackupPlace;
  readonly vaultId: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly settings: BackupSettings;
  readonly createdAt: number;
};

type RunFilter = { readonly kind?: BackupRunKind | undefined };

export type BackupStore = {
  readSetup(): Promise<BackupSetup | undefined>;
  listRuns(
    input: RunFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<Page<BackupRun>>;
  findRun(id: string): Promise<BackupRun | undefined>;
  /** Those that were begun and have no end. */
  listRunning(): Promise<readonly BackupRun[]>;
  /** The newest of a kind that ended well; `isWhole` leaves out those that read a part only. */
  findLastDone(kind: BackupRunKind, options?: { readonly isWhole?: boolean }): Promise<BackupRun | undefined>;
  /** The newest of a kind, however it went. */
  findLast(kind: BackupRunKind): Promise<BackupRun | undefined>;
};

const LATEST: readonly SortColumn[] = [
  { by: backupRuns.startedAt, direction: 'desc' },
  { by: backupRuns.id, direction: 'desc' },
];
const KEPT_RUNS = 1_000;

export function createBackupStore(reader: Reader): BackupStore {
  const newest = async (kind: BackupRunKind, condition?: ReturnType<typeof eq>) => {
    const [row] = await reader
      .select()
      .from(backupRuns)
      .where(and(eq(backupRuns.kind, kind), condition))
      .orderBy(desc(backupRuns.startedAt), desc(backupRuns.id))
      .limit(1);
    return row;
  };
  return {
    async readSetup() {
      const { place, vaultId, deviceId, deviceName, settings, createdAt } = backupSetup;
      const [row] = await reader
        .select({ place, vaultId, deviceId, deviceName, settings, createdAt })
        .from(backupSetup)
        .limit(1);
      return row;
    },
    async listRuns({ kind, cursor, limit }) {
      const filter = kind === undefined ? undefined : eq(backupRuns.kind, kind);
      const rows = await reader
        .select({ row: backupRuns, sortValues: sortValues(LATEST) })
        .from(backupRuns)
        .where(and(filter, afterCursor(LATEST, cursor)))
        .orderBy(...orderOf(LATEST))
        .limit(limit + 1);
      const [total] = await reader.select({ value: count() }).from(backupRuns).where(filter);
      return pageOf(rows, limit, total?.value ?? 0, ({ row }) => row);
    },
    async findRun(id) {
      const [row] = await reader.select().from(backupRuns).where(eq(backupRuns.id, id));
      return row;
    },
    listRunning: () => reader.select().from(backupRuns).where(eq(backupRuns.outcome, 'running')),
    findLastDone: (kind, options) =>
      newest(
        kind,
        and(eq(backupRuns.outcome, 'done'), options?.isWhole ? sql`${backupRuns.share} >= 1` : undefined),
      ),
    findLast: (kind) => newest(kind),
  };
}

/** In the order of `place, vault_id, device_id, device_name, settings, created_at`. */
export function setupValues(setup: BackupSetup): readonly (string | number)[] {
  const { place, vaultId, deviceId, deviceName, settings, createdAt } = setup;
  return [JSON.stringify(place), vaultId, deviceId, deviceName, JSON.stringify(settings), createdAt];
}

export function putSetup(tx: Writer, setup: BackupSetup): void {
  tx.run({
    sql: `INSERT INTO backup_setup (id, place, vault_id, device_id, device_name, settings, created_at)
      VALUES (1, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET place = excluded.place, vault_id = excluded.vault_id,
        device_id = excluded.device_id, device_name = excluded.device_name, settings = excluded.settings`,
    params: setupValues(setup),
  });
  tx.touch('backup', ['setup']);
}

export function removeSetup(tx: Writer): void {
  tx.run({ sql: 'DELETE FROM backup_setup' });
  tx.touch('backup', ['setup']);
}

/** A run as it is now, in place of what was known of it; the oldest beyond a thousand go. */
export function putRun(tx: Writer, run: BackupRun): void {
  tx.run({
    sql: `INSERT INTO backup_runs
        (id, kind, job_id, started_at, finished_at, outcome, error, bytes, figures, share, damaged)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET finished_at = excluded.finished_at, outcome = excluded.outcome,
        error = excluded.error, bytes = excluded.bytes, figures = excluded.figures, share = excluded.share,
        damaged = excluded.damaged`,
    params: [
      run.id,
      run.kind,
      run.jobId,
      run.startedAt,
      run.finishedAt,
      run.outcome,
      run.error === null ? null : JSON.stringify(run.error),
      run.bytes,
      JSON.stringify(run.figures),
      run.share,
      JSON.stringify(run.damaged),
    ],
  });
  tx.run({
    sql: `DELETE FROM backup_runs WHERE id IN
      (SELECT id FROM backup_runs ORDER BY started_at DESC, id DESC LIMIT -1 OFFSET ?)`,
    params: [KEPT_RUNS],
  });
  tx.touch('backup', [run.id]);
}
