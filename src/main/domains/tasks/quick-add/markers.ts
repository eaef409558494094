import type { QuickAddPriority, QuickAddWarning } from '#shared/contracts/quick-add.ts';
import type { QuickAddLabels } from './labels.ts';
import { BLANK, claim, claimAs } from './mask.ts';
import type { Mask, Range } from './mask.ts';
import { findExact, fold, matchName } from './names.ts';
import type { Named } from './names.ts';

/** The short syntax: `#tag`, `+project`, `@client`, `!priority`. Names with spaces go in quotes: `+"Brand site"`. */

export type Markers = {
  readonly tags: string[];
  readonly warnings: QuickAddWarning[];
  priority?: QuickAddPriority;
  projectId?: string;
  newProjectName?: string;
  clientId?: string;
};

export type Known = {
  readonly projects: readonly Named[];
  readonly clients: readonly Named[];
  /** Tags in use; their spelling wins over the one typed. */
  readonly tags?: readonly string[];
};

const MAX_TAGS = 50;
const MAX_TAG_LENGTH = 60;
const MAX_NAME_WORDS = 6;
const MAX_NAME_LENGTH = 200;
/** Not inside a word: `C#`, `a+b`, `me@here` and `wow!` are text. */
const BEFORE = String.raw`(?<![^\s(])`;
const QUOTED_OR_WORD = String.raw`(?:"([^"\n\u0001]+)"|“([^“”\n\u0001]+)”|([\p{L}\p{N}_][\p{L}\p{N}\p{M}_\-/&.’']*))`;
const TAG = new RegExp(`${BEFORE}#${QUOTED_OR_WORD}`, 'gu');
const PROJECT = new RegExp(String.raw`${BEFORE}\+${QUOTED_OR_WORD}`, 'gu');
const CLIENT = new RegExp(`${BEFORE}@${QUOTED_OR_WORD}`, 'gu');
const PRIORITY = new RegExp(String.raw`${BEFORE}!([1-4]|\p{L}+)(?![\p{L}\p{N}!])`, 'gu');

/** 1 is the most important, as in "priority one". Both languages are understood in either. */
const PRIORITIES: Readonly<Record<string, QuickAddPriority>> = {
  '1': 'urgent',
  urgent: 'urgent',
  asap: 'urgent',
  urgente: 'urgent',
  '2': 'high',
  high: 'high',
  alta: 'high',
  alto: 'high',
  '3': 'medium',
  medium: 'medium',
  med: 'medium',
  media: 'medium',
  medio: 'medium',
  '4': 'low',
  low: 'low',
  bassa: 'low',
  basso: 'low',
};

type Typed = Range & { readonly name: string; readonly isQuoted: boolean };

export function readMarkers(mask: Mask, known: Known, labels: QuickAddLabels): Markers {
  const markers: Markers = { tags: [], warnings: [] };
  readPriorities(mask, markers, labels);
  readProjects(mask, markers, known);
  readClients(mask, markers, known);
  readTags(mask, markers, known);
  return markers;
}

function readPriorities(mask: Mask, markers: Markers, labels: QuickAddLabels): void {
  for (const match of mask.free.matchAll(PRIORITY)) {
    const name = (match[1] ?? '').toLowerCase();
    const priority = Object.hasOwn(PRIORITIES, name) ? PRIORITIES[name] : undefined;
    if (priority === undefined) continue;
    if (markers.priority !== undefined) warn(markers, 'several_priorities');
    markers.priority = priority;
    claim(
      mask,
      { start: match.index, end: match.index + match[0].length },
      'priority',
      labels.priority(priority),
    );
  }
}

function readProjects(mask: Mask, markers: Markers, known: Known): void {
  for (const typed of typedNames(mask, PROJECT)) {
    // `+39 333…` is a telephone number.
    if (!isOpen(mask, typed) || !/\p{L}/u.test(typed.name)) continue;
    const whole = typed.isQuoted ? undefined : longestName(mask, typed, known.projects);
    const close = whole === undefined ? matchName(typed.name, known.projects) : undefined;
    // A name that is only similar, or one of several that begin so, is not taken: the task would go astray unseen.
    const isMeant = close !== undefined && close.how !== 'near' && !close.isAmbiguous;
    const item = whole?.item ?? (isMeant ? close.item : undefined);
    if (markers.projectId !== undefined || markers.newProjectName !== undefined)
      warn(markers, 'several_projects');
    if (close?.isAmbiguous) warn(markers, 'ambiguous_project');
    delete markers.projectId;
    delete markers.newProjectName;
    if (item === undefined) markers.newProjectName = typed.name.slice(0, MAX_NAME_LENGTH).trim();
    else markers.projectId = item.id;
    claimAs(
      mask,
      { start: typed.start, end: whole?.end ?? typed.end },
      {
        kind: 'project',
        label: item?.name ?? typed.name,
        ...(item === undefined ? { match: 'new' as const } : {}),
        ...(item === undefined && close ? { near: close.item.name } : {}),
        ...(isMeant && close.how === 'beginning' ? { match: 'beginning' as const } : {}),
      },
    );
  }
}

