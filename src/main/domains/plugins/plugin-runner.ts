import { createHash } from 'node:crypto';
import type { PermissionType } from '#shared/contracts/permissions.ts';
import type { SandboxFailure } from '#shared/contracts/plugin-protocol.ts';
import { AppError } from '#shared/errors.ts';
import type { Activity } from '#main/domains/activity/index.ts';
import type { Notifications } from '#main/domains/notifications/index.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Store } from '#main/db/store.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { JobContext } from '#main/engine/jobs/index.ts';
import type { Sandbox, SandboxResult } from '#main/engine/sandbox/index.ts';
import { compareVersions } from './manifest.ts';
import { contentHash } from './package.ts';
import { PluginCalls } from './plugin-calls.ts';
import { InboxRoom } from './inbox-room.ts';
import type { PluginRightsService } from './plugin-rights.service.ts';
import { rightText } from './plugin-rights.ts';
import { resourceOf, summaryOf } from './plugin-run.ts';
import type { PluginRunsReads } from './plugin-runs.store.ts';
import { checkSettings } from './plugin-settings.ts';
import { patchPlugin, type PluginRow, type PluginsReads } from './plugins.store.ts';

export type PluginRunnerDeps = {
  readonly store: Store;
  readonly reads: PluginsReads;
  readonly runs: PluginRunsReads;
  readonly rights: PluginRightsService;
  readonly permissions: Permissions;
  readonly proposals: Proposals;
  readonly notifications: Notifications;
  readonly activity: Activity;
  readonly actions: () => Actions;
  readonly sandbox: Sandbox;
  readonly appVersion: string;
  readonly nowMs: () => number;
  readonly timeZone: () => string;
  /** `en` or `it`. */
  readonly locale: () => Promise<string>;
};

/** A mailbox of ten thousand messages takes a while; a loop without end is still found within a minute. */
const LIMITS = { cpuMs: 30_000, wallMs: 30 * 60_000 };
const MAX_MESSAGE_LENGTH = 1_000;
const TELL_EVERY = 20;
/** Rights by which something can leave. */
const PASSES_ON: ReadonlySet<PermissionType> = new Set(['model', 'network']);

export type RunResult = {
  readonly summary: string;
  readonly callCount: number;
  readonly proposalCount: number;
};

/** Runs an installed plugin once: whole, with its rights, in the sandbox, and every call through the gate. */
export class PluginRunner {
  readonly #deps: PluginRunnerDeps;
  readonly #room: InboxRoom;

  constructor(deps: PluginRunnerDeps) {
    this.#deps = deps;
    this.#room = new InboxRoom(deps);
  }

