/** Browser profiles as they lie on disk, some of them in use: only addresses, titles and times come out. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserPlaces } from '#main/domains/connectors/browser/browser-places.ts';
import { BrowserService } from '#main/domains/connectors/browser/browser.service.ts';
import { createExtractWorker, type ExtractWorker } from '#main/domains/connectors/reading/extract-worker.ts';
import { workerUrl } from '#main/workers-url.ts';
import { makeChromeProfile, makeFirefoxProfile, type OpenProfile } from '../support/browser-profile.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const MINUTE = 60_000;

let homeDir: string;
let extract: ExtractWorker;
let browser: BrowserService;
let profiles: OpenProfile[];

beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'adiuva-home-'));
  extract = createExtractWorker(workerUrl('extract'));
  browser = new BrowserService({ homeDir, platform: 'linux', extract, scratchDir: homeDir });
  profiles = [];
});
afterEach(async () => {
  for (const profile of profiles) profile.close();
  await extract.close();
  await rm(homeDir, { recursive: true, force: true });
});

const FOLDERS = { chrome: ['Bookmarks bar', 'Clients'], firefox: ['menu', 'Clients'] };
const MAKERS = { chrome: makeChromeProfile, firefox: makeFirefoxProfile };

function make(
  kind: keyof typeof MAKERS,
  parts: Partial<Parameters<typeof makeChromeProfile>[0]> = {},
): OpenProfile {
  const profile = MAKERS[kind]({ homeDir, visits: [], ...parts });
  profiles.push(profile);
  return profile;
}

const page = (index: number) => ({
  url: `https://acme.example/page/${index}`,
  title: `Page ${index}`,
  visitedAt: NOON + index * MINUTE,
});

test('profiles are found where each system keeps them, with the names that people gave them', async () => {
  make('chrome', { name: 'Ada at work' });
  make('firefox');
  expect(await browser.listProfiles()).toEqual([
    { id: 'chrome:Default', browser: 'chrome', name: 'Ada at work' },
    { id: 'firefox:made.default-release', browser: 'firefox', name: 'default-release' },
  ]);
  const rootsOn = (platform: NodeJS.Platform) =>
    browserPlaces({ homeDir: '/h', platform }).map(({ root }) => root);
  expect(rootsOn('darwin')).toContain('/h/Library/Application Support/Google/Chrome');
  expect(rootsOn('win32')).toContain('/h/AppData/Roaming/Mozilla/Firefox');
  expect(rootsOn('linux')).toContain('/h/snap/firefox/common/.mozilla/firefox');
});

test.each(['chrome', 'firefox'] as const)(
  'visits of %s that is running are read, page by page',
  async (kind) => {
    const open = make(kind, { visits: [0, 1, 2, 3, 4].map(page) });
    const { profileId: profile } = open;
    const first = await browser.listVisits({ profile, since: NOON + MINUTE, limit: 2 });
    expect(first).toMatchObject({ visits: [page(1), page(2)], hasMore: true });
    const second = await browser.listVisits({ profile, since: 0, cursor: first.cursor, limit: 10 });
    expect(second).toMatchObject({ visits: [page(3), page(4)], hasMore: false });
    open.add([page(5)]);
    const third = await browser.listVisits({ profile, since: 0, cursor: second.cursor, limit: 10 });
    expect(third.visits).toEqual([page(5)]);
    const fourth = await browser.listVisits({ profile, since: 0, cursor: third.cursor, limit: 10 });
    expect(fourth).toEqual({ visits: [], cursor: third.cursor, hasMore: false });
  },
);

test('visits of the same moment are neither lost nor told twice between pages', async () => {
  const visits = [1, 2, 3, 4, 5, 6, 7].map((index) => ({ ...page(index), visitedAt: NOON }));
  const { profileId: profile } = make('chrome', { visits });
  const urls: string[] = [];
  let cursor: string | null = null;
  for (let hasMore = true; hasMore;) {
    const list = await browser.listVisits({ profile, since: 0, cursor, limit: 3 });
    urls.push(...list.visits.map((visit) => visit.url));
    ({ cursor, hasMore } = list);
  }
  expect(urls).toEqual(visits.map((visit) => visit.url));
});

test.each(['chrome', 'firefox'] as const)(
  'of addresses in %s only what names a page leaves',
  async (kind) => {
    const urls = [
      'https://ada:pass@acme.example/a?id=7&session=0123456789abcdef#part',
      'https://search.example/find?q=my+illness',
      'https://acme.example/reset?id=3f9ac81b7d2e4f5a6b7c8d9e',
      'file:///home/ada/diary.html',
      'chrome://settings/passwords',
      'javascript:alert(1)',
      'not an address',
    ];
    const visits = urls.map((url, index) => ({ url, title: `  T\n${index} `, visitedAt: NOON + index }));
    const frame = { ...page(9), url: 'https://ads.example/frame', isFrame: true };
    const { profileId: profile } = make(kind, {
      visits: [...visits, frame],
      bookmarks: [
        { url: 'https://ada:pass@acme.example/b?token=1', title: 'Acme', addedAt: NOON },
        { url: 'place:sort=8', title: 'Most visited', addedAt: NOON },
      ],
    });
    const list = await browser.listVisits({ profile, since: 0, limit: 100 });
    expect(list.visits).toEqual([
      { url: 'https://acme.example/a?id=7', title: 'T 0', visitedAt: NOON },
      { url: 'https://search.example/find', title: 'T 1', visitedAt: NOON + 1 },
      { url: 'https://acme.example/reset', title: 'T 2', visitedAt: NOON + 2 },
    ]);
    expect(await browser.listBookmarks({ profile, limit: 10 })).toEqual({
      bookmarks: [{ url: 'https://acme.example/b', title: 'Acme', addedAt: NOON, folders: FOLDERS[kind] }],
      isTruncated: false,
    });
  },
);

test('the browser goes on undisturbed, its files stay as they are, and no copy is left', async () => {
  const open = make('chrome', { visits: [page(0)] });
  const leftovers = async () => (await readdir(homeDir)).filter((name) => name.startsWith('adiuva-browser-'));
  const stateOf = async () =>
    await Promise.all(['History', 'History-wal'].map((name) => readFile(join(open.folder, name), 'latin1')));
  const state = await stateOf();
  await browser.listVisits({ profile: open.profileId, since: 0, limit: 10 });
  expect(await stateOf()).toEqual(state);
  open.add([page(1)]);
  expect(await leftovers()).toEqual([]);
});

test('a history that is written to all the time is read whole', async () => {
  const open = make('chrome', { visits: [page(0)] });
  let count = 1;
  const timer = setInterval(() => {
    open.add([page(count)]);
    count += 1;
  }, 1);
  for (let look = 0; look < 10; look += 1) {
    const { visits } = await browser.listVisits({ profile: open.profileId, since: 0, limit: 2_000 });
    expect(visits.length).toBeGreaterThan(0);
    expect(visits).toEqual(visits.map((_, index) => page(index)));
  }
  clearInterval(timer);
});

test('a damaged, a strange and a linked database are refused with a reason; the next is read', async () => {
  const open = make('chrome', { visits: Array.from({ length: 500 }, (_, index) => page(index)) });
  const history = join(open.folder, 'History');
  const visits = () => browser.listVisits({ profile: open.profileId, since: 0, limit: 10 });
  open.close();
  profiles = [];
  const whole = await readFile(history);
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 5_000, 30_000);
  await writeFile(history, damaged);
  await expect(visits()).rejects.toMatchObject({ code: 'file_unreadable', details: { reason: 'damaged' } });
  await rm(history);
  const strange = new Database(history);
  strange.exec('CREATE VIEW visits AS SELECT 1; CREATE TABLE urls (id INTEGER)');
  strange.close();
  await expect(visits()).rejects.toMatchObject({ details: { reason: 'unsupported' } });
  await writeFile(history, whole);
  expect((await visits()).visits).toHaveLength(10);
  await mkdir(join(homeDir, 'away'));
  await rename(history, join(homeDir, 'away', 'History'));
  await symlink(join(homeDir, 'away', 'History'), history);
  await expect(visits()).rejects.toMatchObject({ code: 'not_found' });
});

test('bookmarks nested without end are read without falling over', async () => {
  const open = make('chrome');
  const depth = 50_000;
  const url = '{"type":"url","name":"deep","url":"https://deep.example/","date_added":"13000000000000000"}';
  const nested = `${'{"children":['.repeat(depth)}${url}${']}'.repeat(depth)}`;
  await writeFile(join(open.folder, 'Bookmarks'), `{"roots":{"other":${nested}}}`);
  const answer = await browser
    .listBookmarks({ profile: open.profileId, limit: 10 })
    .catch((error: unknown) => error);
  expect(answer).toMatchObject({ bookmarks: [{ url: 'https://deep.example/' }] });
  await writeFile(join(open.folder, 'Bookmarks'), '{"roots":');
  await expect(browser.listBookmarks({ profile: open.profileId, limit: 10 })).rejects.toMatchObject({
    details: { reason: 'damaged' },
  });
});
