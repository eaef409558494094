import type { IndexEntry, IndexItem } from '#sdk';
import type { Belonging } from './work-sites.ts';

/** What is known of a page over all visits. Times in milliseconds, 0 for never. */
export type PageFacts = {
  readonly url: string;
  readonly title: string;
  readonly belonging: Belonging;
  readonly visits: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** 0 where it is no bookmark of the work. */
  readonly bookmarkedAt: number;
  readonly folder: string;
};

const MAX_TITLE = 500;
/** Of the index. */
const MAX_ID = 500;

/** The entry is the memory of the plugin as well: how often and since when is read back from its text. */
export function itemOf(page: PageFacts): IndexItem {
  const { url, belonging, visits, firstAt, lastAt, bookmarkedAt, folder } = page;
  const parts: string[] = [];
  if (visits > 0) parts.push(`${visits} ${visits === 1 ? 'visit' : 'visits'} since ${dayOf(firstAt)}`);
  if (bookmarkedAt > 0) parts.push(`bookmarked in ${folder}`);
  const title = page.title.trim() === '' ? url.replace(/^https?:\/\//, '') : page.title.trim();
  return {
    kind: 'web',
    id: idOf(url),
    title: title.slice(0, MAX_TITLE).toWellFormed(),
    text: parts.join(' · '),
    url,
    clientId: belonging.clientId,
    groupName: belonging.group.slice(0, 300),
    occurredAt: Math.max(lastAt, lastAt > 0 ? 0 : bookmarkedAt),
  };
}

/** The address itself; of a long one its beginning and a number made of all of it. */
export function idOf(url: string): string {
  if (url.length <= MAX_ID) return url;
  let hash = 0x811c9dc5;
  for (let index = 0; index < url.length; index += 1)
    hash = Math.imul(hash ^ url.charCodeAt(index), 0x01000193);
  return `${url.slice(0, MAX_ID - 10).toWellFormed()} ${(hash >>> 0).toString(16)}`;
}

/** Visits that an entry tells of. */
export function visitsIn(entry: Pick<IndexEntry, 'text' | 'occurredAt'>): {
  readonly visits: number;
  readonly firstAt: number;
  readonly lastAt: number;
} {
  const [, count, day] = /^(\d{1,9}) visits? since (\d{4}-\d{2}-\d{2})/.exec(entry.text) ?? [];
  const firstAt = day === undefined ? Number.NaN : Date.parse(day);
  if (count === undefined || Number.isNaN(firstAt)) return { visits: 0, firstAt: 0, lastAt: 0 };
  return { visits: Number(count), firstAt, lastAt: entry.occurredAt ?? firstAt };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