  async run(ctx: JobContext, name: string): Promise<RunResult> {
    const row = await this.#deps.reads.find(name);
    if (!row) throw new AppError('not_found', `${name} is no longer installed. Nothing was run.`);
    await this.#room.await(ctx, name);
    const revoked = new AbortController();
    const stopListening = this.#deps.permissions.onRevoked(({ holder, contentHash: hash }) => {
      if (holder === row.name && hash === row.contentHash) revoked.abort();
    });
    try {
      return await this.#runWhole(ctx, row, revoked.signal);
    } finally {
      stopListening();
    }
  }

  /** Why it cannot run as it is stored; empty where it can. */
  async faultOf(row: PluginRow): Promise<string> {
    const { minAppVersion } = row.manifest;
    const { appVersion, reads } = this.#deps;
    if (minAppVersion !== undefined && compareVersions(minAppVersion, appVersion) > 0) {
      return `It needs Adiuva ${minAppVersion} or later; this is ${appVersion}.`;
    }
    const { files, code } = await reads.readFiles(row.name);
    const isWhole = contentHash(files) === row.contentHash && sha256(code) === row.codeHash;
    return isWhole ? '' : 'What is stored of it is not what was installed. Install it again.';
  }

  async #runWhole(ctx: JobContext, row: PluginRow, revoked: AbortSignal): Promise<RunResult> {
    if (row.isPaused) throw new AppError('conflict', `${row.name} is paused. Nothing was run.`);
    await this.#requireWhole(row);
    await this.#requireRights(ctx, row);
    const signal = AbortSignal.any([ctx.signal, revoked]);
    const calls = new PluginCalls({
      actions: this.#deps.actions(),
      proposals: this.#deps.proposals,
      principal: principalOf(row),
      within: (call) => this.#within(row, call),
      runId: ctx.jobId,
      signal,
      onCall: (count) => count % TELL_EVERY === 1 && ctx.progress(count, null),
      onRefused: (message) => ctx.log('warn', message),
    });
    await calls.recall(await this.#deps.runs.listUndone(resourceOf(row.name)));
    const startedAt = performance.now();
    const result = await this.#start(ctx, row, { calls, signal });
    ctx.progress(calls.count, null);
    const note = (outcome: 'done' | 'failed' | 'refused', detail: string) =>
      this.#note(row, ctx.jobId, { outcome, detail, durationMs: Math.round(performance.now() - startedAt) });
    const isStopped = ctx.signal.aborted || revoked.aborted;
    if (calls.isInboxFull && !isStopped) await this.#room.tellFull(ctx, row.name, calls.count);
    const { droppedLogLines } = result.used;
    if (droppedLogLines > 0) ctx.log('warn', `${droppedLogLines} more lines were dropped.`);
    if (result.status === 'ok') {
      note('done', '');
      const { count: callCount, proposalCount } = calls;
      return { summary: summaryOf(result.value), callCount, proposalCount };
    }
    // Cancelled, paused or closing: the engine knows which, and what follows.
    if (ctx.signal.aborted) throw ctx.signal.reason as Error;
    note(revoked.aborted ? 'refused' : 'failed', revoked.aborted ? 'revoked' : result.reason);
    throw failureOf(row, result, { isRevoked: revoked.aborted, transient: calls.transient });
  }

  /** Whoever can pass on what it reads, to a model or a server, reads nothing of what is private. */
  #within<T>({ manifest }: PluginRow, call: () => Promise<T>): Promise<T> {
    const canPassOn = manifest.permissions.some(({ type }) => PASSES_ON.has(type));
    if (!canPassOn) return call();
    return this.#deps.store.withPrivacy({ openClientIds: [], openProjectIds: [] }, call);
  }

  async #start(
    ctx: JobContext,
    row: PluginRow,
    run: { readonly calls: PluginCalls; readonly signal: AbortSignal },
  ): Promise<SandboxResult> {
    const checked = checkSettings(row.manifest.settings, row.settings);
    if (!checked.isOk) {
      throw new AppError(
        'invalid_input',
        `The settings of ${row.name} are not complete: ${checked.problems.join(' ')} Nothing was run.`,
      );
    }
    const { code } = await this.#deps.reads.readFiles(row.name);
    return this.#deps.sandbox.run({
      pluginKey: `${row.name} ${row.contentHash}`,
      code,
      facts: {
        settings: checked.settings,
        now: this.#deps.nowMs(),
        timeZone: this.#deps.timeZone(),
        locale: await this.#deps.locale(),
        plugin: { name: row.name, version: row.version },
      },
      limits: LIMITS,
      onCall: (call, signal) => run.calls.answer(call, signal),
      onLog: ({ level, message, fields }) => ctx.log(level, message, fieldsOf(fields)),
      signal: run.signal,
    });
  }

  async #requireWhole(row: PluginRow): Promise<void> {
    const fault = await this.faultOf(row);
    if (fault !== row.brokenReason) {
      await this.#deps.store.write({ command: 'plugins.look', principal: 'plugins' }, (tx) =>
        patchPlugin(tx, row.name, { brokenReason: fault }),
      );
    }
    if (fault === '') return;
    throw new AppError('plugin_failed', `${row.name} was not run. ${fault} Nothing was read or changed.`);
  }

  /** Asked before anything of it runs: a plugin without one of its rights would only do half of its work. */
  async #requireRights(ctx: JobContext, row: PluginRow): Promise<void> {
    const lacking = await this.#deps.rights.lacking(row);
    const [first] = lacking;
    if (first === undefined) return;
    for (const { want } of lacking) {
      this.#note(row, ctx.jobId, { outcome: 'refused', detail: 'no_grant', durationMs: 0, want });
    }
    const rights = lacking.map(({ want }) => rightText(want));
    const others = rights.length > 1 ? ` It also lacks ${rights.slice(1).join(', ')}.` : '';
    throw new AppError(
      'forbidden',
      `${row.name} was not run: it lacks the right ${rights[0]} (“${first.want.reason}”); ${first.reason}.${others} Nothing was read or changed. Give it on the plugin's page or with "adiuva plugin grant ${row.name} ${rights[0]}".`,
      { details: { reason: 'no_grant', type: first.want.type } },
    );
  }

  #note(
    row: PluginRow,
    runId: string,
    entry: {
      readonly outcome: 'done' | 'failed' | 'refused';
      readonly detail: string;
      readonly durationMs: number;
      readonly want?: { readonly type: string; readonly resource?: string | undefined };
    },
  ): void {
    const { want, ...facts } = entry;
    this.#deps.activity.record({
      ...facts,
      principal: `plugin:${row.name}`,
      actionId: 'plugins.run',
      effect: 'read',
      resourceType: want?.type ?? '',
      resource: want?.resource ?? '',
      bytes: 0,
      runId,
    });
  }
}

function principalOf({ name, version, contentHash: hash }: PluginRow) {
  return { kind: 'plugin' as const, name, version, contentHash: hash };
}

/** Ended for good unless what stopped it may go away by itself; then the job is tried again. */
function failureOf(
  row: PluginRow,
  { reason, message }: Extract<SandboxResult, { status: 'failed' }>,
  why: { readonly isRevoked: boolean; readonly transient: AppError | null },
): AppError {
  if (why.isRevoked) {
    return new AppError(
      'forbidden',
      `${row.name} was stopped: one of its rights was revoked while it ran. What it had proposed is in the inbox.`,
      { details: { reason: 'revoked' } },
    );
  }
  const said = message.slice(0, MAX_MESSAGE_LENGTH);
  if (reason === 'error' && why.transient !== null) {
    return new AppError(why.transient.code, `${row.name} could not finish: ${said}`, {
      cause: why.transient,
    });
  }
  return new AppError(reason === 'crash' ? 'internal' : 'plugin_failed', `${ENDS[reason]} ${said}`, {
    details: { reason },
  });
}

const ENDS: Readonly<Record<SandboxFailure, string>> = {
  timeout: 'The plugin took too long and was stopped.',
  out_of_memory: 'The plugin used more memory than it may and was stopped.',
  stack: 'The plugin nested its calls too deeply and was stopped.',
  crash: 'The engine that the plugin ran in has crashed.',
  error: 'The plugin failed.',
  call_limit: 'The plugin asked for more than it may and was stopped.',
  result_too_large: 'The plugin answered more than it may.',
  cancelled: 'The plugin was stopped.',
  security: 'The plugin broke out of its protocol and was stopped.',
};

function fieldsOf(fields: unknown): Readonly<Record<string, unknown>> | undefined {
  if (fields === null || fields === undefined) return undefined;
  return typeof fields === 'object' && !Array.isArray(fields)
    ? (fields as Readonly<Record<string, unknown>>) // parsed JSON that is an object
    : { value: fields };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
