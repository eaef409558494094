import type { IndexEntry, PluginContext } from '#sdk';
import { readAddress } from './address.ts';
import { idOf, itemOf, visitsIn, type PageFacts } from './pages.ts';
import { belongingOf, type WorkSites } from './work-sites.ts';

type Index = PluginContext['index'];

/**
 * How counted visits meet those of the entry that is there: `add` what is new, take the `larger` where all were
 * counted anew (a browser forgets its oldest), or `replace` where a profile was taken away.
 */
export type Merge = 'add' | 'larger' | 'replace';

export type Kept = { added: number; changed: number; forgotten: number };

const AT_ONCE = 200;
const LIST = 500;

export async function putPages(
  index: Index,
  pages: readonly PageFacts[],
  merge: Merge,
  kept: Kept,
): Promise<void> {
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    const batch = pages.slice(at, at + AT_ONCE);
    const { items } = await index.list({ kind: 'web', ids: batch.map(({ url }) => idOf(url)), limit: LIST });
    const known = new Map(items.map((entry) => [entry.id, entry]));
    const outcome = await index.put(
      batch.map((page) => itemOf(merged(page, known.get(idOf(page.url)), merge))),
    );
    kept.added += outcome.added;
    kept.changed += outcome.changed;
  }
}

function merged(page: PageFacts, entry: IndexEntry | undefined, merge: Merge): PageFacts {
  if (entry === undefined) return page;
  const title = page.title === '' ? entry.title : page.title;
  const before = visitsIn(entry);
  if (merge === 'replace' || before.visits === 0) return { ...page, title };
  return {
    ...page,
    title,
    visits: merge === 'add' ? before.visits + page.visits : Math.max(before.visits, page.visits),
    firstAt: page.visits === 0 ? before.firstAt : Math.min(before.firstAt, page.firstAt),
    lastAt: Math.max(before.lastAt, page.lastAt),
  };
}

/** Looks at all that is there: what is no work any more goes, and what is another client's is put there. */
export async function lookAgain(
  index: Index,
  work: WorkSites,
  { pages, isWhole }: { readonly pages: ReadonlyMap<string, PageFacts>; readonly isWhole: boolean },
  kept: Kept,
): Promise<void> {
  for await (const entries of allEntries(index, {})) {
    const others = entries.filter(({ url }) => url === null || !pages.has(url));
    const moved: PageFacts[] = [];
    const gone: string[] = [];
    for (const entry of others) {
      const page = isWhole ? undefined : pageOf(entry, work);
      if (page) moved.push(page);
      else gone.push(entry.id);
    }
    const outcome = moved.length === 0 ? { changed: 0 } : await putInParts(index, moved);
    kept.changed += outcome.changed;
    await remove(index, gone, kept);
  }
}

function pageOf(entry: IndexEntry, work: WorkSites): PageFacts | undefined {
  const address = entry.url === null ? undefined : readAddress(entry.url);
  const belonging = address && belongingOf(work, address);
  if (!address || !belonging) return undefined;
  const { visits, firstAt, lastAt } = visitsIn(entry);
  // A bookmark that is gone and was never visited.
  if (visits === 0) return undefined;
  return {
    url: address.url,
    title: entry.title,
    belonging,
    visits,
    firstAt,
    lastAt,
    bookmarkedAt: 0,
    folder: '',
  };
}

async function putInParts(index: Index, pages: readonly PageFacts[]): Promise<{ changed: number }> {
  let changed = 0;
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    changed += (await index.put(pages.slice(at, at + AT_ONCE).map(itemOf))).changed;
  }
  return { changed };
}

/** Pages that were last visited before then, unless they are bookmarked. */
export async function forgetOld(
  index: Index,
  before: number,
  isBookmarked: (url: string) => boolean,
  kept: Kept,
): Promise<void> {
  for await (const entries of allEntries(index, { occurredBefore: before })) {
    const old = entries.filter(({ url }) => url === null || !isBookmarked(url));
    await remove(
      index,
      old.map(({ id }) => id),
      kept,
    );
  }
}

async function* allEntries(index: Index, filter: { readonly occurredBefore?: number }) {
  for (let after: string | null | undefined; after !== null;) {
    const page: Awaited<ReturnType<Index['list']>> = await index.list({
      kind: 'web',
      limit: LIST,
      ...filter,
      ...(after === undefined ? {} : { after }),
    });
    if (page.items.length > 0) yield page.items;
    ({ after } = page);
  }
}

async function remove(index: Index, ids: readonly string[], kept: Kept): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const part = ids.slice(at, at + AT_ONCE);
    await index.remove({ kind: 'web', ids: part });
    kept.forgotten += part.length;
  }
}
