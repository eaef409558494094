import { realpath } from 'node:fs/promises';
import type { Grant, PermissionType } from '#shared/contracts/permissions.ts';
import type {
  ManifestPermission,
  ManifestWarning,
  PluginManifest,
} from '#shared/contracts/plugin-manifest.ts';
import { covers, overlaps } from '#shared/kernel/permission-scope.ts';

/** A right that the manifest asks for; of a folder also where its path really leads. */
export type Want = ManifestPermission & { readonly realResource?: string };

export async function wantsOf({ permissions }: PluginManifest): Promise<readonly Want[]> {
  return Promise.all(
    permissions.map(async (want) => {
      if (want.type !== 'read_folder' || want.resource === undefined) return want;
      const realResource = await realpath(want.resource).catch(() => undefined);
      return realResource === undefined ? want : { ...want, realResource };
    }),
  );
}

/** True where a right of this kind is for what is asked: the same, a part of it, or more. */
export function answers(
  want: Want,
  right: { readonly type: PermissionType; readonly resource: string },
): boolean {
  if (right.type !== want.type) return false;
  if (want.resource === undefined) return true;
  const named = [want.resource, want.realResource].filter((resource) => resource !== undefined);
  return named.some((resource) => overlaps(want.type, resource, right.resource));
}

/** True where a right is no more than what is asked: this and nothing else may be given. */
export function isWithin(
  want: Want,
  right: { readonly type: PermissionType; readonly resource: string },
): boolean {
  if (right.type !== want.type) return false;
  if (want.resource === undefined) return true;
  const named = [want.resource, want.realResource].filter((resource) => resource !== undefined);
  return named.some((resource) => covers(want.type, resource, right.resource));
}

const WORDS: Readonly<Record<PermissionType, string>> = {
  read_folder: 'files of a folder',
  read_email: 'your e-mail',
  read_calendar: 'your calendar',
  read_browser_history: 'your browser history',
  network: 'the network',
  model: 'a language model',
  read_workspace: 'your workspace',
  write_workspace: 'changes to your workspace',
};

export function warningText({ reads, destinations }: ManifestWarning): string {
  const where = destinations.length === 0 ? 'a host that you choose' : destinations.join(', ');
  const what = reads.map((type) => WORDS[type]).join(', ');
  return `It asks to read ${what} and to reach ${where}: what it reads could be sent there.`;
}

/** Why a right that the manifest asks for cannot be used now. */
export function lackText(
  want: Want,
  ended: readonly Grant[],
  holder: { readonly contentHash: string },
): string {
  const former = ended.filter((grant) => grant.effect === 'allow' && answers(want, grant));
  const own = former.filter((grant) => grant.contentHash === holder.contentHash);
  if (own.some((grant) => grant.revokedAt !== null)) return 'it was revoked';
  if (own.length > 0) return 'it has expired or was denied';
  return former.length > 0 ? 'it was given to another version' : 'nobody has given it';
}

/** `read_email`, or `network=example.com` where the manifest names it: as the command line takes it. */
export function rightText({ type, resource }: Pick<Want, 'type' | 'resource'>): string {
  return resource === undefined || resource === '*' ? type : `${type}=${resource}`;
}
