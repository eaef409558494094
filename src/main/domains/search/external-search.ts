import type { ExternalKind } from '#shared/contracts/external-items.ts';
import type { SearchHit } from '#shared/contracts/search.ts';
import { excerpt, highlight, type Needles } from './highlight.ts';

/** Which of what lies outside is meant; lists that are left out narrow nothing. */
export type ExternalFilter = {
  readonly kinds: readonly ExternalKind[];
  readonly clientIds: readonly string[] | undefined;
  readonly projectIds: readonly string[] | undefined;
  /** Leaves out what belongs to a private client or project. */
  readonly isPublic: boolean;
  /** Milliseconds, `updatedBefore` exclusive. */
  readonly updatedFrom: number | undefined;
  readonly updatedBefore: number | undefined;
};

/** `match` is an FTS5 expression, null to list the latest. */
export type ExternalWanted = ExternalFilter & { readonly match: string | null; readonly limit: number };

export type ExternalFound = {
  readonly id: string;
  readonly kind: ExternalKind;
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly startDay: string | null;
  readonly updatedAt: number;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  readonly groupName: string | null;
  readonly isPrivate: boolean;
};

/** What a domain further right makes findable: files, web pages, mails, events. The best come first. */
export type ExternalSearch = {
  find(wanted: ExternalWanted): Promise<{ readonly items: readonly ExternalFound[]; readonly total: number }>;
};

export const NO_EXTERNAL: ExternalSearch = { find: async () => ({ items: [], total: 0 }) };

export function externalHit(found: ExternalFound, needles: Needles): SearchHit {
  const { id, kind, updatedAt, clientName, projectName, projectColour, startDay, isPrivate } = found;
  return {
    id,
    kind,
    updatedAt,
    clientName,
    projectName,
    projectColour,
    isPrivate,
    status: null,
    dueDate: startDay,
    title: highlight(found.title, needles),
    excerpt: excerpt(found.text === '' ? (found.url ?? '') : found.text, needles),
    link: found.url ?? '',
  };
}

/** Two of the person's own for each one from outside, as long as there are both. */
export function mingle<T>(own: readonly T[], outside: readonly T[]): readonly T[] {
  const mingled: T[] = [];
  for (let at = 0; at * 2 < own.length || at < outside.length; at += 1) {
    mingled.push(...own.slice(at * 2, at * 2 + 2), ...outside.slice(at, at + 1));
  }
  return mingled;
}
