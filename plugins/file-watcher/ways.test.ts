import { expect, test } from 'vitest';
import { urlOf } from './file-item.ts';
import { fold } from './names.ts';
import { createDecider, readRule, type Named, type Ways } from './ways.ts';

const client = (id: string, name: string): Named => {
  return { kind: 'client', id, name: fold(name), clientId: null, isArchived: false };
};
const project = (id: string, name: string, clientId: string | null, isArchived = false): Named => {
  return { kind: 'project', id, name: fold(name), clientId, isArchived };
};

const NAMES = [
  client('acme', 'Acme S.r.l.'),
  client('finch', 'Harrow & Finch'),
  project('web-acme', 'Website', 'acme'),
  project('web-finch', 'Website', 'finch'),
  project('cafe', 'Caffè Ørsted', null),
  project('old', 'Logo', 'acme', true),
  project('new', 'Logo', 'finch'),
];

function linkOf(path: string, more: Partial<Ways> = {}, folder = '/home/ada/Documents') {
  const ways = {
    include: [],
    exclude: [],
    maxBytes: 1_000,
    withNames: true,
    rules: [],
    names: NAMES,
    ...more,
  };
  const { projectId, clientId, taken } = createDecider(ways, folder)({ path, sizeBytes: 10, hasText: true });
  return taken === 'no' ? 'no' : (projectId ?? clientId);
}

test('folders link by their names, without regard to case, accents and signs; the innermost counts', () => {
  expect(linkOf('Acme srl/a.txt')).toBe(null);
  expect(linkOf('ACME_S.R.L/a.txt')).toBe('acme');
  expect(linkOf('harrow-finch/x/y.pdf')).toBe('finch');
  expect(linkOf('caffe\u0300 Ørsted/a.txt')).toBe('cafe');
  expect(linkOf('Acme s.r.l/Website/a.txt')).toBe('web-acme');
  expect(linkOf('Harrow Finch/old/website/a.txt')).toBe('web-finch');
  expect(linkOf('Website/Harrow Finch/a.txt')).toBe('finch');
  expect(linkOf('a.txt', {}, '/home/ada/Harrow Finch')).toBe('finch');
  expect(linkOf('a.txt', {}, 'C:\\Work\\Harrow Finch\\')).toBe('finch');
});

test('a name that several have links only by the client around it, or when the others are archived', () => {
  expect(linkOf('Website/a.txt')).toBe(null);
  expect(linkOf('Logo/a.txt')).toBe('new');
  expect(linkOf('Acme S.r.l./Logo/a.txt')).toBe('old');
});

test('rules come before names, and name projects, clients or both', () => {
  const rules = ['drafts/** = Harrow & Finch', '*.key = acme s.r.l. / website'].map((text) =>
    readRule(text, NAMES),
  );
  const known = rules.filter((rule) => rule !== undefined);
  expect(known).toHaveLength(2);
  expect(linkOf('drafts/Caffè Ørsted/a.txt', { rules: known })).toBe('finch');
  expect(linkOf('x/y.key', { rules: known })).toBe('web-acme');
  expect(readRule('a=b/** = Caffè Ørsted', NAMES)?.pattern).toBe('a=b/**');
  for (const text of ['x', '= Logo', '* = Nobody', '* = Website', '* = Harrow & Finch / Logo 2']) {
    expect(readRule(text, NAMES)).toBeUndefined();
  }
});

test('what is left out, what is found by its name alone, and what is read', () => {
  expect(linkOf('a.txt', { include: ['*.md'] })).toBe('no');
  expect(linkOf('a.md', { include: ['*.md'], exclude: ['a*'] })).toBe('no');
  const decide = (sizeBytes: number, hasText: boolean, withNames: boolean) =>
    createDecider(
      { include: [], exclude: [], maxBytes: 1_000, withNames, rules: [], names: [] },
      '/f',
    )({ path: 'a.txt', sizeBytes, hasText }).taken;
  expect(decide(10, true, false)).toBe('text');
  expect(decide(2_000, true, true)).toBe('name');
  expect(decide(2_000, true, false)).toBe('no');
  expect(decide(10, false, true)).toBe('name');
});

test('addresses that a person can open on each system', () => {
  expect(urlOf('/home/ada', 'a b/50% #1?.txt')).toBe('file:///home/ada/a%20b/50%25%20%231%3F.txt');
  expect(urlOf('C:\\Users\\Ada', 'x/y.txt')).toBe('file:///C:/Users/Ada/x/y.txt');
  expect(urlOf('\\\\server\\share', 'y.txt')).toBe('file://server/share/y.txt');
  expect(urlOf('/', `${'ü'.repeat(1_000)}.txt`)).toBeNull();
});
