import { describe, expect, it } from 'vitest';
import { fitPage, isOutdated, keptPage, rowsOf, type LoadedPage, type LoadedPages } from './page-parts.ts';

type Row = { readonly id: string };
const idOf = ({ id }: Row): string => id;

function page(ids: string, nextCursor: string | null, askedAtMs = 1): LoadedPage<Row> {
  return { items: [...ids].map((id) => ({ id })), nextCursor, total: 12, askedAtMs };
}

/** Four pages of three rows each. */
const LOADED: LoadedPages<Row> = {
  pages: [page('abc', 'c1'), page('def', 'c2'), page('ghi', 'c3'), page('jkl', null)],
  pageParams: [undefined, 'c1', 'c2', 'c3'],
};
const ids = (rows: readonly Row[]): string => rows.map(idOf).join('');

describe('a long list that is fetched again in parts', () => {
  it('keeps the pages that nobody sees and asks for the others', () => {
    const seen = new Set(['f', 'g']);
    const kept = LOADED.pageParams.map((cursor) => keptPage(LOADED, cursor, seen, idOf) !== undefined);
    expect(kept).toEqual([true, false, false, true]);
    expect(keptPage(LOADED, 'c9', seen, idOf)).toBeUndefined();
  });

  it('asks for its beginning before anything is drawn', () => {
    const kept = LOADED.pageParams.map((cursor) => keptPage(LOADED, cursor, new Set(), idOf) !== undefined);
    expect(kept).toEqual([false, true, true, true]);
  });

  it('asks for all of a short one', () => {
    const short = { pages: LOADED.pages.slice(0, 3), pageParams: LOADED.pageParams.slice(0, 3) };
    expect(keptPage(short, 'c2', new Set(['a']), idOf)).toBeUndefined();
  });

  it('ends a page that lost a row where the next page begins', () => {
    const fitted = fitPage(LOADED, 'c1', page('dfg', 'c2b', 2), idOf);
    expect(ids(fitted.items)).toBe('df');
    expect(fitted.nextCursor).toBe('c2');
  });

  it('takes in a row that came from further down', () => {
    const fitted = fitPage(LOADED, 'c1', page('dkfg', 'c2b', 2), idOf);
    expect(ids(fitted.items)).toBe('dkf');
    const pages = [page('abc', 'c1'), fitted, page('ghi', 'c3'), page('jkl', null)];
    expect(ids(rowsOf(pages, idOf))).toBe('abcdkfghijl');
  });

  it.each([
    ['a row too many', 'dxe'],
    ['a next page that has changed as well', 'dfgx'],
    ['a next page that begins elsewhere', 'dfh'],
  ])('lets what follows be fetched anew after %s', (_name, rows) => {
    const fresh = page(rows, 'c2b', 2);
    expect(fitPage(LOADED, 'c1', fresh, idOf)).toBe(fresh);
  });

  it('knows what on screen is older than a change', () => {
    const pages = [page('abc', 'c1', 5), page('def', null, 9)];
    expect(isOutdated(pages, new Set(['e']), idOf, 7)).toBe(false);
    expect(isOutdated(pages, new Set(['c', 'd']), idOf, 7)).toBe(true);
  });
});
