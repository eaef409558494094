/**
 * Makes browser profiles as Chromium and Firefox lay them out, filled with made data: for tests and for the demo.
 * The tables are the parts of their schemas that history and bookmarks are read from (Chromium history version 68,
 * Firefox places version 78), written from their public descriptions.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';

export type MadeVisit = {
  readonly url: string;
  readonly title: string;
  /** Milliseconds since the Unix epoch. */
  readonly visitedAt: number;
  /** A frame inside a page, which is no visit of the person's. */
  readonly isFrame?: boolean;
};
export type MadeBookmark = { readonly url: string; readonly title: string; readonly addedAt: number };
export type MadeProfile = {
  readonly homeDir: string;
  /** As the browser shows it. */
  readonly name?: string;
  readonly visits: readonly MadeVisit[];
  readonly bookmarks?: readonly MadeBookmark[];
};

/** A browser that is still running: its latest visits are in the log beside the database. */
export type OpenProfile = {
  readonly folder: string;
  readonly profileId: string;
  add(visits: readonly MadeVisit[]): void;
  close(): void;
};

const WEBKIT_EPOCH_MS = 11_644_473_600_000n;
const webkitTime = (ms: number): bigint => (BigInt(ms) + WEBKIT_EPOCH_MS) * 1000n;

const CHROMIUM_SCHEMA = `
  CREATE TABLE meta(key LONGVARCHAR NOT NULL UNIQUE PRIMARY KEY, value LONGVARCHAR);
  INSERT INTO meta VALUES ('version', '68'), ('last_compatible_version', '16');
  CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR,
    visit_count INTEGER DEFAULT 0 NOT NULL, typed_count INTEGER DEFAULT 0 NOT NULL,
    last_visit_time INTEGER NOT NULL, hidden INTEGER DEFAULT 0 NOT NULL);
  CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT NULL,
    from_visit INTEGER, transition INTEGER DEFAULT 0 NOT NULL, segment_id INTEGER,
    visit_duration INTEGER DEFAULT 0 NOT NULL);
  CREATE INDEX visits_url_index ON visits (url);
  CREATE INDEX visits_time_index ON visits (visit_time);
  CREATE INDEX urls_url_index ON urls (url);`;

const FIREFOX_SCHEMA = `
  PRAGMA user_version = 78;
  CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, rev_host LONGVARCHAR,
    visit_count INTEGER DEFAULT 0, hidden INTEGER DEFAULT 0 NOT NULL, typed INTEGER DEFAULT 0 NOT NULL,
    frecency INTEGER DEFAULT -1 NOT NULL, last_visit_date INTEGER, guid TEXT, foreign_count INTEGER DEFAULT 0 NOT NULL,
    url_hash INTEGER DEFAULT 0 NOT NULL);
  CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY, from_visit INTEGER, place_id INTEGER, visit_date INTEGER,
    visit_type INTEGER, session INTEGER);
  CREATE INDEX moz_historyvisits_dateindex ON moz_historyvisits (visit_date);
  CREATE TABLE moz_bookmarks(id INTEGER PRIMARY KEY, type INTEGER, fk INTEGER DEFAULT NULL, parent INTEGER,
    position INTEGER, title LONGVARCHAR, keyword_id INTEGER, folder_type TEXT, dateAdded INTEGER,
    lastModified INTEGER, guid TEXT);
  INSERT INTO moz_bookmarks (id, type, parent, position, title) VALUES (1, 2, 0, 0, ''), (2, 2, 1, 0, 'menu'),
    (3, 2, 2, 0, 'Clients');`;

