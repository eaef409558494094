import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bookmark, BookmarkList, ExtractJob } from '#shared/contracts/extract.ts';
import { withCopy } from './browser-copy.ts';
import { cleanTitle, cleanUrl } from './clean-url.ts';
import { Refused } from './refused.ts';

type BookmarksJob = Extract<ExtractJob, { op: 'bookmarks' }>;

const MAX_FILE_BYTES = 64_000_000;
const MAX_NODES = 200_000;
const WEBKIT_EPOCH_MS = 11_644_473_600_000;

export function readBookmarks({ source, limit }: BookmarksJob): BookmarkList {
  const found = source.family === 'chromium' ? readChromium(source.profile) : readFirefox(source, limit + 1);
  return { bookmarks: found.slice(0, limit), isTruncated: found.length > limit };
}

const nodeSchema = z.object({
  type: z.string().optional(),
  name: z.string().optional(),
  url: z.string().optional(),
  date_added: z.string().optional(),
  children: z.array(z.unknown()).optional(),
});
const fileSchema = z.object({ roots: z.record(z.string(), z.unknown()) });

/** Chromium keeps them in one JSON file; a browser without any has none. */
function readChromium(profile: string): readonly Bookmark[] {
  const path = join(profile, 'Bookmarks');
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isFile()) throw new Refused('not_a_file');
  if (stat.size > MAX_FILE_BYTES) throw new Refused('too_large');
  const { roots } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const found: Bookmark[] = [];
  // By hand instead of by recursion: how deep it goes is the file's to say.
  const waiting = Object.values(roots).toReversed();
  for (let count = 0; waiting.length > 0 && count < MAX_NODES; count += 1) {
    const node = nodeSchema.safeParse(waiting.pop());
    if (!node.success) continue;
    const { url, name, date_added: added, children } = node.data;
    const cleaned = url === undefined ? undefined : cleanUrl(url);
    if (cleaned !== undefined)
      found.push({ url: cleaned, title: cleanTitle(name), addedAt: webkitMs(added) });
    for (const child of (children ?? []).toReversed()) waiting.push(child);
  }
  return found;
}

function webkitMs(text: string | undefined): number | null {
  if (text === undefined || !/^\d{10,20}$/.test(text)) return null;
  return Number(BigInt(text) / 1000n) - WEBKIT_EPOCH_MS;
}

const FIREFOX_SQL = `SELECT substr(p.url, 1, 16001), substr(coalesce(b.title, p.title), 1, 2000), b.dateAdded
  FROM moz_bookmarks b JOIN moz_places p ON p.id = b.fk WHERE b.type = 1 ORDER BY b.id LIMIT ?`;

function readFirefox(source: BookmarksJob['source'], limit: number): readonly Bookmark[] {
  const file = { folder: source.profile, name: 'places.sqlite', scratch: source.scratch };
  return withCopy(file, ['moz_places', 'moz_bookmarks'], (database) =>
    database.all(FIREFOX_SQL, [BigInt(limit)]).flatMap(([url, title, added]): Bookmark[] => {
      const cleaned = typeof url === 'string' ? cleanUrl(url) : undefined;
      if (cleaned === undefined) return [];
      const addedAt = typeof added === 'bigint' ? Number(added / 1000n) : null;
      return [{ url: cleaned, title: cleanTitle(title), addedAt }];
    }),
  );
}
