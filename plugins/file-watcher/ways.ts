import { matchesGlob } from './glob.ts';
import { fold } from './names.ts';

/** A project or a client under its folded name. */
export type Named = {
  readonly kind: 'project' | 'client';
  readonly id: string;
  readonly name: string;
  /** Of a project. */
  readonly clientId: string | null;
  readonly isArchived: boolean;
};

export type Link = { readonly projectId: string | null; readonly clientId: string | null };

/** All that decides what becomes of a file, as plain data, so that one run can compare it with the one before. */
export type Ways = {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxBytes: number;
  readonly withNames: boolean;
  readonly rules: readonly { readonly pattern: string; readonly link: Link }[];
  /** Empty where folders do not link by their names. */
  readonly names: readonly Named[];
};

export type PlacedFile = { readonly path: string; readonly sizeBytes: number; readonly hasText: boolean };

/** What becomes of a file: left out, by its name, or with its text; and what it belongs to. */
export type Decision = Link & { readonly taken: 'no' | 'name' | 'text' };

const NO_LINK: Link = { projectId: null, clientId: null };

/** Decides for the files of one folder, whose own name counts as well. */
export function createDecider(ways: Ways, folder: string): (file: PlacedFile) => Decision {
  const byName = Map.groupBy(ways.names, ({ name }) => name);
  const folderName = folder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  const known = new Map<string, Link>();
  const linkByFolders = (path: string): Link => {
    const below = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const link = known.get(below) ?? linkOfFolders([folderName, ...below.split('/')], byName);
    known.set(below, link);
    return link;
  };
  return ({ path, sizeBytes, hasText }) => {
    const isWanted =
      (ways.include.length === 0 || ways.include.some((pattern) => matchesGlob(pattern, path))) &&
      !ways.exclude.some((pattern) => matchesGlob(pattern, path));
    const isRead = hasText && sizeBytes <= ways.maxBytes;
    if (!isWanted || (!isRead && !ways.withNames)) return { taken: 'no', ...NO_LINK };
    const rule = ways.rules.find(({ pattern }) => matchesGlob(pattern, path));
    return { taken: isRead ? 'text' : 'name', ...(rule?.link ?? linkByFolders(path)) };
  };
}

/** From the outside in: the innermost folder that is called like something counts. */
function linkOfFolders(folders: readonly string[], byName: ReadonlyMap<string, readonly Named[]>): Link {
  let project: Named | undefined;
  let clientId: string | null = null;
  for (const folder of folders) {
    const named = byName.get(fold(folder)) ?? [];
    const found = onlyOne(
      named.filter(({ kind }) => kind === 'project'),
      clientId,
    );
    const client = onlyOne(
      named.filter(({ kind }) => kind === 'client'),
      null,
    );
    if (found) [project, clientId] = [found, found.clientId ?? clientId];
    else if (client && client.id !== clientId) [project, clientId] = [undefined, client.id];
  }
  return project ? { projectId: project.id, clientId: null } : { projectId: null, clientId };
}

/** Of several with one name the one of the client around it, else the only one that is not archived; or none. */
function onlyOne(named: readonly Named[], clientId: string | null): Named | undefined {
  const own = clientId === null ? [] : named.filter((one) => one.clientId === clientId);
  const some = own.length > 0 ? own : named;
  const active = some.filter(({ isArchived }) => !isArchived);
  const left = active.length > 0 ? active : some;
  return left.length === 1 ? left[0] : undefined;
}

/** `pattern = project`, `pattern = client`, `pattern = client / project`. Undefined where it names nothing there is. */
export function readRule(text: string, names: readonly Named[]): { pattern: string; link: Link } | undefined {
  const at = text.lastIndexOf('=');
  const pattern = text.slice(0, Math.max(0, at)).trim();
  const target = text.slice(at + 1);
  if (pattern === '' || target.trim() === '') return undefined;
  const link = linkNamed(target, names);
  return link && { pattern, link };
}

function linkNamed(target: string, names: readonly Named[]): Link | undefined {
  const find = (kind: Named['kind'], text: string, clientId: string | null) =>
    onlyOne(
      names.filter((one) => one.kind === kind && one.name === fold(text)),
      clientId,
    );
  const whole = find('project', target, null);
  if (whole) return { projectId: whole.id, clientId: null };
  const client = find('client', target, null);
  if (client) return { projectId: null, clientId: client.id };
  const slash = target.indexOf('/');
  const owner = slash < 0 ? undefined : find('client', target.slice(0, slash), null);
  const project = owner && find('project', target.slice(slash + 1), owner.id);
  return project && project.clientId === owner?.id ? { projectId: project.id, clientId: null } : undefined;
}
