import type { Grant } from '#shared/contracts/permissions.ts';
import type {
  ChosenRight,
  PluginInstallInput,
  PluginOffer,
  PluginSource,
} from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';
import type { Connectors, ExternalItems, LocalSources } from '#main/domains/connectors/index.ts';
import type { Notifications } from '#main/domains/notifications/index.ts';
import type { LoadedPlugin, LoadResult } from './check-plugin.ts';
import { warningText } from './plugin-rights.ts';
import type { PluginIdentity } from './plugin-rights.service.ts';
import { resourceOf } from './plugin-run.ts';
import { sha256 } from './plugin-runner.ts';
import { putPluginSchedule } from './plugin-schedule.ts';
import { checkSettings } from './plugin-settings.ts';
import { loadSource, type PluginSourcesDeps } from './plugin-sources.ts';
import type { PluginsDeps, PluginsService } from './plugins.service.ts';
import { dropPlugin, putPlugin, type PluginRow } from './plugins.store.ts';
import { listShipped } from './shipped-plugins.ts';

export type InstallerDeps = PluginsDeps &
  PluginSourcesDeps & {
    readonly plugins: PluginsService;
    readonly discardUpload: (uploadId: string) => Promise<void>;
    readonly externalItems: ExternalItems;
    readonly notifications: Notifications;
    readonly connectors: Connectors;
    readonly localSources: LocalSources;
  };

const README = /^readme(\.md|\.txt)?$/i;
const MAX_README_LENGTH = 100_000;

