import type { SearchKind } from '#shared/contracts/search.ts';
import type { TaskPriority } from '#shared/contracts/tasks.ts';
import type { LocalDate } from '#shared/kernel/local-date.ts';
import { parseDateRange, parsePeriod } from './query-parser-dates.ts';
import type { DateRange, SearchLocale } from './query-parser-dates.ts';
import { findOperator, findPriority, findState, findStatus, findType } from './query-parser-words.ts';
import type { OperatorName, SearchState, SearchStatus } from './query-parser-words.ts';

/** What a search asks for: `type:task client:"Rossi & Figli" -tag:old due:week invoice "final draft" -draft`. */

export type SearchLists = {
  readonly type: SearchKind[];
  /** Names as typed; the store decides which client that is. */
  readonly client: string[];
  readonly project: string[];
  readonly tag: string[];
  readonly status: SearchStatus[];
  readonly priority: TaskPriority[];
  readonly is: SearchState[];
};

export type SearchQuery = {
  readonly terms: string[];
  readonly phrases: string[];
  /** Words and phrases that must not occur. */
  readonly excluded: string[];
  /** Values of one operator are alternatives; different operators must all hold. */
  readonly filters: SearchLists & {
    /** Both ends inclusive; `isNone`: has no due date. */
    due?: DateRange & { readonly isNone?: true };
    /** Exclusive: earlier than this day. */
    before?: LocalDate;
    /** Exclusive: later than this day. */
    after?: LocalDate;
  };
  readonly excludedFilters: SearchLists;
  readonly spans: SearchSpan[];
  readonly warnings: SearchWarning[];
};

/** `start` inclusive, `end` exclusive, UTF-16 units; sorted, never overlapping. */
export type SearchSpan = {
  readonly start: number;
  readonly end: number;
  readonly kind: 'operator' | 'phrase' | 'excluded' | 'unknown';
  readonly operator?: OperatorName;
};
export type SearchWarning = {
  readonly code: 'unknown_operator' | 'unknown_value' | 'missing_value' | 'query_too_long';
  readonly start: number;
  readonly end: number;
};

export const MAX_QUERY_LENGTH = 1000;

const VALUE = String.raw`(?:"[^"]*"?|[^\s",]+)`;
/** One piece: an optional minus, then `name:value,value`, a phrase, or a word. */
const PIECE = new RegExp(
  String.raw`(?<minus>-(?=[^\s-]))?(?:(?<name>\p{L}+):(?!//)(?<values>${VALUE}(?:,${VALUE})*,?)?|(?<sigil>[#@])(?=["\p{L}\p{N}])(?<named>${VALUE})|"(?<phrase>[^"]*)"?|(?<word>[^\s]+))`,
  'gu',
);

type Context = { readonly today: LocalDate; readonly locale: SearchLocale };
/** One piece of the line and where it goes. */
type Piece = Pick<SearchWarning, 'start' | 'end'> & {
  readonly isExcluded: boolean;
  readonly query: SearchQuery;
  readonly context: Context;
};
type Groups = Partial<Record<string, string>>;

/** Reads a search line. Never throws; what is no operator is text, and what could not be read is in `warnings`. */
export function parseSearchQuery(
  text: string,
  context: { readonly now: string; readonly locale: SearchLocale },
): SearchQuery {
  const query: SearchQuery = {
    terms: [],
    phrases: [],
    excluded: [],
    filters: emptyLists(),
    excludedFilters: emptyLists(),
    spans: [],
    warnings: [],
  };
  const read = { today: context.now.slice(0, 10), locale: context.locale };
  for (const match of text.slice(0, MAX_QUERY_LENGTH).matchAll(PIECE)) {
    const groups: Groups = match.groups ?? {};
    const isExcluded = groups['minus'] !== undefined;
    readPiece(groups, {
      start: match.index,
      end: match.index + match[0].length,
      isExcluded,
      query,
      context: read,
    });
  }
  if (text.length > MAX_QUERY_LENGTH) {
    query.warnings.push({ code: 'query_too_long', start: MAX_QUERY_LENGTH, end: text.length });
  }
  return query;
}

