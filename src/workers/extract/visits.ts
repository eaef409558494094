import type { BrowserFamily, ExtractJob, Visit, VisitPage } from '#shared/contracts/extract.ts';
import { withCopy, type BrowserDatabase } from './browser-copy.ts';
import { cleanTitle, cleanUrl } from './clean-url.ts';

type VisitsJob = Extract<ExtractJob, { op: 'visits' }>;

type Family = {
  readonly file: string;
  readonly tables: readonly string[];
  /** Rows of time, id, address, title after the two bound values time and id, the earliest first. */
  readonly sql: string;
  fromMs(ms: number): bigint;
  toMs(time: bigint): number;
};

/** Chromium counts microseconds from the first of January 1601. */
const WEBKIT_EPOCH_MS = 11_644_473_600_000n;

/** Frames inside a page are no visits of the person's (core transitions 3 and 4, visit types 4 and 8). */
const FAMILIES: Readonly<Record<BrowserFamily, Family>> = {
  chromium: {
    file: 'History',
    tables: ['urls', 'visits'],
    sql: `SELECT v.visit_time, v.id, substr(u.url, 1, 16001), substr(u.title, 1, 2000)
      FROM visits v JOIN urls u ON u.id = v.url
      WHERE (v.visit_time, v.id) > (?, ?) AND u.hidden = 0 AND (v.transition & 255) NOT IN (3, 4)
      ORDER BY v.visit_time, v.id LIMIT ?`,
    fromMs: (ms) => (BigInt(Math.trunc(ms)) + WEBKIT_EPOCH_MS) * 1000n,
    toMs: (time) => Number(time / 1000n - WEBKIT_EPOCH_MS),
  },
  firefox: {
    file: 'places.sqlite',
    tables: ['moz_places', 'moz_historyvisits'],
    sql: `SELECT v.visit_date, v.id, substr(p.url, 1, 16001), substr(p.title, 1, 2000)
      FROM moz_historyvisits v JOIN moz_places p ON p.id = v.place_id
      WHERE (v.visit_date, v.id) > (?, ?) AND p.hidden = 0 AND v.visit_type NOT IN (4, 8)
      ORDER BY v.visit_date, v.id LIMIT ?`,
    fromMs: (ms) => BigInt(Math.trunc(ms)) * 1000n,
    toMs: (time) => Number(time / 1000n),
  },
};

/** Visits in the order of their times; the cursor goes by the browser's own times, which are finer than ours. */
export function readVisits({ source, sinceMs, after, limit }: VisitsJob): VisitPage {
  const family = FAMILIES[source.family];
  const file = { folder: source.profile, name: family.file, scratch: source.scratch };
  const since = family.fromMs(sinceMs) - 1n;
  const start = after && BigInt(after.timeText) > since ? after : null;
  const bound = start ? [BigInt(start.timeText), BigInt(start.id)] : [since, 9_000_000_000_000_000n];
  return withCopy(file, family.tables, (database: BrowserDatabase) => {
    const rows = database.all(family.sql, [...bound, BigInt(limit)]);
    const visits = rows.flatMap(([time, , url, title]): Visit[] => {
      const cleaned = typeof url === 'string' ? cleanUrl(url) : undefined;
      if (cleaned === undefined || typeof time !== 'bigint') return [];
      return [{ url: cleaned, title: cleanTitle(title), visitedAt: family.toMs(time) }];
    });
    const [time, id] = rows.at(-1) ?? [];
    const next = time === undefined ? after : { timeText: String(time), id: Number(id) };
    return { visits, next, isEnd: rows.length < limit };
  });
}
