import type { PermissionRequest, PermissionType } from '../contracts/permissions.ts';

/**
 * Which resources a right covers. A workspace resource is `*` or facts apart by spaces, `kind:task project:<id>
 * client:<id>`: in a grant each fact narrows it, in a request each fact says what the call is limited to, and what is
 * not named can be anything. `none` stands for an item without a project or client.
 */
export type WorkspaceScope = {
  readonly kind?: string;
  readonly projectId?: string | null;
  readonly clientId?: string | null;
};

export function workspaceResource({ kind, projectId, clientId }: WorkspaceScope): string {
  const facts = [
    kind === undefined ? [] : [`kind:${kind}`],
    projectId === undefined ? [] : [`project:${projectId ?? 'none'}`],
    clientId === undefined ? [] : [`client:${clientId ?? 'none'}`],
  ].flat();
  return facts.length === 0 ? '*' : facts.join(' ');
}

/** True where a grant of `granted` allows all of what `wanted` names. */
export function covers(type: PermissionType, granted: string, wanted: string): boolean {
  switch (type) {
    case 'read_folder':
      return isFolderBelow(granted, wanted);
    case 'network':
      return coversHost(granted, wanted);
    case 'read_workspace':
    case 'write_workspace':
      return coversScope(granted, wanted);
    case 'model':
      return granted === '*' || granted === wanted;
    default:
      return granted === wanted;
  }
}

/** True where some of `wanted` falls under `denied`: a denial of a part refuses what would reach into it. */
export function overlaps(type: PermissionType, denied: string, wanted: string): boolean {
  if (covers(type, denied, wanted) || covers(type, wanted, denied)) return true;
  if (type === 'read_workspace' || type === 'write_workspace') return overlapsScope(denied, wanted);
  return false;
}

/** Real paths by segment: `/home/a` holds `/home/a/b` and not `/home/ab`. */
function isFolderBelow(folder: string, path: string): boolean {
  const above = segmentsOf(folder);
  const below = segmentsOf(path);
  if (!above || !below || below.length < above.length) return false;
  return above.every((segment, index) => segment === below[index]);
}

/** Null for what is not an absolute path in its final form: such text covers nothing and nothing covers it. */
function segmentsOf(path: string): readonly string[] | null {
  const isDrive = /^[A-Za-z]:[\\/]/.test(path);
  const isShare = path.startsWith('\\\\');
  if (!isDrive && !isShare && !path.startsWith('/')) return null;
  if (path.includes('\0')) return null;
  // A backslash is a plain character of a name where paths begin with a slash.
  const parts = path.split(isDrive || isShare ? /[\\/]/ : '/').filter((part) => part !== '');
  if (parts.some((part) => part === '..' || part === '.')) return null;
  return [isDrive ? 'drive' : isShare ? 'share' : 'root', ...parts];
}

/** `host` covers each of its ports, `host:port` the one. */
function coversHost(granted: string, wanted: string): boolean {
  const allowed = hostOf(granted);
  const asked = hostOf(wanted);
  if (!allowed || !asked || allowed.host !== asked.host) return false;
  return allowed.port === null || allowed.port === asked.port;
}

function hostOf(text: string): { readonly host: string; readonly port: string | null } | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::(\d{1,5}))?$/i.exec(text);
  return match?.[1] === undefined ? null : { host: match[1].toLowerCase(), port: match[2] ?? null };
}

/** Null for text that is no scope. */
function factsOf(scope: string): ReadonlyMap<string, string> | null {
  if (scope === '*') return new Map();
  const facts = new Map<string, string>();
  for (const fact of scope.split(' ')) {
    const match = /^(kind|project|client):([^\s:]+)$/.exec(fact);
    if (!match?.[1] || !match[2] || facts.has(match[1])) return null;
    facts.set(match[1], match[2]);
  }
  return facts;
}

function coversScope(granted: string, wanted: string): boolean {
  const allowed = factsOf(granted);
  const asked = factsOf(wanted);
  if (!allowed || !asked) return false;
  return [...allowed].every(([name, value]) => asked.get(name) === value);
}

function overlapsScope(denied: string, wanted: string): boolean {
  const refused = factsOf(denied);
  const asked = factsOf(wanted);
  if (!refused || !asked) return false;
  return [...refused].every(([name, value]) => !asked.has(name) || asked.get(name) === value);
}

/** The right to read this part of the workspace. */
export function toRead(scope: WorkspaceScope): PermissionRequest {
  return { type: 'read_workspace', resource: workspaceResource(scope) };
}

/** The right to change this part of the workspace. */
export function toWrite(scope: WorkspaceScope): PermissionRequest {
  return { type: 'write_workspace', resource: workspaceResource(scope) };
}
