import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import { EXTERNAL_KINDS } from '#shared/contracts/external-items.ts';
import { TASK_PRIORITIES } from '#shared/contracts/tasks.ts';
import type { ExternalFilter } from './external-search.ts';
import { foldText } from './search-doc.ts';
import type { SearchLists, SearchQuery } from './query-parser.ts';

export type Named = { readonly id: string; readonly name: string };
export type KnownNames = {
  readonly clients: readonly Named[];
  readonly projects: readonly Named[];
  readonly tags: readonly string[];
};

/** One condition of the operators; `isNot` turns it round. */
export type Condition = {
  readonly column:
    | 'kind'
    | 'client_id'
    | 'project_id'
    | 'tag'
    | 'status'
    | 'priority'
    | 'is_done'
    | 'private'
    | 'is_archived'
    | 'is_pinned'
    | 'is_suggested'
    | 'overdue';
  readonly values: readonly (string | number)[];
  readonly isNot: boolean;
};

export type SearchFilter = {
  readonly kinds: readonly ItemKind[];
  readonly conditions: readonly Condition[];
  readonly isTrashed: boolean;
  readonly dueFrom?: string | undefined;
  readonly dueTo?: string | undefined;
  readonly hasNoDue: boolean;
  readonly updatedFrom?: number | undefined;
  readonly updatedBefore?: number | undefined;
  readonly today: string;
};

export type ResolvedFilter = {
  readonly filter: SearchFilter;
  /** Null where nothing outside of the workspace can be meant. */
  readonly external: ExternalFilter | null;
  readonly warnings: readonly string[];
};

const STATE_COLUMNS = {
  open: ['is_done', 0],
  done: ['is_done', 1],
  archived: ['is_archived', 1],
  pinned: ['is_pinned', 1],
  ai: ['is_suggested', 1],
  overdue: ['overdue', 1],
  private: ['private', 1],
} as const;

export function needsNames({ filters, excludedFilters }: SearchQuery): boolean {
  return [filters, excludedFilters].some(
    (lists) => lists.client.length + lists.project.length + lists.tag.length > 0,
  );
}

/** Names become ids; what names nothing matches nothing and is told. */
export function resolveFilter(query: SearchQuery, names: KnownNames, today: string): ResolvedFilter {
  const { filters, excludedFilters } = query;
  const warnings: string[] = [];
  const conditions = [
    ...conditionsOf(filters, names, warnings, false),
    ...conditionsOf(excludedFilters, names, warnings, true),
  ];
  const excludedKinds = new Set(excludedFilters.type);
  const kinds = ITEM_KINDS.filter(
    (kind) => !excludedKinds.has(kind) && (filters.type.length === 0 || filters.type.includes(kind)),
  );
  const filter: SearchFilter = {
    kinds,
    conditions,
    isTrashed: filters.is.includes('trashed'),
    dueFrom: filters.due?.from,
    dueTo: filters.due?.to,
    hasNoDue: filters.due?.isNone === true,
    updatedFrom: filters.after === undefined ? undefined : endOfDay(filters.after),
    updatedBefore: filters.before === undefined ? undefined : startOfDay(filters.before),
    today,
  };
  return { filter, external: externalFilter(query, filter), warnings };
}

/** What lies outside has no state, tag or due day; without words it is listed only when its kind is asked for. */
function externalFilter({ filters, excludedFilters, ...words }: SearchQuery, filter: SearchFilter) {
  const excluded = new Set(excludedFilters.type);
  const isAsked = filters.type.length > 0;
  const kinds = EXTERNAL_KINDS.filter(
    (kind) => !excluded.has(kind) && (!isAsked || filters.type.includes(kind)),
  );
  const hasWords = words.terms.length + words.phrases.length > 0;
  const { isTrashed, hasNoDue, dueFrom, dueTo, updatedFrom, updatedBefore } = filter;
  const isForItems =
    isTrashed ||
    hasNoDue ||
    dueFrom !== undefined ||
    dueTo !== undefined ||
    filter.conditions.some(({ column, isNot }) =>
      column === 'client_id' || column === 'project_id' ? isNot : !isNot,
    );
  if (kinds.length === 0 || isForItems || !(hasWords || isAsked)) return null;
  const idsOfColumn = (column: Condition['column']) =>
    filter.conditions.find((one) => one.column === column)?.values.map(String);
  return {
    kinds,
    clientIds: idsOfColumn('client_id'),
    projectIds: idsOfColumn('project_id'),
    // Without the `not` it is a state, and what lies outside has none.
    isPublic: filter.conditions.some((one) => one.column === 'private'),
    updatedFrom,
    updatedBefore,
  };
}

function conditionsOf(
  lists: SearchLists,
  names: KnownNames,
  warnings: string[],
  isNot: boolean,
): Condition[] {
  const conditions: Condition[] = [];
  const add = (
    column: Condition['column'],
    typed: readonly string[],
    values: readonly (string | number)[],
  ) => {
    if (typed.length === 0) return;
    if (values.length === 0 && column !== 'status') warnings.push(`unknown_${column.replace('_id', '')}`);
    conditions.push({ column, values, isNot });
  };
  add('client_id', lists.client, idsOf(lists.client, names.clients));
  add('project_id', lists.project, idsOf(lists.project, names.projects));
  add('tag', lists.tag, tagsOf(lists.tag, names.tags));
  add('status', lists.status, lists.status);
  add(
    'priority',
    lists.priority,
    lists.priority.map((priority) => TASK_PRIORITIES.indexOf(priority)),
  );
  // States are properties that an item can have together, so each must hold.
  for (const state of lists.is) {
    if (state === 'trashed') continue;
    const [column, value] = STATE_COLUMNS[state];
    conditions.push({ column, values: [value], isNot });
  }
  return conditions;
}

/** The names that begin so, in full or at one of their words; an exact name stands alone. */
function idsOf(typed: readonly string[], known: readonly Named[]): string[] {
  const ids = typed.flatMap((text) => {
    const wanted = foldText(text).trim();
    const folded = known.map(({ id, name }) => ({ id, name: foldText(name) }));
    const exact = folded.filter(({ name }) => name === wanted);
    if (exact.length > 0) return exact;
    const starting = folded.filter(({ name }) => name.startsWith(wanted));
    if (starting.length > 0) return starting;
    return folded.filter(({ name }) => name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)));
  });
  return [...new Set(ids.map(({ id }) => id))];
}

function tagsOf(typed: readonly string[], known: readonly string[]): string[] {
  const wanted = new Set(typed.map(foldText));
  return known.filter((tag) => wanted.has(foldText(tag)));
}

function startOfDay(date: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day).getTime();
}

function endOfDay(date: string): number {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day + 1).getTime();
}