function readPiece({ name, values, sigil, named, phrase, word }: Groups, piece: Piece): void {
  if (name !== undefined) return readOperator(name, splitValues(values ?? ''), piece);
  if (sigil !== undefined) return readSigil(sigil, named ?? '', piece);
  const isPhrase = phrase !== undefined;
  addText(phrase ?? word ?? '', isPhrase, piece);
  if (piece.isExcluded || isPhrase) mark(piece, piece.isExcluded ? 'excluded' : 'phrase');
}

function readSigil(sigil: string, named: string, piece: Piece): void {
  const [value] = splitValues(named);
  if (value === undefined) return;
  const operator = sigil === '#' ? 'tag' : 'client';
  addUnique(listsOf(piece)[operator], value);
  mark(piece, 'operator', operator);
}

function readOperator(name: string, values: readonly string[], piece: Piece): void {
  const operator = findOperator(name);
  if (operator === undefined) {
    warn(piece, 'unknown_operator');
    mark(piece, 'unknown');
    addText([name, ...values].join(' '), true, piece);
    return;
  }
  const isUnderstood =
    values.length > 0 && values.map((value) => apply(operator, value, piece)).every(Boolean);
  if (!isUnderstood) warn(piece, values.length === 0 ? 'missing_value' : 'unknown_value');
  mark(piece, isUnderstood ? 'operator' : 'unknown', operator);
}

/** False where the value means nothing to the operator; it is then left out of the search. */
function apply(operator: OperatorName, value: string, piece: Piece): boolean {
  const lists = listsOf(piece);
  switch (operator) {
    case 'client':
    case 'project':
      return addUnique(lists[operator], value);
    case 'tag':
      return addUnique(lists.tag, value.replace(/^#/, ''));
    case 'type':
      return addUnique(lists.type, findType(value));
    case 'status':
      return addUnique(lists.status, findStatus(value));
    case 'priority':
      return addUnique(lists.priority, findPriority(value.replace(/^!/, '')));
    case 'is':
      return addUnique(lists.is, findState(value));
    default:
      return !piece.isExcluded && applyDate(operator, value, piece);
  }
}

function applyDate(operator: 'due' | 'before' | 'after', value: string, { query, context }: Piece): boolean {
  const { filters } = query;
  if (operator === 'due' && /^(?:none|never|nessuna|mai)$/i.test(value)) {
    filters.due = { isNone: true };
    return true;
  }
  if (operator === 'due') {
    const range = parseDateRange(value, context.today, context.locale);
    if (range !== undefined) filters.due = range;
    return range !== undefined;
  }
  const period = parsePeriod(value, context.today, context.locale);
  const edge = operator === 'before' ? period?.from : period?.to;
  if (edge !== undefined) filters[operator] = edge;
  return edge !== undefined;
}

function addText(text: string, isPhrase: boolean, { query, isExcluded }: Piece): void {
  const words = text.trim();
  if (words === '') return;
  if (isExcluded) query.excluded.push(words);
  else (isPhrase ? query.phrases : query.terms).push(words);
}

function mark({ query, start, end }: Piece, kind: SearchSpan['kind'], operator?: OperatorName): void {
  query.spans.push({ start, end, kind, ...(operator === undefined ? {} : { operator }) });
}

function warn({ query, start, end }: Piece, code: SearchWarning['code']): void {
  query.warnings.push({ code, start, end });
}

function splitValues(values: string): string[] {
  return [...values.matchAll(/"([^"]*)"?|([^\s",]+)/gu)]
    .map((match) => (match[1] ?? match[2] ?? '').trim())
    .filter((value) => value !== '');
}

function listsOf({ query, isExcluded }: Piece): SearchLists {
  return isExcluded ? query.excludedFilters : query.filters;
}

function addUnique<T>(list: T[], value: T | undefined): boolean {
  if (value === undefined || value === '') return false;
  if (!list.includes(value)) list.push(value);
  return true;
}

function emptyLists(): SearchLists {
  return { type: [], client: [], project: [], tag: [], status: [], priority: [], is: [] };
}
