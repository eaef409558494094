import Database from 'better-sqlite3-multiple-ciphers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDateRange } from './query-parser-dates.ts';
import { toFtsMatch } from './query-parser-match.ts';
import { parseSearchQuery } from './query-parser.ts';
import type { SearchQuery } from './query-parser.ts';

const NOW = '2026-11-21T07:20';
const parse = (text: string, locale: 'en' | 'it' = 'en') => parseSearchQuery(text, { now: NOW, locale });

/** The parts that are not empty, as the shortest literal. */
function compact(query: SearchQuery): Record<string, unknown> {
  const lists = (group: object) =>
    Object.entries(group).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(
    [
      ['terms', query.terms],
      ['phrases', query.phrases],
      ['excluded', query.excluded],
      ...lists(query.filters),
      ...lists(query.excludedFilters).map(([name, value]) => [`-${name}`, value]),
      ['warnings', query.warnings.map(({ code }) => code)],
    ].filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

describe('search lines', () => {
  it.each([
    ['invoice acme', { terms: ['invoice', 'acme'] }],
    ['"final draft" logo', { terms: ['logo'], phrases: ['final draft'] }],
    ['logo -draft -"old version"', { terms: ['logo'], excluded: ['draft', 'old version'] }],
    ['type:task', { type: ['task'] }],
    ['type:tasks,notes TYPE:Note', { type: ['task', 'note'] }],
    ['tipo:attività', { type: ['task'] }],
    ['client:acme client:"Rossi & Figli"', { client: ['acme', 'Rossi & Figli'] }],
    ['client:"Rossi & Figli","Acme, Inc"', { client: ['Rossi & Figli', 'Acme, Inc'] }],
    ['cliente:acme progetto:sito', { client: ['acme'], project: ['sito'] }],
    ['tag:billing tag:#urgent', { tag: ['billing', 'urgent'] }],
    ['#billing @acme', { tag: ['billing'], client: ['acme'] }],
    ['-tag:old -#older -type:note', { '-tag': ['old', 'older'], '-type': ['note'] }],
    ['status:in-progress status:"On hold"', { status: ['in_progress', 'on_hold'] }],
    ['stato:fatto', { status: ['done'] }],
    ['priority:high,urgent priority:!low', { priority: ['high', 'urgent', 'low'] }],
    ['is:overdue is:pinned -is:archived', { is: ['overdue', 'pinned'], '-is': ['archived'] }],
    ['è:scaduta', { is: ['overdue'] }],
    ['due:today', { due: { from: '2026-11-21', to: '2026-11-21' } }],
    ['due:week', { due: { from: '2026-11-16', to: '2026-11-22' } }],
    ['due:"next week"', { due: { from: '2026-11-23', to: '2026-11-29' } }],
    ['scadenza:oggi', { due: { from: '2026-11-21', to: '2026-11-21' } }],
    ['due:none', { due: { isNone: true } }],
    ['due:2026-11-01..2026-11-30', { due: { from: '2026-11-01', to: '2026-11-30' } }],
    ['due:>=2026-12-01', { due: { from: '2026-12-01' } }],
    ['before:2026-12-01 after:yesterday', { before: '2026-12-01', after: '2026-11-20' }],
    ['before:2027 after:2025', { before: '2027-01-01', after: '2025-12-31' }],
    ['after:-2w before:3d', { after: '2026-11-07', before: '2026-11-24' }],
    ['before:overdue', { warnings: ['unknown_value'] }],
    ['foo:bar', { phrases: ['foo bar'], warnings: ['unknown_operator'] }],
    ['https://example.com/a', { terms: ['https://example.com/a'] }],
    ['call 10:30', { terms: ['call', '10:30'] }],
    ['type:banana note', { terms: ['note'], warnings: ['unknown_value'] }],
    ['due:someday', { warnings: ['unknown_value'] }],
    ['-due:today', { warnings: ['unknown_value'] }],
    ['tag:', { warnings: ['missing_value'] }],
    ['tag: billing', { terms: ['billing'], warnings: ['missing_value'] }],
    ['client:"Rossi & Fig', { client: ['Rossi & Fig'] }],
    ['"unclosed phrase', { phrases: ['unclosed phrase'] }],
    ['- -- a-b', { terms: ['-', '--', 'a-b'] }],
    ['C# a@b.it', { terms: ['C#', 'a@b.it'] }],
    ['constructor:x', { phrases: ['constructor x'], warnings: ['unknown_operator'] }],
    ['', {}],
    ['   ', {}],
  ])('%s', (text, expected) => {
    expect(compact(parse(text))).toEqual(expected);
  });

  it('marks what was understood and what was not', () => {
    const text = 'logo -draft type:task foo:bar "a b"';
    expect(
      parse(text).spans.map(({ start, end, kind, operator }) => [text.slice(start, end), kind, operator]),
    ).toEqual([
      ['-draft', 'excluded', undefined],
      ['type:task', 'operator', 'type'],
      ['foo:bar', 'unknown', undefined],
      ['"a b"', 'phrase', undefined],
    ]);
  });

  it('reads no more than it promises', () => {
    const query = parse('a '.repeat(2000));
    expect(query.terms).toHaveLength(500);
    expect(query.warnings.map(({ code }) => code)).toEqual(['query_too_long']);
  });
});

describe('dates in a search', () => {
  it.each([
    ['tomorrow', '2026-11-22', '2026-11-22'],
    ['last-week', '2026-11-09', '2026-11-15'],
    ['month', '2026-11-01', '2026-11-30'],
    ['next month', '2026-12-01', '2026-12-31'],
    ['year', '2026-01-01', '2026-12-31'],
    ['2026-02', '2026-02-01', '2026-02-28'],
    ['2028-02', '2028-02-01', '2028-02-29'],
    ['friday', '2026-11-27', '2026-11-27'],
    ['saturday', '2026-11-21', '2026-11-21'],
    ['venerdì', '2026-11-27', '2026-11-27'],
    ['7d', '2026-11-21', '2026-11-28'],
    ['+2w', '2026-11-21', '2026-12-05'],
    ['1m', '2026-11-21', '2026-12-21'],
    ['-3d', '2026-11-18', '2026-11-21'],
    ['3 days ago', '2026-11-18', '2026-11-21'],
    ['overdue', undefined, '2026-11-20'],
    ['<today', undefined, '2026-11-20'],
    ['>today', '2026-11-22', undefined],
    ['..friday', undefined, '2026-11-27'],
    ['24/12', '2026-12-24', '2026-12-24'],
    ['12/24/2026', '2026-12-24', '2026-12-24'],
    ['24.12.2026', '2026-12-24', '2026-12-24'],
  ])('%s', (value, from, to) => {
    expect(parseDateRange(value, '2026-11-21', 'en')).toEqual({ from, to });
  });

  it.each(['', '..', 'a..b', '2026-13-01', '2026-02-30', '99999y', '31/31', '>', '>overdue', '1..2..3'])(
    '%j names no day',
    (value) => {
      expect(parseDateRange(value, '2026-11-21', 'en')).toBeUndefined();
    },
  );

  it('reads 5/12 in the order of the language', () => {
    expect(parseDateRange('5/12', '2026-11-21', 'en')?.from).toBe('2026-05-12');
    expect(parseDateRange('5/12', '2026-11-21', 'it')?.from).toBe('2026-12-05');
  });
});

describe('the FTS5 expression', () => {
  const database = new Database(':memory:');
  const matching = (match: string): string[] =>
    database
      .prepare('SELECT title FROM search_fts WHERE search_fts MATCH ? ORDER BY rowid')
      .pluck()
      .all(match)
      .map(String);

  beforeAll(() => {
    database.exec(
      `CREATE VIRTUAL TABLE search_fts USING fts5(title, body, tags, tokenize="unicode61 remove_diacritics 2", prefix='2 3')`,
    );
    const insert = database.prepare('INSERT INTO search_fts (title, body, tags) VALUES (?, ?, ?)');
    insert.run('Invoice Acme', 'final draft of the logo', 'billing');
    insert.run('Perché no', 'draft only, AND NOT OR NEAR title:x', 'notes');
    insert.run('NOT an operator', 'e-mail to rossi@example.com', '');
  });
  afterAll(() => void database.close());

  const titles = (text: string) => {
    const match = toFtsMatch(parse(text));
    return match === undefined ? undefined : matching(match);
  };

  it('quotes every token and takes the last as a prefix', () => {
    expect(toFtsMatch(parse('invoice ac'))).toBe('"invoice" AND "ac"*');
    expect(toFtsMatch(parse('say "the ""end'))).toBe('"the" AND "end" AND "say"*');
    expect(toFtsMatch({ terms: ['a"b'], phrases: [], excluded: ['c"'] })).toBe('("a""b"*) NOT ("c""")');
    expect(toFtsMatch(parse('type:task -draft'))).toBeUndefined();
    expect(toFtsMatch(parse('!!! ???'))).toBeUndefined();
  });

  it('finds what it says', () => {
    expect(titles('inv')).toEqual(['Invoice Acme']);
    expect(titles('draft')).toEqual(['Invoice Acme', 'Perché no']);
    expect(titles('draft -invoice')).toEqual(['Perché no']);
    expect(titles('draft -invoice -perche')).toEqual([]);
    expect(titles('"final draft"')).toEqual(['Invoice Acme']);
    expect(titles('"draft final"')).toEqual([]);
    expect(titles('perche')).toEqual(['Perché no']);
    expect(titles('rossi@exam')).toEqual(['NOT an operator']);
  });

  it('never lets FTS5 syntax through', () => {
    expect(titles('AND')).toEqual(['Perché no']);
    expect(titles('NOT')).toEqual(['Perché no', 'NOT an operator']);
    expect(titles('title:invoice')).toEqual([]);
    expect(titles('invoice OR perche')).toEqual([]);
    expect(titles('^invoice')).toEqual(['Invoice Acme']);
    expect(titles('invoice*')).toEqual(['Invoice Acme']);
    expect(titles('{title body}')).toEqual([]);
  });

  it('any text at all gives an expression that FTS5 accepts', () => {
    const syntax = fc.constantFrom(
      'AND',
      'OR',
      'NOT',
      'NEAR',
      'NEAR(a b, 2)',
      '"',
      '""',
      '*',
      '^',
      '+',
      '-',
      ':',
      '(',
      ')',
      '{a b}:',
      'title:',
      '\0',
      "'",
      ';',
      '--',
      '\ud800',
      'è',
      '日本',
      'a',
      'x:y',
      '#a',
      '@"b',
      '\ue000',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(syntax, { maxLength: 12 }).map((parts) => parts.join(' ')),
      fc.array(syntax, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    let matched = 0;
    fc.assert(
      fc.property(text, fc.constantFrom<'en' | 'it'>('en', 'it'), (typed, locale) => {
        const query = parse(typed, locale);
        let end = 0;
        for (const span of query.spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(typed.length);
        for (const terms of [query, { terms: [typed], phrases: [typed], excluded: [typed] }]) {
          const match = toFtsMatch(terms);
          if (match === undefined) continue;
          matched += 1;
          expect(() => matching(match)).not.toThrow();
        }
      }),
      { numRuns: 3000 },
    );
    expect(matched).toBeGreaterThan(1000);
  });

  it('stays within what FTS5 can nest', () => {
    const words = Array.from({ length: 500 }, (_, index) => `w${index}`);
    expect(matching(toFtsMatch({ terms: words, phrases: words, excluded: words }) ?? '')).toEqual([]);
    expect(() =>
      matching(toFtsMatch(parse(words.map((word) => `-${word} ${word}`).join(' '))) ?? ''),
    ).not.toThrow();
  });
});