/** Chrome for Linux: `.config/google-chrome/Default`. */
export function makeChromeProfile(profile: MadeProfile): OpenProfile {
  const root = join(profile.homeDir, '.config/google-chrome');
  const folder = join(root, 'Default');
  mkdirSync(folder, { recursive: true });
  const names = { profile: { info_cache: { Default: { name: profile.name ?? 'Work' } } } };
  writeFileSync(join(root, 'Local State'), JSON.stringify(names));
  writeFileSync(join(folder, 'Bookmarks'), JSON.stringify(chromiumBookmarks(profile.bookmarks ?? [])));
  const database = openWithLog(join(folder, 'History'), CHROMIUM_SCHEMA);
  const addUrl = database.prepare(
    'INSERT INTO urls (url, title, visit_count, last_visit_time) VALUES (?, ?, 1, ?) RETURNING id',
  );
  const addVisit = database.prepare(
    'INSERT INTO visits (url, visit_time, from_visit, transition) VALUES (?, ?, 0, ?)',
  );
  const add = (visits: readonly MadeVisit[]): void => {
    database.exec('BEGIN');
    for (const { url, title, visitedAt, isFrame } of visits) {
      const id = idOf(addUrl.get(url, title, webkitTime(visitedAt)));
      // PAGE_TRANSITION_LINK or AUTO_SUBFRAME, with the marks of a whole chain.
      addVisit.run(id, webkitTime(visitedAt), isFrame ? 0x30000003 : 0x30000000);
    }
    database.exec('COMMIT');
  };
  add(profile.visits);
  return { folder, profileId: 'chrome:Default', add, close: () => void database.close() };
}

function chromiumBookmarks(bookmarks: readonly MadeBookmark[]): unknown {
  const children = bookmarks.map(({ url, title, addedAt }, index) => ({
    type: 'url',
    id: String(index + 10),
    name: title,
    url,
    date_added: String(webkitTime(addedAt)),
  }));
  const folder = (name: string, inside: readonly unknown[]) => ({ type: 'folder', name, children: inside });
  return {
    version: 1,
    roots: {
      bookmark_bar: folder('Bookmarks bar', [folder('Clients', children)]),
      other: folder('Other bookmarks', []),
    },
  };
}

/** Firefox for Linux: `.mozilla/firefox/made.default-release`. */
export function makeFirefoxProfile(profile: MadeProfile): OpenProfile {
  const root = join(profile.homeDir, '.mozilla/firefox');
  const folder = join(root, 'made.default-release');
  mkdirSync(folder, { recursive: true });
  const section = `[Profile0]\nName=${profile.name ?? 'default-release'}\nIsRelative=1\nPath=made.default-release\n`;
  writeFileSync(join(root, 'profiles.ini'), `${section}\n[General]\nStartWithLastProfile=1\n`);
  const database = openWithLog(join(folder, 'places.sqlite'), FIREFOX_SCHEMA);
  const addPlace = database.prepare(
    'INSERT INTO moz_places (url, title, visit_count) VALUES (?, ?, 1) RETURNING id',
  );
  const addVisit = database.prepare(
    'INSERT INTO moz_historyvisits (place_id, visit_date, visit_type, session) VALUES (?, ?, ?, 0)',
  );
  const addMark = database.prepare(
    'INSERT INTO moz_bookmarks (type, fk, parent, title, dateAdded) VALUES (1, ?, 3, ?, ?)',
  );
  const placeOf = (url: string, title: string) => idOf(addPlace.get(url, title));
  const add = (visits: readonly MadeVisit[]): void => {
    database.exec('BEGIN');
    for (const { url, title, visitedAt, isFrame } of visits) {
      addVisit.run(placeOf(url, title), BigInt(visitedAt) * 1000n, isFrame ? 4 : 1);
    }
    database.exec('COMMIT');
  };
  add(profile.visits);
  for (const { url, title, addedAt } of profile.bookmarks ?? []) {
    addMark.run(placeOf(url, title), title, BigInt(addedAt) * 1000n);
  }
  return { folder, profileId: 'firefox:made.default-release', add, close: () => void database.close() };
}

function openWithLog(path: string, schema: string) {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // The visits stay in the log until it is closed, as with a browser that runs.
  database.pragma('wal_autocheckpoint = 0');
  database.exec(schema);
  return database;
}

function idOf(row: unknown): number {
  if (typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'number') return row.id;
  throw new Error('no row was added');
}
