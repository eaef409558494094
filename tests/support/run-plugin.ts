import { fileURLToPath } from 'node:url';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { checkSettings } from '#main/domains/plugins/plugin-settings.ts';
import { loadPlugin, type LoadedPlugin } from '#main/domains/plugins/check-plugin.ts';
import {
  createSandbox,
  type Sandbox,
  type SandboxLogLine,
  type SandboxResult,
} from '#main/engine/sandbox/index.ts';
import type { TestApp } from './make-app.ts';
import type { PluginPrincipal } from './plugin-principal.ts';

/** A plugin that ships with the app, run in the sandbox against the gate and the store of a whole app. */
export type ShippedPlugin = {
  readonly loaded: LoadedPlugin;
  readonly principal: PluginPrincipal;
  grant(...rights: readonly PermissionRequest[]): Promise<readonly string[]>;
  run(settings?: object): Promise<SandboxResult & { readonly lines: readonly SandboxLogLine[] }>;
  /** The result of a run that must have ended well. */
  result(settings?: object): Promise<Readonly<Record<string, unknown>>>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function openShippedPlugin(made: TestApp, name: string): Promise<ShippedPlugin> {
  const folder = fileURLToPath(new URL(`../../plugins/${name}`, import.meta.url));
  const { check, plugin: loaded } = await loadPlugin(folder, '0.1.0');
  if (loaded === null) throw new Error(check.problems.join('\n'));
  const { version } = loaded.manifest;
  const principal = { kind: 'plugin', name, version, contentHash: loaded.contentHash } as const;
  const sandbox = createSandbox({ size: 1 });
  const run = (settings: object = {}) => runOnce({ made, loaded, principal, sandbox }, settings);
  return {
    loaded,
    principal,
    run,
    async grant(...rights) {
      const ids: string[] = [];
      for (const right of rights) {
        const { contentHash } = loaded;
        ids.push((await made.api.permissions.grant({ holder: name, version, contentHash, ...right })).id);
      }
      return ids;
    },
    async result(settings) {
      const ended = await run(settings);
      if (ended.status === 'failed') throw new Error(`${ended.reason}: ${ended.message}`);
      return ended.value as Readonly<Record<string, unknown>>;
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

type Parts = {
  readonly made: TestApp;
  readonly loaded: LoadedPlugin;
  readonly principal: PluginPrincipal;
  readonly sandbox: Sandbox;
};

async function runOnce({ made, loaded, principal, sandbox }: Parts, values: object) {
  const lines: SandboxLogLine[] = [];
  const checked = checkSettings(loaded.manifest.settings, { ...values });
  if (!checked.isOk) throw new Error(checked.problems.join('\n'));
  const { actions } = made.app.workspace();
  const ended = await sandbox.run({
    pluginKey: `${principal.name} ${principal.contentHash}`,
    code: loaded.code,
    facts: {
      settings: checked.settings,
      now: made.clock.nowMs(),
      timeZone: 'Europe/Rome',
      locale: 'en',
      plugin: { name: principal.name, version: principal.version },
    },
    onLog: (line) => lines.push(line),
    onCall: ({ action, input, reason, sources }, signal) =>
      actions.invoke(action, input, principal, { reason, sources, signal }),
  });
  return { ...ended, lines };
}
