import { expect, test } from 'vitest';
import { readAddress, readSite } from './address.ts';
import { idOf, itemOf, visitsIn } from './pages.ts';
import { belongingOf, collectWorkSites, type Wishes } from './work-sites.ts';

const person = (email: string) => ({ name: 'A', email });
const CLIENTS = [
  {
    id: 'acme',
    name: 'Acme S.r.l.',
    website: 'https://www.acme.example/it/',
    email: 'info@acme.example',
    contacts: [],
  },
  {
    id: 'finch',
    name: 'Harrow & Finch',
    website: '',
    email: 'harrow@gmail.com',
    contacts: [person('e@mail.finch.example')],
  },
  {
    id: 'shop',
    name: 'Bottega',
    website: 'instagram.com/bottega',
    email: '',
    contacts: [person('b@libero.it')],
  },
  { id: 'lab', name: 'Lab', website: 'https://lab.github.io', email: '', contacts: [] },
  { id: 'blog', name: 'Blog', website: 'blog.acme.example', email: '', contacts: [] },
];

function of(url: string, wishes: Wishes = {}, folders: readonly string[] = []) {
  const address = readAddress(url);
  const belonging = address && belongingOf(collectWorkSites(CLIENTS, wishes), address, folders);
  return belonging && [belonging.group, belonging.clientId];
}

test("pages on clients' sites and mail domains are work; those of free mail and common sites are not", () => {
  expect(of('https://www.acme.example/prices?x=1')).toEqual(['acme.example', 'acme']);
  expect(of('http://shop.ACME.example:8080/')).toEqual(['acme.example', 'acme']);
  expect(of('https://mail.finch.example/x')).toEqual(['mail.finch.example', 'finch']);
  expect(of('https://blog.acme.example/a')).toEqual(['blog.acme.example', 'blog']);
  for (const url of [
    'https://notacme.example/',
    'https://acme.example.evil.test/',
    'https://mail.gmail.com/inbox',
    'https://www.libero.it/',
    'https://instagram.com/other',
    'https://other.github.io/',
    'file:///home/ada/acme.example',
    'https://evil.test/?u=https://acme.example/',
    'https://evil.test#@acme.example/',
  ]) {
    expect(of(url), url).toBeUndefined();
  }
});

test("a client's page on a site of everybody's is that page and what lies below", () => {
  expect(of('https://www.instagram.com/bottega/p/1')).toEqual(['instagram.com/bottega', 'shop']);
  expect(of('https://instagram.com/bottega2')).toBeUndefined();
  expect(of('https://lab.github.io/x')).toEqual(['lab.github.io', 'lab']);
});

test('own sites, ignored ones, work folders, and doors', () => {
  const wishes = {
    workDomains: ['figma.com', 'github.com/acme = ACME srl', 'github.com/lab = Lab', 'localhost', ''],
    ignoredDomains: ['private.acme.example'],
    workFolders: ['Work'],
  };
  expect(of('https://www.figma.com/file/1', wishes)).toEqual(['figma.com', null]);
  expect(of('https://github.com/lab/site', wishes)).toEqual(['github.com/lab', 'lab']);
  expect(of('https://private.acme.example/', wishes)).toBeUndefined();
  expect(of('https://paper.example/a', wishes, ['Bar', 'work', 'papers'])).toEqual(['paper.example', null]);
  expect(of('https://paper.example/a', wishes, ['Bar', 'Harrow Finch'])).toEqual(['paper.example', 'finch']);
  expect(of('https://paper.example/a', wishes, ['Recipes'])).toBeUndefined();
  for (const path of ['login', 'sign-in/', 'oauth2/authorize', 'account/reset/0a1b2c', 'Logout.php']) {
    expect(of(`https://acme.example/${path}`)).toBeUndefined();
  }
  expect(of('https://acme.example/blog/logins-explained')).toEqual(['acme.example', 'acme']);
  expect(of('https://paper.example/', { workFolders: ['constructor'] }, ['__proto__'])).toBeUndefined();
});

test('addresses are kept without query, fragment, name and password', () => {
  expect(readAddress('HTTPS://ada:pw@Acme.example:8443/A/b?token=1#x')?.url).toBe(
    'https://acme.example:8443/A/b',
  );
  expect(readAddress('https://acme.example')?.url).toBe('https://acme.example/');
  expect(readAddress('javascript:alert(1)')).toBeUndefined();
  expect(readAddress('https://[::1]/')).toBeUndefined();
  expect(readSite('  www.Acme.example/it/ ')).toEqual({ host: 'acme.example', path: '/it' });
});

test('an entry tells how often and since when, and is read back', () => {
  const page = {
    url: 'https://acme.example/a',
    title: '',
    belonging: { group: 'acme.example', clientId: 'acme' },
    visits: 3,
    firstAt: Date.UTC(2026, 9, 1, 12),
    lastAt: Date.UTC(2026, 10, 20, 12),
    bookmarkedAt: 1,
    folder: 'Clients',
  };
  const item = itemOf(page);
  expect(item).toMatchObject({
    title: 'acme.example/a',
    text: '3 visits since 2026-10-01 · bookmarked in Clients',
  });
  expect(visitsIn({ text: item.text ?? '', occurredAt: item.occurredAt ?? null })).toEqual({
    visits: 3,
    firstAt: Date.UTC(2026, 9, 1),
    lastAt: page.lastAt,
  });
  expect(visitsIn({ text: 'bookmarked in Clients', occurredAt: 5 }).visits).toBe(0);
  const long = `https://acme.example/${'x'.repeat(1_000)}`;
  expect(idOf(`${long}1`)).not.toBe(idOf(`${long}2`));
  expect(idOf(long).length).toBeLessThanOrEqual(500);
});
