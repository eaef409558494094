import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { BackupPlace, BackupRun, BackupRunKind, BackupSettings } from '#shared/contracts/backup.ts';
import { id, instant, json } from './columns.ts';

/** Where this workspace is backed up to, and how: one row, or none. Secrets of the place are named secrets. */
export const backupSetup = sqliteTable('backup_setup', {
  id: integer('id').primaryKey(),
  place: json<BackupPlace>('place').notNull(),
  vaultId: text('vault_id').notNull(),
  deviceId: text('device_id').notNull(),
  deviceName: text('device_name').notNull(),
  settings: json<BackupSettings>('settings').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** What became of each backup, check, drill, pruning and restore. */
export const backupRuns = sqliteTable(
  'backup_runs',
  {
    id: id(),
    kind: text('kind').$type<BackupRunKind>().notNull(),
    jobId: text('job_id'),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    outcome: text('outcome').$type<BackupRun['outcome']>().notNull(),
    error: json<BackupRun['error']>('error'),
    bytes: integer('bytes').notNull(),
    figures: json<BackupRun['figures']>('figures').notNull(),
    share: real('share').notNull(),
    damaged: json<BackupRun['damaged']>('damaged').notNull(),
  },
  (table) => [index('backup_runs_by_kind').on(table.kind, table.startedAt)],
);
