import type { BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import type { BackupSetup } from './backup.store.ts';

/** Failures that end by themselves: the next try may go well without anybody. */
const PASSING = new Set(['offline', 'unreachable', 'rate_limited', 'store_busy', 'cancelled']);
/** A backup may be late by this much before the status says so. */
const LATE_MS = 60 * 60 * 1000;

export type Shown = {
  readonly setup: BackupSetup | undefined;
  readonly running: BackupStatus['running'];
  readonly job: Job | undefined;
  /** The newest backup that ended well. */
  readonly lastBackup: BackupRun | undefined;
  /** The newest backup, however it went. */
  readonly latest: BackupRun | undefined;
  readonly lastVerify: BackupRun | undefined;
  /** The queue has given up trying by itself. */
  readonly isGivenUp: boolean;
  readonly nextBackupAt: number | null;
  readonly nowMs: number;
};

/** What the corner says in a word. Damage and what needs a person come before everything that passes by itself. */
export function stateOf(shown: Shown): Pick<BackupStatus, 'state' | 'trouble'> {
  const { setup, running, job, latest, lastBackup } = shown;
  if (!setup) return { state: 'not_set_up', trouble: null };
  const trouble = troubleOf(shown);
  if (job?.status === 'paused') return { state: 'paused', trouble };
  if (running) return { state: 'running', trouble };
  if (trouble && (shown.isGivenUp || !PASSING.has(trouble.code))) return { state: 'needs_you', trouble };
  if (trouble || job) return { state: 'waiting', trouble };
  if (!lastBackup || isLate(shown)) return { state: 'due', trouble: null };
  return { state: latest?.outcome === 'done' ? 'up_to_date' : 'due', trouble: null };
}

function troubleOf({ latest, lastVerify }: Shown): BackupStatus['trouble'] {
  if (latest?.outcome === 'failed' && latest.error) return latest.error;
  // Ids go up with time, also within a millisecond.
  const isFresh = lastVerify && (!latest || lastVerify.id > latest.id);
  // An older one that cannot be mended any more is told in the list; it is no reason to wake anybody.
  if (isFresh && lastVerify.figures['isNewestBroken'] === 1) {
    return {
      code: 'backup_damaged',
      message: `A check found damage: ${lastVerify.damaged[0]}. Your workspace is safe; back up now, and what is still here is sent anew.`,
    };
  }
  return null;
}

/** Overdue by its rhythm; one that only a person starts is never late. */
function isLate({ setup, lastBackup, nextBackupAt, nowMs }: Shown): boolean {
  if (!setup || setup.settings.rhythm === 'manual' || !lastBackup) return false;
  return nextBackupAt !== null && nextBackupAt + LATE_MS < nowMs;
}
