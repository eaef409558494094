import type { Page } from '#shared/contracts/common.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import type {
  ChosenRight,
  PluginDetail,
  PluginLogLine,
  PluginRun,
  PluginStatus,
  PluginSummary,
} from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import type { PluginRightsService } from './plugin-rights.service.ts';
import { rightText, warningText } from './plugin-rights.ts';
import { PLUGIN_RUN, resourceOf, runOf } from './plugin-run.ts';
import type { PluginRunner } from './plugin-runner.ts';
import type { PluginRunsReads } from './plugin-runs.store.ts';
import { checkSettings } from './plugin-settings.ts';
import { putPluginSchedule } from './plugin-schedule.ts';
import { patchPlugin, type PluginRow, type PluginsReads } from './plugins.store.ts';

export type PluginsDeps = {
  readonly store: Store;
  readonly reads: PluginsReads;
  readonly runs: PluginRunsReads;
  readonly rights: PluginRightsService;
  readonly runner: PluginRunner;
  readonly permissions: Permissions;
  readonly proposals: Proposals;
  readonly jobs: Jobs;
  readonly scheduler: Scheduler;
};

type PageOf = { readonly cursor?: string | undefined; readonly limit: number };

/** What a person does with plugins that are installed. Installing and removing is `PluginInstaller`. */
export class PluginsService {
  readonly #deps: PluginsDeps;

  constructor(deps: PluginsDeps) {
    this.#deps = deps;
  }