/** Brings plugins in and takes them out again, one at a time. */
export class PluginInstaller {
  readonly #deps: InstallerDeps;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: InstallerDeps) {
    this.#deps = deps;
  }

  /** What the dialog shows. Nothing is written by looking. */
  async look(source: PluginSource): Promise<PluginOffer> {
    return this.#offerOf(await loadSource(source, this.#deps));
  }

  async shipped(): Promise<readonly PluginOffer[]> {
    const names = await listShipped();
    return Promise.all(names.map((name) => this.look({ from: 'shipped', name })));
  }

  /** In the place of an older version; it gets the chosen rights and no other, also where the older had more. Its name. */
  install(input: PluginInstallInput): Promise<string> {
    return this.#inTurn(async () => {
      const { plugin, check } = await loadSource(input.source, this.#deps);
      if (plugin === null) {
        throw new AppError(
          'invalid_input',
          `This plugin cannot be installed. ${check.problems.join(' ')} Nothing was changed.`,
        );
      }
      if (plugin.contentHash !== input.contentHash) {
        throw new AppError(
          'conflict',
          'The plugin is not the one that was shown: its files have changed since. Nothing was installed; look at it again.',
        );
      }
      await this.#put(plugin, input);
      if (input.source.from === 'upload') await this.#deps.discardUpload(input.source.uploadId);
      return plugin.manifest.name;
    });
  }

  remove(name: string, keepItems: boolean): Promise<{ removedItemCount: number }> {
    return this.#inTurn(async () => {
      const { plugins, permissions, proposals, scheduler, store } = this.#deps;
      await plugins.require(name);
      const owner = resourceOf(name);
      // Its rights first: nothing of it can read or write while the rest is taken away.
      await permissions.revokeHolder(name);
      await store.write({ command: 'plugins.remove', principal: 'plugins' }, (tx) =>
        scheduler.removeIn(tx, owner),
      );
      await plugins.stopRuns(name);
      await proposals.inbox.withdrawOf(owner);
      const removedItemCount = keepItems ? 0 : await this.#deps.externalItems.removeAllOf(owner);
      if (!keepItems) await this.#deps.notifications.forgetSource(owner);
      await this.#deps.connectors.forgetReader(owner);
      await this.#deps.localSources.forgetReader(owner);
      // Last: a removal that was cut short is done by removing it again.
      await store.write({ command: 'plugins.remove', principal: 'plugins' }, (tx) => dropPlugin(tx, name));
      return { removedItemCount };
    });
  }

  async #put(plugin: LoadedPlugin, { rights, source }: PluginInstallInput): Promise<void> {
    const { plugins, reads, store, scheduler } = this.#deps;
    const identity = identityOf(plugin);
    const former = await reads.find(identity.name);
    const given = await this.#giveAll(identity, rights);
    try {
      if (former && former.contentHash !== identity.contentHash) await plugins.stopRuns(identity.name);
      const row = rowOf(plugin, former, source.from === 'shipped');
      await store.write({ command: 'plugins.install', principal: 'plugins' }, async (tx) => {
        putPlugin(tx, row, plugin);
        await putPluginSchedule(tx, scheduler, row);
      });
    } catch (error) {
      for (const { id } of given) await this.#deps.permissions.revoke(id);
      throw error;
    }
    await this.#deps.rights.endOlder(identity);
  }

  /** All or none. */
  async #giveAll(identity: PluginIdentity, rights: readonly ChosenRight[]): Promise<readonly Grant[]> {
    const given: Grant[] = [];
    try {
      for (const right of rights) given.push(await this.#deps.rights.give(identity, right));
      return given;
    } catch (error) {
      for (const { id } of given) await this.#deps.permissions.revoke(id);
      throw error;
    }
  }

  async #offerOf({ check, plugin }: LoadResult): Promise<PluginOffer> {
    const { manifest } = check;
    const {
      name = '',
      description = '',
      version = '',
      schedule = null,
      minAppVersion = null,
    } = manifest ?? {};
    const former = manifest === null ? undefined : await this.#deps.reads.find(name);
    return {
      name,
      description,
      version,
      schedule,
      minAppVersion,
      title: manifest?.title ?? name,
      contentHash: check.contentHash ?? '',
      rights: manifest === null ? [] : [...(await this.#deps.rights.wanted(manifest))],
      warnings: check.warnings.map(warningText),
      replaces: former && plugin ? replacedOf(former, plugin) : null,
      problems: [...check.problems],
    };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function identityOf({ manifest, contentHash }: LoadedPlugin): PluginIdentity {
  return { name: manifest.name, version: manifest.version, contentHash, manifest };
}

function replacedOf(former: PluginRow, { manifest }: LoadedPlugin): PluginOffer['replaces'] {
  const added = manifest.permissions.filter(
    ({ type, resource }) =>
      !former.manifest.permissions.some(
        (had) => had.type === type && (had.resource === resource || had.resource === undefined),
      ),
  );
  return { version: former.version, addedRights: [...new Set(added.map(({ type }) => type))] };
}

function rowOf(
  plugin: LoadedPlugin,
  former: PluginRow | undefined,
  isFirstParty: boolean,
): Omit<PluginRow, 'installedAt' | 'updatedAt'> {
  const { manifest, warnings, contentHash, code } = plugin;
  const usual = manifest.schedule ?? null;
  // A schedule that the person has set stays; one that the older manifest brought is replaced by the new one.
  const isOwn = former !== undefined && former.schedule !== (former.manifest.schedule ?? null);
  return {
    name: manifest.name,
    version: manifest.version,
    contentHash,
    codeHash: sha256(code),
    manifest,
    warnings,
    readme: readmeOf(plugin),
    isFirstParty,
    settings: keptSettings(plugin, former),
    schedule: isOwn ? former.schedule : usual,
    isPaused: former?.isPaused ?? false,
    brokenReason: '',
  };
}

/** What was set and still fits. */
function keptSettings(
  { manifest }: LoadedPlugin,
  former: PluginRow | undefined,
): Readonly<Record<string, unknown>> {
  const optional = { ...manifest.settings, required: [] };
  const fitting = Object.entries(former?.settings ?? {}).filter(
    ([key, value]) => checkSettings(optional, { [key]: value }).isOk,
  );
  return Object.fromEntries(fitting);
}

function readmeOf({ files }: LoadedPlugin): string {
  const path = [...files.keys()].find((one) => README.test(one));
  const bytes = path === undefined ? undefined : files.get(path);
  return new TextDecoder().decode(bytes).slice(0, MAX_README_LENGTH);
}
