/** The browser agent in the sandbox, through the gate, on made profiles: which pages are in the search afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeChromeProfile, makeFirefoxProfile, type OpenProfile } from '../support/browser-profile.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { openShippedPlugin } from '../support/run-plugin.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T09:00:00Z');

let homeDir: string;
let profiles: OpenProfile[];
beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'adiuva-home-'));
  profiles = [];
});
afterEach(async () => {
  for (const profile of profiles) profile.close();
  await rm(homeDir, { recursive: true, force: true });
});

type Made = Omit<Parameters<typeof makeChromeProfile>[0], 'homeDir'>;

function chrome(made: Made): OpenProfile {
  const profile = makeChromeProfile({ homeDir, ...made });
  profiles.push(profile);
  return profile;
}

function firefox(made: Made): OpenProfile {
  const profile = makeFirefoxProfile({ homeDir, ...made });
  profiles.push(profile);
  return profile;
}

const visit = (url: string, daysAgo: number, title = 'Page') => ({
  url,
  title,
  visitedAt: NOW - daysAgo * DAY,
});

async function open(made: TestApp, ids: readonly string[]) {
  const agent = await openShippedPlugin(made, 'browser-agent');
  await agent.grant(
    { type: 'read_workspace', resource: 'kind:client' },
    { type: 'write_workspace', resource: 'kind:web' },
  );
  const grants = await agent.grant(
    ...ids.map((resource) => ({ type: 'read_browser_history', resource }) as const),
  );
  return { agent, grants };
}

/** Address, text and group of every page in the index. */
async function pagesOf(made: TestApp) {
  const { items } = await made.api.externalItems.list({ kind: 'web', limit: 200 });
  const { hits } = await made.api.search.query({ query: 'type:web', limit: 100 });
  const texts = new Map(hits.map((hit) => [hit.link, hit.excerpt.text]));
  return Object.fromEntries(
    items.map((one) => [one.url, [texts.get(one.url ?? ''), one.groupName, one.clientId]]),
  );
}

async function withClient(made: TestApp) {
  const { item } = await made.api.clients.create({ name: 'Acme', website: 'https://www.acme.example' });
  return item.id;
}

test('pages of clients and work bookmarks are found, counted and grouped; the rest stays where it is', async () => {
  await using made = await makeApp({ homeDir });
  const acme = await withClient(made);
  chrome({
    visits: [
      visit('https://www.acme.example/brand?id=7&session=abc', 3, 'Old title'),
      visit('https://www.acme.example/brand?id=8', 2, 'Brand pages'),
      visit('https://acme.example/login', 2),
      visit('https://doctor.example/illness', 1, 'Private'),
      visit('https://acme.example/ancient', 400),
    ],
    bookmarks: [
      { url: 'https://paper.example/samples', title: 'Paper samples', addedAt: NOW - 500 * DAY },
      { url: 'https://mail.google.com/', title: 'Mail', addedAt: NOW },
    ],
  }).close();
  const { agent } = await open(made, ['chrome:Default']);
  await using _ = agent;
  const ended = await agent.run({ ignoredDomains: ['google.com'] });
  expect(ended).toMatchObject({ status: 'ok', value: { summary: '2 pages added.', sites: 2 } });
  expect(await pagesOf(made)).toEqual({
    'https://www.acme.example/brand': ['2 visits since 2026-11-18', 'acme.example', acme],
    'https://paper.example/samples': ['bookmarked in Clients', 'paper.example', null],
  });
  const { hits } = await made.api.search.query({ query: 'brand pages' });
  expect(hits.map(({ kind, link }) => [kind, link])).toEqual([['web', 'https://www.acme.example/brand']]);
  const told = JSON.stringify([ended, await made.api.externalItems.list({})]);
  for (const secret of ['session', 'doctor', 'Private', 'login']) expect(told).not.toContain(secret);
  expect(await agent.result({ ignoredDomains: ['google.com'] })).toMatchObject({ summary: 'Nothing new.' });
});

