import { addressParser, flag, oneOf } from '#renderer/lib/address.ts';

export const BACKUP_VIEWS = ['overview', 'points', 'settings'] as const;
export type BackupView = (typeof BACKUP_VIEWS)[number];

/** The address of Backup: which view, or the set-up in its place. */
export const parseBackupSearch = addressParser({ view: oneOf(BACKUP_VIEWS), setUp: flag });
export type BackupSearch = ReturnType<typeof parseBackupSearch>;