  async list(): Promise<readonly PluginSummary[]> {
    const rows = await this.#deps.reads.list();
    const { byPrincipal } = await this.#deps.proposals.inbox.counts();
    const pending = new Map(byPrincipal.map((one) => [one.principal, one.pending]));
    return Promise.all(rows.map((row) => this.#summary(row, pending.get(resourceOf(row.name)) ?? 0)));
  }

  async get(name: string): Promise<PluginDetail> {
    const stored = await this.require(name);
    const brokenReason = await this.#deps.runner.faultOf(stored);
    const row = { ...stored, brokenReason };
    const { byPrincipal } = await this.#deps.proposals.inbox.counts();
    const pending = byPrincipal.find(({ principal }) => principal === resourceOf(name))?.pending ?? 0;
    const { manifest } = row;
    const hasSettings = Object.keys(manifest.settings.properties).length > 0;
    const checked = checkSettings({ ...manifest.settings, required: [] }, row.settings);
    return {
      ...(await this.#summary(row, pending)),
      minAppVersion: manifest.minAppVersion ?? null,
      rights: [...(await this.#deps.rights.rightsOf(row))],
      warnings: row.warnings.map(warningText),
      settingsSchema: hasSettings ? manifest.settings : null,
      settings: checked.isOk ? { ...checked.settings } : { ...row.settings },
      readme: row.readme,
    };
  }

  async grant(name: string, right: ChosenRight): Promise<PluginDetail> {
    await this.#deps.rights.give(await this.require(name), right);
    return this.get(name);
  }

  /** What runs by it is stopped before this resolves. */
  async revoke(name: string, grantId: string): Promise<PluginDetail> {
    await this.require(name);
    const grants = await this.#deps.permissions.list({ holder: name, withEnded: true });
    if (!grants.some(({ id }) => id === grantId)) {
      throw new AppError('not_found', `${name} has no such right. Nothing was changed.`);
    }
    await this.#deps.permissions.revoke(grantId);
    return this.get(name);
  }

  /** Answers the run that is under way where there is one: a plugin runs once at a time. */
  async runNow(name: string, trigger: PluginRun['trigger']): Promise<{ jobId: string }> {
    const row = await this.require(name);
    if (row.isPaused) {
      throw new AppError('conflict', `${name} is paused. Nothing was run; resume it first.`);
    }
    for (const id of await this.#deps.runs.listUnfinished(resourceOf(name))) {
      const job = await this.#deps.jobs.get(id);
      if (isUnderWay(job)) return { jobId: id };
      // One that waits for its next try, or was held: the person wants it now.
      await this.#deps.jobs.cancel(id);
    }
    const { title = name } = row.manifest;
    const input = { name, trigger };
    return { jobId: await this.#deps.jobs.enqueue({ type: PLUGIN_RUN, title, input, uniqueKey: name }) };
  }

  /** Nothing of it runs until it is resumed; what runs is stopped. */
  async pause(name: string): Promise<PluginSummary> {
    await this.#setPaused(name, true);
    await this.stopRuns(name);
    return this.#summaryOf(name);
  }

  async resume(name: string): Promise<PluginSummary> {
    await this.#setPaused(name, false);
    return this.#summaryOf(name);
  }

  async setSettings(name: string, settings: Readonly<Record<string, unknown>>): Promise<PluginDetail> {
    const row = await this.require(name);
    const checked = checkSettings(row.manifest.settings, settings);
    if (!checked.isOk) {
      throw new AppError('invalid_input', `${checked.problems.join(' ')} The settings stay as they were.`);
    }
    await this.#write('plugins.setSettings', (tx) => patchPlugin(tx, name, { settings: checked.settings }));
    return this.get(name);
  }

  async setSchedule(name: string, schedule: string | null): Promise<PluginDetail> {
    const row = await this.require(name);
    await this.#write('plugins.setSchedule', async (tx) => {
      patchPlugin(tx, name, { schedule });
      await putPluginSchedule(tx, this.#deps.scheduler, { ...row, schedule });
    });
    return this.get(name);
  }

  async runsOf(name: string, page: PageOf): Promise<Page<PluginRun>> {
    await this.require(name);
    const rows = await this.#deps.runs.list(resourceOf(name), page);
    return { ...rows, items: rows.items.map(runOf) };
  }

  async logs(name: string, jobId: string | undefined, page: PageOf): Promise<Page<PluginLogLine>> {
    await this.require(name);
    return this.#deps.runs.logs(resourceOf(name), jobId, page);
  }

  async stopRuns(name: string): Promise<void> {
    for (const id of await this.#deps.runs.listUnfinished(resourceOf(name))) {
      await this.#deps.jobs.cancel(id);
    }
  }

  /** Throws `not_found`. */
  async require(name: string): Promise<PluginRow> {
    const row = await this.#deps.reads.find(name);
    if (!row) throw new AppError('not_found', `No plugin called ${name} is installed.`);
    return row;
  }

  async #setPaused(name: string, isPaused: boolean): Promise<void> {
    const row = await this.require(name);
    if (row.isPaused === isPaused) return;
    await this.#write(isPaused ? 'plugins.pause' : 'plugins.resume', async (tx) => {
      patchPlugin(tx, name, { isPaused });
      await putPluginSchedule(tx, this.#deps.scheduler, { ...row, isPaused });
    });
  }

  async #summaryOf(name: string): Promise<PluginSummary> {
    const found = (await this.list()).find((one) => one.name === name);
    if (!found) throw new AppError('not_found', `No plugin called ${name} is installed.`);
    return found;
  }

  async #summary(row: PluginRow, pendingProposalCount: number): Promise<PluginSummary> {
    const { name, version, contentHash, schedule, isFirstParty, installedAt, manifest } = row;
    const { items } = await this.#deps.runs.list(resourceOf(name), { limit: 1 });
    const [last] = items;
    const [timed] = await this.#deps.scheduler.list(resourceOf(name));
    return {
      name,
      version,
      contentHash,
      schedule,
      isFirstParty,
      installedAt,
      pendingProposalCount,
      title: manifest.title ?? name,
      description: manifest.description,
      ...(await this.#statusOf(row)),
      nextRunAt: timed?.nextRunAt ?? null,
      lastRun: last ? runOf(last) : null,
    };
  }

  async #statusOf(row: PluginRow): Promise<{ status: PluginStatus; statusReason: string }> {
    if (row.brokenReason !== '') return { status: 'broken', statusReason: row.brokenReason };
    if (row.isPaused) return { status: 'paused', statusReason: '' };
    const lacking = await this.#deps.rights.lacking(row);
    if (lacking.length === 0) return { status: 'active', statusReason: '' };
    const rights = lacking.map(({ want, reason }) => `${rightText(want)} (${reason})`);
    return { status: 'needs_rights', statusReason: `It lacks ${rights.join(', ')}.` };
  }

  #write(command: string, work: (tx: Writer) => void | Promise<void>) {
    return this.#deps.store.write({ command, principal: 'plugins' }, work);
  }
}

function isUnderWay({ status, resumesAt }: Job): boolean {
  return status === 'running' || (status === 'queued' && resumesAt === null);
}
