/**
 * Plugins: strange code that the person has installed, run in the sandbox with the rights that they gave one by one.
 * A run is a durable job, each of its calls passes the gate, and what it wants changed waits in the inbox.
 */
import type { PluginDetail, PluginInstallInput } from '#shared/contracts/plugins.ts';
import type { Activity } from '#main/domains/activity/index.ts';
import type { Connectors, ExternalItems, LocalSources } from '#main/domains/connectors/index.ts';
import type { Clients } from '#main/domains/clients/index.ts';
import type { Notifications } from '#main/domains/notifications/index.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import type { Projects } from '#main/domains/projects/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Store } from '#main/db/store.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { JobDefinition, Jobs } from '#main/engine/jobs/index.ts';
import { createSandbox, type Sandbox } from '#main/engine/sandbox/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import { FolderRuns } from './folder-runs.ts';
import { PluginInstaller } from './plugin-installer.ts';
import { listRightOptions } from './plugin-right-options.ts';
import { PluginRightsService } from './plugin-rights.service.ts';
import { PluginRunner } from './plugin-runner.ts';
import { createPluginRunsReads } from './plugin-runs.store.ts';
import type { PluginSourcesDeps } from './plugin-sources.ts';
import { PluginStateService } from './plugin-state.service.ts';
import { definePluginRun } from './plugins.jobs.ts';
import { PluginsService } from './plugins.service.ts';
import { createPluginsReads } from './plugins.store.ts';

export { checkPlugin } from './check-plugin.ts';
export { pluginActions } from './plugins.actions.ts';
export { scaffoldPlugin } from './scaffold.ts';

export type Plugins = Pick<
  PluginsService,
  'list' | 'get' | 'grant' | 'revoke' | 'runNow' | 'pause' | 'resume' | 'setSettings' | 'setSchedule' | 'logs'
> &
  Pick<PluginInstaller, 'look' | 'shipped' | 'remove'> & {
    install(input: PluginInstallInput): Promise<PluginDetail>;
    runs: PluginsService['runsOf'];
    /** For the actions that are a plugin's own. */
    readonly state: PluginStateService;
    readonly rights: PluginRightsService;
    /** A folder has come to rest after a change: plugins that may read it run, if they run by the clock at all. */
    noteFolderChange(folder: string): void;
    /** Runs at one time; takes effect as running ones end. */
    setPoolSize(size: number): void;
    /** Ends the workers; running jobs must have let go. */
    close(): Promise<void>;
  };

export type PluginsParts = {
  readonly plugins: Plugins;
  /** To be registered with the engine before it starts. */
  readonly jobs: readonly JobDefinition<never>[];
};

export function createPlugins(
  deps: PluginSourcesDeps & {
    readonly store: Store;
    readonly nowMs: () => number;
    readonly timeZone: () => string;
    /** `en` or `it`. */
    readonly locale: () => Promise<string>;
    readonly jobs: Jobs;
    readonly scheduler: Scheduler;
    readonly actions: () => Actions;
    readonly activity: Activity;
    readonly permissions: Permissions;
    readonly proposals: Proposals;
    readonly clients: Clients;
    readonly projects: Projects;
    readonly connectors: Connectors;
    readonly localSources: LocalSources;
    readonly externalItems: ExternalItems;
    readonly notifications: Notifications;
    readonly discardUpload: (uploadId: string) => Promise<void>;
    readonly onError: (error: unknown) => void;
    readonly sandbox?: Sandbox;
  },
): PluginsParts {
  const { store, permissions } = deps;
  const sandbox = deps.sandbox ?? createSandbox();
  const reads = createPluginsReads(store.reader);
  const rights = new PluginRightsService({
    permissions,
    options: (type) => listRightOptions(deps, type),
  });
  const runs = createPluginRunsReads(store.reader);
  const runner = new PluginRunner({ ...deps, sandbox, reads, runs, rights });
  const parts = { ...deps, reads, rights, runner, runs };
  const service = new PluginsService(parts);
  const installer = new PluginInstaller({ ...parts, plugins: service });
  const folderRuns = new FolderRuns({
    reads,
    rights,
    start: (name) => service.runNow(name, 'change'),
    onError: deps.onError,
  });
  return {
    plugins: facade(service, installer, { store, rights, sandbox, folderRuns }),
    jobs: [definePluginRun(runner)],
  };
}

function facade(
  service: PluginsService,
  installer: PluginInstaller,
  parts: {
    readonly store: Store;
    readonly rights: PluginRightsService;
    readonly sandbox: Sandbox;
    readonly folderRuns: FolderRuns;
  },
): Plugins {
  const { store, rights, sandbox, folderRuns } = parts;
  return {
    list: () => service.list(),
    get: (name) => service.get(name),
    shipped: () => installer.shipped(),
    look: (source) => installer.look(source),
    async install(input) {
      return service.get(await installer.install(input));
    },
    grant: (name, right) => service.grant(name, right),
    revoke: (name, grantId) => service.revoke(name, grantId),
    runNow: (name, trigger) => service.runNow(name, trigger),
    pause: (name) => service.pause(name),
    resume: (name) => service.resume(name),
    setSettings: (name, settings) => service.setSettings(name, settings),
    setSchedule: (name, schedule) => service.setSchedule(name, schedule),
    runs: (name, page) => service.runsOf(name, page),
    logs: (name, jobId, page) => service.logs(name, jobId, page),
    remove: (name, keepItems) => installer.remove(name, keepItems),
    state: new PluginStateService(store),
    rights,
    noteFolderChange: (folder) => folderRuns.note(folder),
    setPoolSize: (size) => sandbox.setSize(size),
    async close() {
      await folderRuns.stop();
      await sandbox.close();
    },
  };
}
