import type { BackupSettings } from '#shared/contracts/backup.ts';

/** A day's work is lost at most, a mistake of last week can be taken back, and a year has its months. */
export const DEFAULT_SETTINGS: BackupSettings = {
  rhythm: 'daily',
  at: '12:30',
  retention: { keepLast: 5, keepDaily: 14, keepWeekly: 8, keepMonthly: 12 },
  maxBytesPerSecond: null,
  pausesWhenMetered: true,
  beforeRiskyThings: true,
  drills: true,
};

/** Names of what the secret store keeps for the backup. */
export const MASTER_SECRET = 'backup:master-key';
export const PLACE_SECRET = 'backup:place';
/** New keys that the vault has not turned to yet. */
export const NEXT_SECRET = 'backup:next-keys';
