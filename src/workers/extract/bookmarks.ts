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
const MAX_FOLDERS = 8;
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
  const waiting: Waiting[] = Object.values(roots)
    .toReversed()
    .map((node) => ({ node, folders: [] }));
  for (let count = 0; count < MAX_NODES; count += 1) {
    const next = waiting.pop();
    if (next === undefined) break;
    const node = nodeSchema.safeParse(next.node);
    if (!node.success) continue;
    const { url, name, date_added: added, children } = node.data;
    const title = cleanTitle(name);
    const cleaned = url === undefined ? undefined : cleanUrl(url);
    if (cleaned !== undefined)
      found.push({ url: cleaned, title, addedAt: webkitMs(added), folders: next.folders });
    const folders = folderBelow(next.folders, title);
    for (const child of (children ?? []).toReversed()) waiting.push({ node: child, folders });
  }
  return found;
}

type Waiting = { readonly node: unknown; readonly folders: readonly string[] };

function folderBelow(folders: readonly string[], name: string): readonly string[] {
  return name === '' || folders.length >= MAX_FOLDERS ? folders : [...folders, name.slice(0, 100)];
}

function webkitMs(text: string | undefined): number | null {
  if (text === undefined || !/^\d{10,20}$/.test(text)) return null;
  return Number(BigInt(text) / 1000n) - WEBKIT_EPOCH_MS;
}

const FIREFOX_SQL = `SELECT substr(p.url, 1, 16001), substr(coalesce(b.title, p.title), 1, 2000), b.dateAdded, b.parent
  FROM moz_bookmarks b JOIN moz_places p ON p.id = b.fk WHERE b.type = 1 ORDER BY b.id LIMIT ?`;

const FOLDERS_SQL = 'SELECT id, parent, substr(title, 1, 2000) FROM moz_bookmarks WHERE type = 2 LIMIT ?';

function readFirefox(source: BookmarksJob['source'], limit: number): readonly Bookmark[] {
  const file = { folder: source.profile, name: 'places.sqlite', scratch: source.scratch };
  return withCopy(file, ['moz_places', 'moz_bookmarks'], (database) => {
    const rows = database.all(FOLDERS_SQL, [BigInt(MAX_NODES)]);
    const parents = new Map(rows.map(([id, parent, name]) => [id, { parent, name: cleanTitle(name) }]));
    return database.all(FIREFOX_SQL, [BigInt(limit)]).flatMap(([url, title, added, parent]): Bookmark[] => {
      const cleaned = typeof url === 'string' ? cleanUrl(url) : undefined;
      if (cleaned === undefined) return [];
      const addedAt = typeof added === 'bigint' ? Number(added / 1000n) : null;
      return [{ url: cleaned, title: cleanTitle(title), addedAt, folders: foldersAbove(parents, parent) }];
    });
  });
}

/** Bounded: in a damaged database a folder can lie in itself. */
function foldersAbove(
  parents: ReadonlyMap<unknown, { readonly parent: unknown; readonly name: string }>,
  id: unknown,
): readonly string[] {
  const names: string[] = [];
  let at = parents.get(id);
  for (let steps = 0; at !== undefined && steps < MAX_FOLDERS; steps += 1) {
    if (at.name !== '') names.unshift(at.name.slice(0, 100));
    at = parents.get(at.parent);
  }
  return names;
}
