import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import type { Caller } from '#main/compose.ts';

export const PLUGIN_HASH = 'a'.repeat(64);

export type PluginPrincipal = Extract<ActionPrincipal, { kind: 'plugin' }>;

export function pluginPrincipal(given: Partial<PluginPrincipal> = {}): PluginPrincipal {
  return { kind: 'plugin', name: 'email-scanner', version: '1.0.0', contentHash: PLUGIN_HASH, ...given };
}

/** Gives each right as a person would; answers the ids. */
export async function grantAll(
  api: Caller,
  principal: PluginPrincipal,
  requests: readonly PermissionRequest[],
): Promise<readonly string[]> {
  const { name: holder, version, contentHash } = principal;
  const ids: string[] = [];
  for (const request of requests) {
    ids.push((await api.permissions.grant({ holder, version, contentHash, ...request })).id);
  }
  return ids;
}
