import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetSpecSchema, type DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import { parseSpecText } from './parse-spec-text.ts';
import { toSpecText } from './spec-text.ts';

const WHOLE = `# A definition as a person writes it.
name: tickets
title: Support tickets
records: 50
generator:
  kind: model
  temperature: 0.7
schema:
  type: object
  properties:
    id: { type: integer }
    subject: { type: string }
    language: { enum: [it, en] }
  required: [id, subject, language]
  additionalProperties: false
columns:
  id: { kind: sequence }
  language:
    kind: sample
    values: [it, { value: en, weight: 2 }]
facets:
  - name: topic
    values: [domains, e-mail, true, 3]
checks:
  - { kind: length, column: subject, max: 80 }
`;

const problemsOf = (text: string) =>
  parseSpecText(text).problems.map(({ path, message, line, column }) => ({ path, message, line, column }));

describe('a definition as text', () => {
  test('is read, a value alone standing for itself', () => {
    const { spec, problems } = parseSpecText(WHOLE);
    expect(problems).toEqual([]);
    expect(spec?.facets[0]?.values.map(({ value, weight }) => [value, weight])).toEqual([
      ['domains', 1],
      ['e-mail', 1],
      [true, 1],
      [3, 1],
    ]);
    expect(spec?.columns['language']).toMatchObject({ values: [{ weight: 1 }, { weight: 2 }] });
    expect(spec).toMatchObject({ seed: 1, generator: { retries: 2 }, duplicates: null });
  });

  test('reads back equal, comments and all', () => {
    const { spec } = parseSpecText(WHOLE);
    const text = spec === null ? '' : toSpecText(spec);
    expect(text).toContain('# Columns that need no model');
    expect(text).toContain('# JSON Schema 2020-12 of one record.');
    expect(parseSpecText(text)).toEqual({ spec, problems: [] });
  });

  test('whatever is written in it', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const scalar = fc.oneof(
      word,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
    );
    const input: fc.Arbitrary<DatasetSpecInput> = fc.record({
      name: fc.constant('any'),
      title: word.filter((text) => text.trim() !== ''),
      description: fc.string({ unit: 'binary', maxLength: 200 }),
      instructions: fc.constantFrom(
        '',
        'one\ntwo\n\n  three',
        '- "quoted": \'text\' #no',
        'yes',
        '~',
        '1e3',
        '\ttab\r\n',
      ),
      records: fc.integer({ min: 1, max: 100_000 }),
      schema: fc.constant({ type: 'object', properties: { a: {}, null: { const: '0x1F' } } }),
      examples: fc.array(
        fc.dictionary(
          word.filter((key) => key !== '__proto__'),
          fc.jsonValue({ maxDepth: 2 }),
        ),
        { maxLength: 3 },
      ),
      facets: fc.array(
        fc.record({
          name: word.filter((text) => text.trim() !== ''),
          values: fc.array(fc.record({ value: scalar, weight: fc.integer({ min: 1, max: 9 }) }), {
            minLength: 1,
            maxLength: 4,
          }),
        }),
        { maxLength: 1 },
      ),
    });
    fc.assert(
      fc.property(input, (given) => {
        const spec = datasetSpecSchema.parse(JSON.parse(JSON.stringify(given)));
        expect(parseSpecText(toSpecText(spec)).spec).toEqual(spec);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['generatr', WHOLE.replace('generator:', 'generatr:'), '5:1', 'Did you mean "generator"?'],
    ['a key within', WHOLE.replace('temperature', 'temprature'), '7:3', 'Did you mean "temperature"?'],
    [
      'a key of a column',
      WHOLE.replace('{ kind: sequence }', '{ kind: sequence, begin: 4 }'),
      '17:25',
      'start, step, prefix',
    ],
    ['a kind', WHOLE.replace('kind: sample', 'kind: smaple'), '19:11', 'Did you mean "sample"?'],
    ['a number', WHOLE.replace('records: 50', 'records: many'), '4:10', 'This must be a number.'],
    ['too many', WHOLE.replace('records: 50', 'records: 100001'), '4:10', 'This must be at most 100000.'],
    ['what is missing', WHOLE.replace('title: Support tickets\n', ''), '2:1', 'This is missing.'],
    [
      'a column of a check',
      WHOLE.replace('column: subject', 'column: subjekt'),
      '25:29',
      'Did you mean "subject"?',
    ],
    [
      'a column of its own',
      WHOLE.replace('  id: { kind: s', '  ident: { kind: s'),
      '17:10',
      'no record would fit',
    ],
    [
      'the schema',
      WHOLE.replace('subject: { type: string }', 'subject: { type: text }'),
      '12:22',
      'must be equal to one of',
    ],
    [
      'a reference in it',
      WHOLE.replace('{ type: integer }', "{ $ref: '#/$defs/none' }"),
      '9:3',
      'is not there',
    ],
    ['YAML', WHOLE.replace('records: 50', 'records: [50'), '5:1', ''],
    ['a key twice', `${WHOLE}name: again\n`, '26:1', 'unique'],
    ['no keys at all', '- one\n- two\n', '1:1', 'a set of keys and values'],
  ])('says where %s is wrong', (_, text, place, words) => {
    const [first] = problemsOf(text);
    expect(`${first?.line}:${first?.column}`).toBe(place);
    expect(first?.message).toContain(words);
    expect(parseSpecText(text).spec).toBeNull();
  });

  test('of a stranger does nothing to the reader', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(problemsOf(bomb)[0]?.message).toContain('alias');
    expect(problemsOf(`${WHOLE}__proto__: { polluted: true }\n`)[0]?.message).toContain('cannot be used');
    expect(problemsOf(`${WHOLE}description: !!js/function 'x'\n`)).not.toEqual([]);
    expect(problemsOf(`schema: ${'['.repeat(150)}${']'.repeat(150)}\n`)[0]?.message).toContain('deeper');
  });

  test('warns of what a run can live with', () => {
    const text = `${WHOLE}examples:\n  - { subject: 7, language: it }\n`;
    const { spec, problems } = parseSpecText(text);
    expect(spec).not.toBeNull();
    expect(problems).toEqual([
      {
        path: 'examples.0.subject',
        message: 'This example does not fit the schema: subject must be string.',
        line: 27,
        column: 16,
        isWarning: true,
      },
    ]);
  });
});
