import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { appVersion } from '#main/app-version.ts';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import type { Migration } from '#main/db/migrate.ts';
import type { OpenedStore } from '#main/db/open-store-connect.ts';
import type { Store } from '#main/db/store.ts';
import { backupJobs, createBackups, type Backups, type StoreExchange } from '#main/domains/backup/index.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import { newRecoveryPhrase, parseRecoveryPhrase } from '#main/engine/secrets/index.ts';
import { drillBackup } from '#main/engine/vault/index.ts';
import { checkTarget, type AccessTokens } from '#main/engine/vault/targets/index.ts';
import { createDrillCheck } from './backup-drill.ts';
import { createCopyOpener } from './backup-copy.ts';
import { createPlaces, labelOfPlace } from './backup-places.ts';
import type { OpenWorkspace } from './workspace.ts';

/** What the backup needs of how the store was opened. */
export type StoreFacts = {
  readonly driver: SqliteDriver;
  readonly migrations: readonly Migration[];
  readonly storeId: () => Promise<string>;
  /** Puts another file in the place of the store. */
  readonly exchange: StoreExchange;
};

export type BackingDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly jobs: Jobs;
  readonly outbox: Outbox;
  readonly scheduler: Scheduler;
  readonly egress: Egress;
  readonly secrets: NamedSecrets;
  readonly dataDir: string;
  readonly facts: StoreFacts;
  readonly tokensFor: (endpoint: string) => AccessTokens;
  readonly openAtRest: (opened: OpenedStore, folder: string) => Promise<OpenWorkspace>;
};

/** Backups over the store, the ways out and the job engine. */
export async function createBacking(deps: BackingDeps): Promise<Backups> {
  const { store, clock, dataDir, facts, jobs } = deps;
  const nowMs = () => clock.nowMs();
  const { driver, migrations } = facts;
  const scratch = join(dataDir, 'backup', 'scratch');
  // Copies that a process left which did not end by itself; nobody has their keys.
  await rm(scratch, { recursive: true, force: true });
  const { backups, work, restoring, rotating } = createBackups({
    ...deps,
    nowMs,
    appVersion: appVersion(),
    exchange: facts.exchange,
    openTarget: createPlaces(deps),
    labelOf: labelOfPlace,
    stateFolder: join(dataDir, 'backup'),
    phrases: { make: newRecoveryPhrase, parse: parseRecoveryPhrase },
    checkTarget,
    drill: (vault, entry, options) =>
      drillBackup(vault, entry, { ...options, driver, parentFolder: scratch }),
    openCopy: createCopyOpener({ driver, migrations, nowMs, parentFolder: scratch }),
    source: {
      storeId: await facts.storeId(),
      schemaVersion: migrations.length,
      takeSnapshot: (signal) => store.snapshotPages(signal),
    },
    checkCopy: createDrillCheck({ connect: { driver, migrations, nowMs }, openAtRest: deps.openAtRest }),
  });
  jobs.define(
    backupJobs(
      () => work,
      () => restoring,
      () => rotating,
    ),
  );
  return backups;
}
