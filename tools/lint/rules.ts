import { builtinModules } from 'node:module';
import { matchesGlob, posix } from 'node:path';
import { findReaches, type Reach } from './imports.ts';
import type { Architecture, Violation, Zone } from './table-types.ts';

/** What a file wants to reach, resolved. */
type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin'; readonly name: string };

type Refusal = { readonly rule: string; readonly message: string; readonly why: string };

const BUILTINS = new Set(builtinModules);
const NETWORK_BUILTINS = new Set([
  'http',
  'https',
  'http2',
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
]);
const DOMAIN = /^src\/main\/domains\/([^/]+)\//;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** The router's own words for a route's file: a layout, a parameter, the root. */
const ROUTE_FILE = /^src\/renderer\/routes\/(.+\/)?[\w$.-]+\.tsx$/;
const GRAB_BAG = /(^|\/)((common|utils?|helpers?|misc)\/|(utils?|helpers?|misc)\.\w+$)/;

/** Rules that hold for every file, whatever its zone. */
export const GENERAL_RULES = {
  zone: 'every file has a place in the table: add a row with its why, or move the file',
  'no-parent-of-parent': 'a path that climbs twice hides how far it reaches: use the # alias',
  'no-export-star': 'a door names what it shows',
  extension: 'Node runs the sources as they are, and it wants the whole file name',
  'no-computed-import': 'what a file may load has to be readable from the file',
  'node-prefix': 'node: says at a glance that no package is meant',
  vm: 'node:vm is no security boundary: code that is not ours runs in the sandbox',
  name: 'names are kebab-case and say what is inside; a helper lives with its only user',
  'domain-order': 'domains stand in one order and use only those to their left, through index.ts',
} as const satisfies Readonly<Record<string, string>>;

function general(rule: keyof typeof GENERAL_RULES, message: string): Refusal {
  return { rule, message, why: GENERAL_RULES[rule] };
}

/** The one bare alias: a plugin names the SDK, not a file of it. */
const SDK = '#sdk';
const SDK_DOOR = 'src/sdk/index.ts';

