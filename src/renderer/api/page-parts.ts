import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '#shared/contracts/common.ts';

/** A page of a list with the moment it was asked for, so that what is older than a change can be told. */
export type LoadedPage<T> = Page<T> & { readonly askedAtMs: number };
export type LoadedPages<T> = InfiniteData<LoadedPage<T>, string | undefined>;

/** What tells a row from all others. */
export type IdOf<T> = (row: T) => string;

/** A list of this many pages is fetched again as a whole; of a longer one only what is on screen. */
export const WHOLE_PAGES = 3;

function isOnScreen<T>(page: Page<T>, onScreen: ReadonlySet<string>, idOf: IdOf<T>): boolean {
  return page.items.some((row) => onScreen.has(idOf(row)));
}

/** The page a refetch may answer with unasked: of a long list one that nobody sees. */
export function keptPage<T>(
  loaded: LoadedPages<T>,
  cursor: string | undefined,
  onScreen: ReadonlySet<string>,
  idOf: IdOf<T>,
): LoadedPage<T> | undefined {
  if (loaded.pages.length <= WHOLE_PAGES) return undefined;
  const index = loaded.pageParams.indexOf(cursor);
  const page = loaded.pages[index];
  if (page === undefined) return undefined;
  // Before anything is drawn the list stands at its beginning.
  const isSeen = onScreen.size === 0 ? index === 0 : isOnScreen(page, onScreen, idOf);
  return isSeen ? undefined : page;
}

/**
 * Ends a page that was fetched again where the next one begins, so that the pages behind it stay as they are. When
 * the two do not meet row by row it is left as it came, and what follows is fetched anew from where it ends.
 */
export function fitPage<T>(
  loaded: LoadedPages<T>,
  cursor: string | undefined,
  fresh: LoadedPage<T>,
  idOf: IdOf<T>,
): LoadedPage<T> {
  const index = loaded.pageParams.indexOf(cursor);
  const former = loaded.pages[index];
  const next = loaded.pages[index + 1]?.items.map(idOf) ?? [];
  if (former === undefined || next.length === 0) return fresh;
  const cut = fresh.items.findIndex((row) => idOf(row) === next[0]);
  const meets = cut !== -1 && fresh.items.slice(cut).every((row, at) => idOf(row) === next[at]);
  return meets ? { ...fresh, items: fresh.items.slice(0, cut), nextCursor: former.nextCursor } : fresh;
}

/** All rows in order. A row that has moved between pages of different age is where the younger one has it. */
export function rowsOf<T>(pages: readonly LoadedPage<T>[], idOf: IdOf<T> | undefined): readonly T[] {
  if (idOf === undefined || pages.length <= WHOLE_PAGES) return pages.flatMap(({ items }) => items);
  const place = new Map<string, LoadedPage<T>>();
  for (const page of pages.toSorted((left, right) => left.askedAtMs - right.askedAtMs))
    for (const row of page.items) place.set(idOf(row), page);
  return pages.flatMap((page) => page.items.filter((row) => place.get(idOf(row)) === page));
}

/** Whether something on screen is older than the latest change. */
export function isOutdated<T>(
  pages: readonly LoadedPage<T>[],
  onScreen: ReadonlySet<string>,
  idOf: IdOf<T>,
  changedAtMs: number,
): boolean {
  return pages.some((page) => page.askedAtMs < changedAtMs && isOnScreen(page, onScreen, idOf));
}