test('visits add up from run to run, over profiles, and what is not visited any more is forgotten', async () => {
  await using made = await makeApp({ homeDir });
  const acme = await withClient(made);
  const one = chrome({ visits: [visit('https://acme.example/a', 9), visit('https://acme.example/b', 20)] });
  firefox({ visits: [visit('https://acme.example/a', 12)] });
  const { agent } = await open(made, ['chrome:Default', 'firefox:made.default-release']);
  await using _ = agent;
  const settings = { keepDays: 30 };
  expect(await agent.result(settings)).toMatchObject({ added: 2 });
  one.add([visit('https://acme.example/a', 1), visit('https://acme.example/c', 1)]);
  expect(await agent.result(settings)).toMatchObject({ summary: '1 page added, 1 updated.' });
  expect(await pagesOf(made)).toMatchObject({
    'https://acme.example/a': ['3 visits since 2026-11-09', 'acme.example', acme],
    'https://acme.example/b': ['1 visit since 2026-11-01', 'acme.example', acme],
  });
  made.clock.advanceDays(15);
  expect(await agent.result(settings)).toMatchObject({ summary: '1 page forgotten.' });
  expect(Object.keys(await pagesOf(made))).toHaveLength(2);
});

test('new clients and other settings reach what was visited before', async () => {
  await using made = await makeApp({ homeDir });
  await withClient(made);
  const finchUrl = 'https://finch.example/x';
  chrome({ visits: [visit('https://acme.example/a', 3), visit(finchUrl, 2), visit(finchUrl, 1)] }).close();
  const { agent } = await open(made, ['chrome:Default']);
  await using _ = agent;
  await agent.result();
  const { item } = await made.api.clients.create({ name: 'Finch', email: 'mail@finch.example' });
  expect(await agent.result()).toMatchObject({ summary: '1 page added.' });
  expect(await pagesOf(made)).toMatchObject({
    [finchUrl]: ['2 visits since 2026-11-19', 'finch.example', item.id],
    'https://acme.example/a': ['1 visit since 2026-11-18', 'acme.example', expect.any(String)],
  });
  expect(await agent.result({ ignoredDomains: ['finch.example'] })).toMatchObject({ forgotten: 1 });
  expect(await agent.result({ ignoredDomains: ['finch.example'] })).toMatchObject({
    summary: 'Nothing new.',
  });
});

test('a profile that is taken away takes what only it has told; one that cannot be read waits', async () => {
  await using made = await makeApp({ homeDir });
  const acme = await withClient(made);
  const one = chrome({ visits: [visit('https://acme.example/a', 3), visit('https://acme.example/own', 2)] });
  firefox({ visits: [visit('https://acme.example/a', 1)] }).close();
  one.close();
  const { agent, grants } = await open(made, ['chrome:Default', 'firefox:made.default-release']);
  await using _ = agent;
  expect(await agent.result()).toMatchObject({ added: 2 });
  await made.api.permissions.revoke({ id: grants[0] ?? '' });
  expect(await agent.result()).toMatchObject({ forgotten: 1, changed: 1 });
  expect(await pagesOf(made)).toEqual({
    'https://acme.example/a': ['1 visit since 2026-11-20', 'acme.example', acme],
  });
  await agent.grant({ type: 'read_browser_history', resource: 'chrome:Default' });
  await writeFile(join(one.folder, 'History'), 'no database');
  const ended = await agent.run();
  expect(ended).toMatchObject({
    status: 'ok',
    value: { summary: 'Nothing new. 1 profile could not be read.', forgotten: 0 },
  });
  expect(ended.lines[0]).toMatchObject({ level: 'warn', fields: { profile: 'chrome:Default' } });
});

test('a history of tens of thousands of visits is taken in by one run', async () => {
  await using made = await makeApp({ homeDir });
  await withClient(made);
  const visits = Array.from({ length: 30_000 }, (_, index) =>
    index % 3 === 0
      ? visit(`https://acme.example/p/${index % 6_000}`, (index % 100) + 1, `Page ${index % 6_000}`)
      : visit(`https://elsewhere.example/${index}`, (index % 100) + 1),
  );
  chrome({ visits }).close();
  const { agent } = await open(made, ['chrome:Default']);
  await using _ = agent;
  const ended = await agent.run();
  expect(ended).toMatchObject({ status: 'ok', value: { added: 2_000 } });
  expect(ended.used.cpuMs).toBeLessThan(8_000);
});