function resolveTarget(from: string, specifier: string): Target {
  if (specifier === SDK) return { kind: 'file', path: SDK_DOOR };
  const bare = specifier.replace(/[?#][^/]*$/, '');
  if (specifier.startsWith('#'))
    return { kind: 'file', path: `src/${specifier.slice(1).replace(/\?.*$/, '')}` };
  if (bare.startsWith('.')) return { kind: 'file', path: posix.join(posix.dirname(from), bare) };
  const name = bare.replace(/^node:/, '');
  if (bare.startsWith('node:') || BUILTINS.has(name)) return { kind: 'builtin', name };
  const parts = bare.split('/');
  return { kind: 'package', name: parts.slice(0, bare.startsWith('@') ? 2 : 1).join('/') };
}

export function findZone({ zones }: Architecture, path: string): Zone | undefined {
  return zones.find(({ files }) => files.some((glob) => matchesGlob(path, glob)));
}

function checkForm(reach: Reach): Refusal | undefined {
  const { kind, target } = reach;
  if (kind === 'export-all') return general('no-export-star', `re-exports everything of ${target}`);
  if (kind === 'computed') return general('no-computed-import', `imports ${target}`);
  if (target.startsWith('../../')) return general('no-parent-of-parent', `imports ${target}`);
  const isPath = target.startsWith('.') || (target.startsWith('#') && target !== SDK);
  if (isPath && !/\.(?!js\b|jsx\b)\w+(\?\w+)?$/.test(target))
    return general('extension', `imports ${target}`);
  const isBuiltin = BUILTINS.has(target) && !target.startsWith('node:');
  return isBuiltin ? general('node-prefix', `imports ${target}`) : undefined;
}

function checkDomains({ domains }: Architecture, from: string, to: string): Refusal | undefined {
  const [own, other] = [DOMAIN.exec(from)?.[1], DOMAIN.exec(to)?.[1]];
  if (own !== undefined && !domains.includes(own))
    return general('domain-order', `${own} is not in the list`);
  if (own === undefined || other === undefined || own === other) return undefined;
  // A domain that has no place in the order is reported once, for itself.
  if (!domains.includes(own)) return undefined;
  if (domains.indexOf(other) > domains.indexOf(own) || !domains.includes(other)) {
    return general('domain-order', `${own} imports ${other}, which is not to its left`);
  }
  const isDoor = to === `src/main/domains/${other}/index.ts`;
  return isDoor ? undefined : general('domain-order', `${own} reaches past the door of ${other}: ${to}`);
}

function folderUnder(base: string, path: string): string | undefined {
  return path.startsWith(base) ? path.slice(base.length).split('/')[0] : undefined;
}

function checkFile(
  table: Architecture,
  zone: Zone,
  from: string,
  { to, isType }: { to: string; isType: boolean },
) {
  const target = findZone(table, to);
  if (target === undefined) return general('zone', `imports ${to}, which is in no zone`);
  const refuse = (message: string): Refusal => ({ rule: zone.name, message, why: zone.why });
  const allowed = zone.zones.includes(target.name) || (isType && zone.types?.includes(target.name) === true);
  if (!allowed) {
    const asType = zone.types?.includes(target.name) === true ? ' as more than a type' : '';
    return refuse(`${zone.name} imports ${target.name}${asType}: ${to}`);
  }
  const { apart } = zone;
  if (
    apart !== undefined &&
    target.name === zone.name &&
    folderUnder(apart, from) !== folderUnder(apart, to)
  ) {
    return refuse(`${folderUnder(apart, from)} imports its neighbour ${folderUnder(apart, to)}`);
  }
  return checkDomains(table, from, to);
}

function checkReach(table: Architecture, zone: Zone, from: string, reach: Reach): Refusal | undefined {
  const refuse = (message: string): Refusal => ({ rule: zone.name, message, why: zone.why });
  if (reach.kind === 'global') {
    return zone.network === true ? undefined : refuse(`${zone.name} opens a connection: ${reach.target}`);
  }
  // An address of a folder or of data is no import; one of a program is.
  if (reach.kind === 'url' && !/\.[cm]?[jt]sx?$/.test(reach.target)) return undefined;
  const wrongForm = checkForm(reach);
  if (wrongForm !== undefined || reach.kind === 'export-all') return wrongForm;
  const target = resolveTarget(from, reach.target);
  if (target.kind === 'file')
    return checkFile(table, zone, from, { to: target.path, isType: reach.kind === 'type' });
  if (target.kind === 'package') {
    return zone.packages.includes(target.name)
      ? undefined
      : refuse(`${zone.name} imports the package ${target.name}`);
  }
  if (target.name === 'vm') return general('vm', 'imports node:vm');
  if (!zone.node) return refuse(`${zone.name} imports node:${target.name}`);
  const isWire = NETWORK_BUILTINS.has(target.name) && zone.network !== true;
  return isWire ? refuse(`${zone.name} opens a connection: node:${target.name}`) : undefined;
}

function checkPlace(table: Architecture, path: string): Refusal | undefined {
  if (findZone(table, path) === undefined) return general('zone', 'is in no zone');
  const domain = DOMAIN.exec(path)?.[1];
  const isUnknown = domain !== undefined && !table.domains.includes(domain);
  return isUnknown ? general('domain-order', `the domain ${domain} is not in the list`) : undefined;
}

function checkName(path: string): Refusal | undefined {
  if (GRAB_BAG.test(path)) return general('name', 'a name for things that have no place');
  if (ROUTE_FILE.test(path)) return undefined;
  const file = posix.basename(path);
  return file.split('.').every((word) => KEBAB.test(word))
    ? undefined
    : general('name', `${file} is not kebab-case`);
}

/** Which exceptions a check has used, so that those which nobody needs any more are found. */
export type UsedExceptions = Set<string>;

export const exceptionKey = (file: string, reaches: string): string => `${file} -> ${reaches}`;

/** Checks one file by its path and text; it need not exist. */
export function checkSource(
  table: Architecture,
  file: { readonly path: string; readonly source: string },
  used: UsedExceptions = new Set(),
): readonly Violation[] {
  const { path, source } = file;
  const at = (line: number, refusal: Refusal): Violation => ({ file: path, line, ...refusal });
  const misplaced = [checkName(path), checkPlace(table, path)].filter((refusal) => refusal !== undefined);
  const zone = findZone(table, path);
  const ofFile = misplaced.map((refusal) => at(1, refusal));
  if (zone === undefined) return ofFile;
  const reached = findReaches(path, source).flatMap((reach) => {
    const refusal = checkReach(table, zone, path, reach);
    if (refusal === undefined) return [];
    const exception = table.exceptions.find((one) => one.file === path && one.reaches === reach.target);
    if (exception === undefined) return [at(reach.line, refusal)];
    used.add(exceptionKey(path, reach.target));
    return [];
  });
  return [...ofFile, ...reached];
}
