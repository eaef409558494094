import type { PluginContext, Visits } from '#sdk';
import { readAddress } from './address.ts';
import type { PageFacts } from './pages.ts';
import { belongingOf, type WorkSites } from './work-sites.ts';

type Host = Pick<PluginContext, 'browser' | 'log'>;

/** What the browsers tell: pages of the work, over all profiles. */
export type Found = {
  readonly pages: Map<string, PageFacts>;
  /** Of the profiles that could be read: how far. */
  readonly cursors: Record<string, string | null>;
  /** Could not be read now. */
  readonly unread: string[];
  /** No longer on this machine. */
  readonly missing: string[];
};

export type Wanted = {
  readonly profiles: readonly string[];
  readonly work: WorkSites;
  /** Earlier visits are of no use. */
  readonly since: number;
  /** Empty to read all anew. */
  readonly cursors: Readonly<Record<string, string | null>>;
};

const VISITS = 2_000;
const MAX_PAGES = 20_000;

export async function readBrowsers(host: Host, wanted: Wanted): Promise<Found> {
  const found: Found = { pages: new Map(), cursors: {}, unread: [], missing: [] };
  for (const profile of wanted.profiles) {
    try {
      found.cursors[profile] = await readVisits(host, profile, wanted, found);
      await readBookmarks(host, profile, wanted.work, found);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'not_found') found.missing.push(profile);
      // Its browser may be writing to it all the time.
      else if (code === 'file_unreadable') found.unread.push(profile);
      else throw error;
      host.log.warn('profile not read', { profile, reason: code });
    }
  }
  return found;
}

async function readVisits(
  { browser, log }: Host,
  profile: string,
  { work, since, cursors }: Wanted,
  found: Found,
): Promise<string | null> {
  let cursor = cursors[profile] ?? null;
  for (let hasMore = true; hasMore;) {
    const answer: Visits = await browser.listVisits({ profile, since, cursor, limit: VISITS });
    for (const { url, title, visitedAt } of answer.visits) {
      const address = readAddress(url);
      const belonging = address && belongingOf(work, address);
      if (!address || !belonging || !hasRoom(found, address.url)) continue;
      const page = found.pages.get(address.url) ?? emptyPage(address.url, belonging);
      found.pages.set(address.url, {
        ...page,
        title: title === '' ? page.title : title,
        visits: page.visits + 1,
        firstAt: page.visits === 0 ? visitedAt : Math.min(page.firstAt, visitedAt),
        lastAt: Math.max(page.lastAt, visitedAt),
      });
    }
    ({ cursor, hasMore } = answer);
  }
  if (found.pages.size >= MAX_PAGES) log.warn('more pages than are kept', { kept: MAX_PAGES });
  return cursor;
}

async function readBookmarks(
  { browser }: Host,
  profile: string,
  work: WorkSites,
  found: Found,
): Promise<void> {
  const { bookmarks } = await browser.listBookmarks({ profile });
  for (const { url, title, addedAt, folders } of bookmarks) {
    const address = readAddress(url);
    const belonging = address && belongingOf(work, address, folders);
    if (!address || !belonging || !hasRoom(found, address.url)) continue;
    const page = found.pages.get(address.url) ?? emptyPage(address.url, belonging);
    found.pages.set(address.url, {
      ...page,
      title: page.title === '' ? title : page.title,
      // Without a time it is known from the beginning.
      bookmarkedAt: Math.max(1, addedAt ?? 1),
      folder: folders.at(-1) ?? '',
    });
  }
}

function hasRoom({ pages }: Found, url: string): boolean {
  return pages.size < MAX_PAGES || pages.has(url);
}

function emptyPage(url: string, belonging: PageFacts['belonging']): PageFacts {
  return { url, title: '', belonging, visits: 0, firstAt: 0, lastAt: 0, bookmarkedAt: 0, folder: '' };
}
