import type { Grant, PermissionRequest, PermissionType } from '#shared/contracts/permissions.ts';
import { covers, overlaps } from '#shared/kernel/permission-scope.ts';
import type { Refusal } from '#main/engine/actions/index.ts';

/** Exactly the code that asks. */
export type Holder = { readonly name: string; readonly version: string; readonly contentHash: string };

/** Null where the grants cover the request and none denies a part of it. `grants` are all of this holder's name. */
export function checkRequest(
  holder: Holder,
  request: PermissionRequest,
  grants: readonly Grant[],
  nowMs: number,
): Refusal | null {
  const ofType = grants.filter((grant) => grant.type === request.type);
  const isDenied = ofType.some(
    (grant) =>
      grant.effect === 'deny' &&
      isActive(grant, nowMs) &&
      overlaps(request.type, grant.resource, request.resource),
  );
  if (isDenied) return refusal(holder, request, 'denied');
  const allows = ofType.filter((grant) => grant.effect === 'allow');
  const covering = allows.filter((grant) => covers(request.type, grant.resource, request.resource));
  const own = covering.filter((grant) => isOf(grant, holder));
  if (own.some((grant) => isActive(grant, nowMs))) return null;
  return refusal(holder, request, reasonOf(holder, { allows, covering, own }, nowMs));
}

function reasonOf(
  holder: Holder,
  found: {
    readonly allows: readonly Grant[];
    readonly covering: readonly Grant[];
    readonly own: readonly Grant[];
  },
  nowMs: number,
): Refusal['reason'] {
  if (found.covering.some((grant) => !isOf(grant, holder) && isActive(grant, nowMs))) return 'changed';
  if (found.own.some((grant) => grant.revokedAt === null)) return 'expired';
  if (found.own.length > 0) return 'revoked';
  const isOther = found.allows.some((grant) => isOf(grant, holder) && isActive(grant, nowMs));
  return isOther ? 'other_resource' : 'no_grant';
}

export function isActive(grant: Grant, nowMs: number): boolean {
  return grant.revokedAt === null && (grant.expiresAt === null || grant.expiresAt > nowMs);
}

export function isOf(grant: Grant, { name, version, contentHash }: Holder): boolean {
  return grant.holder === name && grant.version === version && grant.contentHash === contentHash;
}

const DEEDS: Record<PermissionType, (resource: string) => string> = {
  read_folder: (path) => `read the folder ${path}`,
  read_email: (account) => `read the e-mail account ${account}`,
  read_calendar: (calendar) => `read the calendar ${calendar}`,
  read_browser_history: (profile) => `read the browser profile ${profile}`,
  network: (host) => `reach ${host} over the network`,
  model: (provider) => `use the model provider ${provider}`,
  read_workspace: (scope) => `read ${scopeInWords(scope)}`,
  write_workspace: (scope) => `change ${scopeInWords(scope)}`,
};

const REASONS: Record<Refusal['reason'], string> = {
  no_grant: 'nobody has given it this right.',
  other_resource: 'its right of this kind is for something else.',
  expired: 'its right has expired.',
  revoked: 'its right was revoked.',
  changed:
    'its right was given to another version of it, and what is installed now must be asked about again.',
  denied: 'you have denied it.',
};

function refusal(holder: Holder, request: PermissionRequest, reason: Refusal['reason']): Refusal {
  const deed = DEEDS[request.type](request.resource);
  return {
    reason,
    request,
    message: `${holder.name} may not ${deed} (${request.type}): ${REASONS[reason]} Nothing was read or changed; rights are given on its page or with "adiuva plugin grant".`,
  };
}

function scopeInWords(scope: string): string {
  if (scope === '*') return 'everything in the workspace';
  const facts = new Map(
    scope.split(' ').map((fact) => {
      const at = fact.indexOf(':');
      return [fact.slice(0, at), fact.slice(at + 1)] as const;
    }),
  );
  const kind = facts.get('kind');
  const words = [kind === undefined ? 'items' : `items of the kind ${kind}`];
  const project = facts.get('project');
  const client = facts.get('client');
  if (project !== undefined) words.push(project === 'none' ? 'without a project' : `in project ${project}`);
  if (client !== undefined && client !== 'none') words.push(`of client ${client}`);
  return words.join(' ');
}
