/** The one place where everything is built and wired. Free of any host. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { SystemStatus } from '#shared/contracts/system.ts';
import { systemClock, type Clock } from '#shared/kernel/clock.ts';
import { createIdSource, type IdSource } from '#shared/kernel/ids.ts';
import type { ApiContext, Workspace } from './api/context.ts';
import { createCallerFactory } from './api/procedure.ts';
import { appRouter, type AppRouter } from './api/root.ts';
import type { NewDevice } from './domains/backup/index.ts';
import { examine } from './compose/doctor.ts';
import { createNewDevice } from './compose/new-device.ts';
import { createStoreExchange } from './compose/store-exchanging.ts';
import { AppSystem, storeLocked } from './compose/system.ts';
import { openWorkspace } from './compose/workspace.ts';
import { createDriver } from './db/driver/index.ts';
import type { SqliteDriver } from './db/driver/driver.ts';
import { findMigrationsFolder, readMigrations } from './db/migrate.ts';
import { createStoreDoor } from './db/open-store.ts';
import {
  createKeyRing,
  createKeytarKeychain,
  type Keychain,
  type SafeStorage,
} from './engine/secrets/index.ts';
import { finishRestore } from './engine/vault/index.ts';
import { workerUrl } from './workers-url.ts';
import { createProcedureLog, withSqlLog, type Logs, type ProcedureLog } from './log/index.ts';

export type AdiuvaOptions = {
  /** The data folder; made where it is missing. */
  readonly dataDir: string;
  readonly host: 'electron' | 'web' | 'cli' | 'test';
  /** Driver name, `ADIUVA_SQLITE_DRIVER`; the default is the one that is safe in Electron. */
  readonly driver?: string | undefined;
  readonly clock?: Clock;
  readonly ids?: IdSource;
  readonly logs?: Logs;
  /** `null` for none. */
  readonly keychain?: Keychain | null;
  readonly safeStorage?: SafeStorage | null;
  /** Whether the clock may start work here; left out, everywhere but in a command that soon ends. */
  readonly runsSchedules?: boolean;
  /** Where the browsers keep their profiles, if not in the person's home folder. */
  readonly homeDir?: string | undefined;
  /** What can be downloaded for the search by meaning, if not the product's own list. */
  readonly sentenceModels?: readonly CatalogueModel[] | undefined;
};

export type Caller = ReturnType<ReturnType<typeof createCallerFactory<AppRouter['_def']['record']>>>;

