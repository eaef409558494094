/**
 * Backups of the workspace: set up once, made by the clock, checked and proven by restore drills. The format and the
 * moving of bytes are `engine/vault`'s; here is what a person decides and sees. Durable jobs do the work.
 */
import { createBackupStore } from './backup.store.ts';
import { BackupProgressBoard } from './backup-progress.ts';
import { BackupSchedule } from './backup-schedule.ts';
import { BackupService } from './backup.service.ts';
import { BackupSetUp, type SetUpDeps } from './backup-setup.ts';
import { BackupReading, type ReadingDeps } from './backup-reading.ts';
import { BackupRestoring } from './backup-restoring.ts';
import { BackupRotating } from './backup-rotating.ts';
import { MissedBackups } from './missed-backups.ts';
import { BackupWork, type BackupWorkDeps } from './backup-work.ts';
import { OnePhrase } from './one-phrase.ts';
import type { StoreExchange } from './store-exchange.ts';
import { VaultAccess, type VaultAccessDeps } from './vault-access.ts';
import type { BackupPlace } from '#shared/contracts/backup.ts';
import type { Store } from '#main/db/store.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';

export type { OpenCopy } from './backup-reading.ts';
export { NewDevice } from './new-device.ts';
export type { FormerStore, HeldKey, Statement, StoreExchange } from './store-exchange.ts';
export { backupJobs } from './backup.jobs.ts';
export type { DrillChecks } from './backup-work.ts';
export type { OpenTarget } from './vault-access.ts';
export type Backups = BackupService;
export { BackupWork } from './backup-work.ts';

export type BackupParts = {
  readonly backups: Backups;
  readonly work: BackupWork;
  readonly restoring: BackupRestoring;
  readonly rotating: BackupRotating;
};

export function createBackups(
  deps: Omit<VaultAccessDeps, 'reads'> &
    Pick<BackupWorkDeps, 'drill' | 'source' | 'checkCopy'> &
    Pick<SetUpDeps, 'phrases' | 'checkTarget'> & {
      readonly store: Store;
      readonly ids: IdSource;
      readonly secrets: NamedSecrets;
      readonly jobs: Jobs;
      readonly outbox: Outbox;
      readonly scheduler: Scheduler;
      readonly exchange: StoreExchange;
      readonly openCopy: ReadingDeps['openCopy'];
      readonly labelOf: (place: BackupPlace) => string;
    },
): BackupParts {
  const reads = createBackupStore(deps.store.reader);
  const access = new VaultAccess({ ...deps, reads });
  const board = new BackupProgressBoard(deps.nowMs);
  const missed = new MissedBackups({ ...deps, reads });
  const work = new BackupWork({
    ...deps,
    access,
    board,
    endedIn: (tx, run, error) => missed.endedIn(tx, run, error),
  });
  const setUp = new BackupSetUp({ ...deps, access });
  const schedule = new BackupSchedule(deps);
  const restoring = new BackupRestoring({ ...deps, access, work });
  const reading = new BackupReading({ ...deps, access });
  const onePhrase = new OnePhrase(deps);
  const rotating = new BackupRotating({ ...deps, reads, access, work, setUp, onePhrase });
  const parts = {
    reads,
    access,
    board,
    work,
    missed,
    setUp,
    schedule,
    restoring,
    rotating,
    onePhrase,
    reading,
  };
  const backups = new BackupService({ ...deps, ...parts });
  return { backups, work, restoring, rotating };
}
