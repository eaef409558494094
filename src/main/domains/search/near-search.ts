import { ITEM_KINDS } from '#shared/contracts/common.ts';
import type { Passage, PassageSearchInput } from '#shared/contracts/passages.ts';
import type { NearHit, NearResult, SearchInput, SearchKind } from '#shared/contracts/search.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { ExternalFilter } from './external-search.ts';
import { excerpt, highlight, needlesOf } from './highlight.ts';
import { wordsIn } from './passages/question-words.ts';
import { parseSearchQuery, type SearchQuery } from './query-parser.ts';
import { needsNames, resolveFilter, type SearchFilter } from './search-filter.ts';
import { foldText } from './search-doc.ts';
import type { HitRow } from './search-hits.store.ts';
import type { SearchReads } from './search-query.store.ts';

export type NearDeps = {
  readonly clock: Clock;
  readonly reads: SearchReads;
  readonly findPassages: (input: PassageSearchInput) => Promise<readonly Passage[]>;
  readonly nowMs: () => number;
};

const NO_NAMES = { clients: [], projects: [], tags: [] } as const;
/** Several passages of one item are one hit, and operators take some away. */
const PASSAGES = 50;
/**
 * What shares no word with the question must be this near, and not much further off than the nearest: there is always
 * something that is nearest, and a made-up word is nothing's neighbour.
 */
const LEAST_SIMILARITY = 0.2;
const LEAST_SHARE = 0.6;

/** Finds items by the passage in them that says what was asked for, within what the operators of the line allow. */
export async function findNear(
  { clock, reads, findPassages, nowMs }: NearDeps,
  input: SearchInput,
): Promise<NearResult> {
  const startedAt = nowMs();
  const today = clock.today();
  const parsed = parseSearchQuery(input.query, { now: today, locale: input.locale });
  const query = [...parsed.phrases, ...parsed.terms].join(' ').trim();
  const names = needsNames(parsed) ? await reads.readNames() : NO_NAMES;
  const { filter, external } = resolveFilter(parsed, names, today);
  const tookMs = () => Math.round((nowMs() - startedAt) * 10) / 10;
  const kinds = [...filter.kinds, ...(external?.kinds ?? [])];
  // What is in the trash has no passages.
  if (query === '' || filter.isTrashed || kinds.length === 0) return { hits: [], tookMs: tookMs() };
  const scope = { clientId: onlyOne(filter, 'client_id'), projectId: onlyOne(filter, 'project_id') };
  const { locale } = input;
  const passages = await findPassages({ query, scope, kinds, limit: PASSAGES, mode: 'hybrid', locale });
  const near = nearEnough(passages).filter((one) => says(one, parsed));
  const ownIds = near.filter(isOwn).map((one) => one.entityId);
  const allowed = await reads.among([...new Set(ownIds)], filter);
  const fitting = near.filter((one) =>
    isOwn(one) ? allowed.has(one.entityId) : external !== null && fitsOutside(one, external),
  );
  const page = firstOfEach(fitting).slice(input.offset, input.offset + input.limit);
  const rows = await reads.readHits(page.filter(isOwn).map((one) => one.entityId));
  const hits = page.flatMap(({ kind, ...one }) =>
    // It was not asked for: what the assistant keeps in mind is listed in the settings.
    kind === 'memory' ? [] : [toHit({ ...one, kind }, rows.get(one.entityId))],
  );
  return { hits, tookMs: tookMs() };
}

/** The one client or project that everything has to be of; what is more is looked at afterwards. */
function onlyOne({ conditions }: SearchFilter, column: 'client_id' | 'project_id'): string | null {
  const wanted = conditions.find((one) => one.column === column && !one.isNot);
  return wanted?.values.length === 1 ? String(wanted.values[0]) : null;
}

function nearEnough(passages: readonly Passage[]): readonly Passage[] {
  const best = Math.max(0, ...passages.map(({ why }) => why.similarity ?? 0));
  const least = Math.max(LEAST_SIMILARITY, best * LEAST_SHARE);
  return passages.filter(({ why }) => why.words.length > 0 || (why.similarity ?? 0) >= least);
}

/** Quoted words must stand in it, and what was left out must not. */
function says({ title, text, headings }: Passage, { phrases, excluded }: SearchQuery): boolean {
  const whole = foldText([title, ...headings, text].join('\n')).replaceAll(/\s+/g, ' ');
  return (
    phrases.every((phrase) => whole.includes(foldText(phrase))) &&
    !excluded.some((words) => wordsIn(whole, foldText(words).split(' ')).length > 0)
  );
}

function isOwn({ kind }: Passage): boolean {
  return ITEM_KINDS.some((one) => one === kind);
}

function fitsOutside(passage: Passage, external: ExternalFilter): boolean {
  const { clientIds, projectIds, isPublic, updatedFrom = -Infinity, updatedBefore = Infinity } = external;
  const isOneOf = (ids: readonly string[] | undefined, id: string | null) =>
    ids === undefined || (id !== null && ids.includes(id));
  return (
    isOneOf(clientIds, passage.clientId) &&
    isOneOf(projectIds, passage.projectId) &&
    !(isPublic && passage.isPrivate) &&
    passage.updatedAt >= updatedFrom &&
    passage.updatedAt < updatedBefore
  );
}

function firstOfEach(passages: readonly Passage[]): readonly Passage[] {
  const byItem = new Map<string, Passage>();
  for (const one of passages) {
    const key = `${one.kind}:${one.entityId}`;
    if (!byItem.has(key)) byItem.set(key, one);
  }
  return [...byItem.values()];
}

/** The headings over a passage are told beside it. */
function withoutHeadings(text: string): string {
  const rest = text.replace(/^(?:\s*#{1,6}\s[^\n]*(?:\n|$))+/, '').trimStart();
  return rest === '' ? text : rest;
}

function toHit(passage: Passage & { readonly kind: SearchKind }, row: HitRow | undefined): NearHit {
  const { kind, entityId, title, text, headings, why, link } = passage;
  const { clientName, projectName, projectColour, isPrivate, updatedAt } = row ?? passage;
  const needles = needlesOf(why.words, []);
  const isTitleAlone = text === title;
  return {
    kind,
    id: entityId,
    title: highlight(title, needles),
    excerpt: isTitleAlone ? { text: '', ranges: [] } : excerpt(withoutHeadings(text), needles),
    clientName,
    projectName,
    projectColour,
    isPrivate,
    updatedAt,
    status: row?.status ?? null,
    dueDate: row?.dueDate ?? null,
    link: isOwn(passage) ? `adiuva://${kind}/${entityId}` : link,
    headings,
    placeLink: link,
    why,
  };
}