/** A running app: one data folder, its state, and the API to it. */
export type Adiuva = {
  readonly dataDir: string;
  readonly router: AppRouter;
  readonly system: AppSystem;
  createContext(principal?: string): ApiContext;
  /** The API as functions, for the command line and for tests. */
  caller(principal?: string): Caller;
  /** Opens the store where no secret must be asked for. */
  openQuietly(): Promise<SystemStatus>;
  /** Throws `store_locked` until the store is open. */
  workspace(): Workspace;
  /** Undefined until the store is open. */
  preferences(): Promise<Settings | undefined>;
  /** Calls back when the preferences may be others: they were changed, or the store was opened. */
  onPreferences(listener: () => void): () => void;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Connections that read beside the writer. */
const READERS = 2;
const KEYCHAIN_TIMEOUT_MS = 30_000;

export function createAdiuva(options: AdiuvaOptions): Adiuva {
  const { dataDir, host } = options;
  const clock = options.clock ?? systemClock;
  const nowMs = () => clock.nowMs();
  const ids = options.ids ?? createIdSource(nowMs, (size) => randomBytes(size));
  const log = options.logs?.for('app');
  const driver = driverOf(options);
  const migrations = readMigrations(findMigrationsFolder());
  const { keyRing, ...machine } = createKeys(options, nowMs);
  const info = infoOf(options);
  const folder = { dataDir, driver, keyRing };
  const exchange = createStoreExchange({
    ...folder,
    migrations,
    nowMs,
    system: (): AppSystem => system,
    onError: (error) => log?.error('restore failed', {}, error),
  });
  const system: AppSystem = new AppSystem({
    info,
    keyRing,
    ...machine,
    door: createStoreDoor({
      folder: dataDir,
      driver,
      keyRing,
      migrations,
      readers: READERS,
      nowMs,
      onEntered: async (files) => void (await finishRestore(files)),
    }),
    openWorkspace: (opened) =>
      openWorkspace(opened, {
        clock,
        ids,
        dataDir,
        homeDir: options.homeDir,
        sentenceModels: options.sentenceModels,
        runsSchedules: options.runsSchedules ?? host !== 'cli',
        facts: { driver, migrations, exchange, storeId: async () => (await keyRing.storeId()) ?? '' },
        onError: (error) => log?.error('background work failed', {}, error),
      }),
    examine: (workspace) =>
      examine(workspace, {
        ...folder,
        appVersion: info.appVersion,
        appSchema: migrations.length,
      }),
  });
  const logCall = options.logs && createProcedureLog(options.logs.for('api'), () => ids.next());
  options.logs?.learn(Object.keys(appRouter._def.procedures));
  const newDevice = createNewDevice({
    ...folder,
    migrations,
    nowMs,
    ...machine,
    system,
  });
  return assemble({ dataDir, system, newDevice, logCall });
}

function infoOf({ dataDir, host }: AdiuvaOptions) {
  const deviceName = hostname().slice(0, 100);
  return { appVersion: readVersion(), host, platform: process.platform, deviceName, dataDir };
}

function assemble({
  dataDir,
  system,
  newDevice,
  logCall,
}: {
  dataDir: string;
  system: AppSystem;
  newDevice: NewDevice;
  logCall: ProcedureLog | undefined;
}): Adiuva {
  const workspace = (): Workspace => {
    if (!system.workspace) throw storeLocked();
    return system.workspace;
  };
  const createContext = (principal = 'user'): ApiContext => ({
    system,
    newDevice,
    workspace,
    principal,
    logCall,
  });
  const createCaller = createCallerFactory(appRouter);
  const close = () => system.close();
  return {
    dataDir,
    router: appRouter,
    system,
    createContext,
    caller: (principal) => createCaller(createContext(principal)),
    openQuietly: () => system.openQuietly(),
    workspace,
    preferences: async () => system.workspace?.settings.get(),
    onPreferences: (listener) => watchPreferences(system, listener),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Follows the store across locking and unlocking. */
function watchPreferences(system: AppSystem, listener: () => void): () => void {
  let watched = system.workspace;
  let stopWatching = () => {};
  const watch = () => {
    stopWatching();
    watched = system.workspace;
    stopWatching =
      watched?.store.onCommit((commit) => {
        if (commit.changes.some((change) => change.topic === 'setting')) listener();
      }) ?? (() => {});
  };
  watch();
  const stopStatus = system.onStatus(() => {
    if (system.workspace === watched) return;
    watch();
    listener();
  });
  return () => {
    stopWatching();
    stopStatus();
  };
}

function createKeys(options: AdiuvaOptions, nowMs: () => number) {
  const { dataDir, safeStorage = null } = options;
  const keychain =
    options.keychain === undefined
      ? createKeytarKeychain({ service: 'Adiuva', timeoutMs: KEYCHAIN_TIMEOUT_MS })
      : options.keychain;
  const keyRing = createKeyRing({ folder: dataDir, nowMs, keychain, safeStorage });
  return { keyRing, keychain, safeStorage };
}

function driverOf(options: AdiuvaOptions): SqliteDriver {
  const driver = createDriver({ name: options.driver, workerUrl: workerUrl('sqlite') });
  return options.logs ? withSqlLog(driver, options.logs.for('sql')) : driver;
}

const packageSchema = z.object({ name: z.string(), version: z.string() });

function readVersion(): string {
  // From the sources, from dist/main, and from a chunk folder below it.
  for (const up of ['../../package.json', '../../../package.json']) {
    try {
      const found = packageSchema.parse(JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')));
      if (found.name === 'adiuva') return found.version;
    } catch {
      continue;
    }
  }
  return '0.0.0';
}