function readClients(mask: Mask, markers: Markers, known: Known): void {
  for (const typed of typedNames(mask, CLIENT)) {
    if (!isOpen(mask, typed) || !/\p{L}/u.test(typed.name)) continue;
    const whole = typed.isQuoted ? undefined : longestName(mask, typed, known.clients);
    const match =
      whole === undefined ? matchName(typed.name, known.clients) : { item: whole.item, isAmbiguous: false };
    if (match === undefined) {
      // It stays in the title: nothing typed gets lost because no client has that name.
      warn(markers, 'unknown_client');
      continue;
    }
    if (match.isAmbiguous) warn(markers, 'ambiguous_client');
    if (markers.clientId !== undefined) warn(markers, 'several_clients');
    markers.clientId = match.item.id;
    claim(mask, { start: typed.start, end: whole?.end ?? typed.end }, 'client', match.item.name);
  }
}

function readTags(mask: Mask, markers: Markers, known: Known): void {
  for (const typed of typedNames(mask, TAG)) {
    if (!isOpen(mask, typed)) continue;
    const name = typed.name
      .normalize('NFC')
      .replace(/^[#\s,]+/u, '')
      .replace(/[\s,]+/gu, '-')
      .slice(0, MAX_TAG_LENGTH);
    const existing = known.tags?.find((tag) => fold(tag) === fold(name));
    if (existing === undefined && !isTag(name)) continue;
    const tag = existing ?? name;
    if (markers.tags.length >= MAX_TAGS) return;
    if (!markers.tags.includes(tag)) markers.tags.push(tag);
    // A client's own name as a tag says who it is for as well.
    const client = existing === undefined ? findExact(typed.name, known.clients) : undefined;
    if (client !== undefined) markers.clientId ??= client.id;
    claim(mask, typed, 'tag', client === undefined ? `#${tag}` : `#${tag} · ${client.name}`);
  }
}

/** `#42` is a number and `#ff8800` a colour, unless such a tag exists. */
function isTag(name: string): boolean {
  return /\p{L}/u.test(name) && !/^(?=.*\d)(?:[\da-f]{6}|[\da-f]{8})$/iu.test(name);
}

function typedNames(mask: Mask, pattern: RegExp): Typed[] {
  return [...mask.free.matchAll(pattern)].map((match) => {
    const quoted = match[1] ?? match[2];
    // A full stop, dash or apostrophe at the end belongs to the sentence.
    const name = quoted ?? (match[3] ?? '').replace(/[-/&.’']+$/u, '');
    const length = quoted === undefined ? name.length + 1 : match[0].length;
    return {
      start: match.index,
      end: match.index + length,
      name: name.trim(),
      isQuoted: quoted !== undefined,
    };
  });
}

/** `+brand site redesign` means the project "Brand site" where there is one: the longest run of words that is a name. */
function longestName(
  mask: Mask,
  typed: Typed,
  items: readonly Named[],
): { item: Named; end: number } | undefined {
  const words = /^(?:[ \t]+[^\s\u0001]+)*/u.exec(mask.free.slice(typed.end))?.[0].match(/[ \t]+\S+/gu) ?? [];
  for (let count = Math.min(words.length, MAX_NAME_WORDS - 1); count > 0; count -= 1) {
    const tail = words
      .slice(0, count)
      .join('')
      .replace(/[,;.:!?]+$/u, '');
    const item = findExact(typed.name + tail, items);
    if (item !== undefined) return { item, end: typed.end + tail.length };
  }
  return undefined;
}

/** False where a longer name before it has already taken these characters. */
function isOpen(mask: Mask, { start, end }: Range): boolean {
  return !mask.free.slice(start, end).includes(BLANK);
}

function warn(markers: Markers, warning: QuickAddWarning): void {
  if (!markers.warnings.includes(warning)) markers.warnings.push(warning);
}
