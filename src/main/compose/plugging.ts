import type { Clock } from '#shared/kernel/clock.ts';
import { appVersion } from '#main/app-version.ts';
import type { Store } from '#main/db/store.ts';
import type { Connectors } from '#main/domains/connectors/index.ts';
import type { Imports } from '#main/domains/imports/index.ts';
import { createPlugins, type Plugins } from '#main/domains/plugins/index.ts';
import type { SettingsDomain } from '#main/domains/settings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import type { ActingParts } from './acting.ts';
import type { LocalParts } from './local-parts.ts';

type PluginNouns = Pick<Parameters<typeof createPlugins>[0], 'clients' | 'projects'> & {
  readonly settings: SettingsDomain;
};

/** The plugins, their jobs and their pool of workers, which follows the person's settings. */
export function createPlugging(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly nouns: PluginNouns;
  readonly local: LocalParts;
  readonly connectors: Connectors;
  readonly imports: Imports;
  readonly jobs: Jobs;
  readonly scheduler: Scheduler;
  readonly acting: ActingParts['parts'];
  readonly onError: (error: unknown) => void;
}): Plugins {
  const { store, nouns, local, acting, imports } = deps;
  const { plugins, jobs } = createPlugins({
    ...deps,
    ...nouns,
    ...acting,
    actions: () => acting.actions,
    appVersion: appVersion(),
    nowMs: () => deps.clock.nowMs(),
    timeZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: async () => languageOf((await nouns.settings.get()).language),
    localSources: local.local,
    externalItems: local.externalItems,
    notifications: local.notifications,
    readUpload: (uploadId, maxBytes) => imports.readUpload(uploadId, maxBytes),
    discardUpload: (uploadId) => imports.discardUpload(uploadId),
  });
  deps.jobs.define(jobs);
  const follow = () =>
    void nouns.settings
      .get()
      .then(({ pluginPoolSize }) => plugins.setPoolSize(pluginPoolSize))
      .catch(deps.onError);
  follow();
  store.onCommit((commit) => {
    if (commit.changes.some(({ topic }) => topic === 'setting')) follow();
  });
  return plugins;
}

function languageOf(chosen: 'system' | 'en' | 'it'): string {
  if (chosen !== 'system') return chosen;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('it') ? 'it' : 'en';
}
