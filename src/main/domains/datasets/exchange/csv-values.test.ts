import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedKinds, cellOf, kindsOfCells, valueOfCell } from './csv-values.ts';

const scalars = fc.oneof(fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null));
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '=1+1',
    '+39 02',
    '-5',
    '@x',
    "'=x",
    "''",
    '\tx',
    '12',
    '007',
    'true',
    'null',
    '""',
    '[1]',
    ' ',
  ),
);

test('a cell gives back the very value that was put into it', () => {
  const values = fc.jsonValue().filter((value) => !Object.is(value, -0));
  fc.assert(
    fc.property(fc.oneof(values, texts, scalars), (given) => {
      const value: unknown = JSON.parse(JSON.stringify(given));
      expect(valueOfCell(cellOf(value), null)).toEqual(value);
    }),
    { numRuns: 2_000 },
  );
});

test('a text is a text in a column of texts', () => {
  const column = acceptedKinds({ type: 'object', properties: { a: { type: 'string' } } }, 'a');
  fc.assert(
    fc.property(texts, (text) => {
      expect(valueOfCell(cellOf(text), column)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
  // As other programs write them.
  expect(['12', 'true', '[1]', '1e5'].map((cell) => valueOfCell(cell, column))).toEqual([
    '12',
    'true',
    '[1]',
    '1e5',
  ]);
});

test('no cell begins as a formula', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(cellOf(text)).not.toMatch(/^[=+@\t\r]/);
      expect(cellOf(text)).not.toMatch(/^-(?!\d)/);
    }),
    { numRuns: 2_000 },
  );
});

test('what a column holds is told by the schema, through references and alternatives', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { $ref: '#/$defs/code' },
      b: { anyOf: [{ type: 'integer' }, { const: null }] },
      c: { enum: ['x', 3] },
      d: {},
    },
    $defs: { code: { type: ['string', 'null'] } },
  };
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => acceptedKinds(schema, name))).toEqual([
    new Set(['string', 'null']),
    new Set(['integer', 'null']),
    new Set(['string', 'integer']),
    null,
    null,
  ]);
});

test('without a schema a column is of texts where one of its cells is', () => {
  const read = (cells: readonly string[]) => {
    const kinds = kindsOfCells(cells);
    return cells.map((cell) => valueOfCell(cell, kinds));
  };
  expect(read(['1', '2.5', ''])).toEqual([1, 2.5, undefined]);
  expect(read(['00198', '20121'])).toEqual(['00198', '20121']);
  expect(read(['Rome', '12'])).toEqual(['Rome', '12']);
  expect(read(['"12"', '"007"'])).toEqual(['12', '007']);
  expect(read(['true', 'false'])).toEqual([true, false]);
});
