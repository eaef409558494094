import { describe, expect, it } from 'vitest';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { choicesOf, isNullable, typeOf, withChoices, withNull, withType } from './column-types.ts';
import { sharesOf, withShare } from './facet-shares.ts';
import { saveEffect } from './save-effect.ts';
import { addColumn, changeColumn, columnsOf, moveColumn, removeColumn } from './spec-columns.ts';

const spec: DatasetSpec = {
  name: 'tickets',
  title: 'Tickets',
  description: '',
  instructions: '',
  records: 5,
  seed: 1,
  generator: { kind: 'builtin', locale: 'en' },
  schema: {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      priority: { type: ['string', 'null'], enum: ['low', 'high', null] },
      body: { type: 'string' },
    },
    required: ['id', 'body'],
    additionalProperties: false,
  },
  columns: { id: { kind: 'sequence', start: 1, step: 1, prefix: '', suffix: '', pad: 0 } },
  facets: [],
  examples: [{ id: 1, body: 'Help' }],
  checks: [
    { kind: 'unique', columns: ['id'] },
    { kind: 'length', column: 'body', min: 3 },
  ],
  duplicates: { by: 'words', threshold: 0.8, columns: ['body'] },
};
const names = (one: DatasetSpec): string[] => columnsOf(one).map(({ name }) => name);

describe('the columns of a definition', () => {
  it('are renamed wherever they are named', () => {
    const next = changeColumn(spec, 'body', { name: 'message' });
    expect(names(next)).toEqual(['id', 'priority', 'message']);
    expect(next.schema['required']).toEqual(['id', 'message']);
    expect(next.checks[1]).toMatchObject({ column: 'message' });
    expect(next.duplicates?.columns).toEqual(['message']);
    expect(next.examples).toEqual([{ id: 1, message: 'Help' }]);
    expect(changeColumn(spec, 'id', { name: 'number' }).columns).toEqual({ number: spec.columns['id'] });
  });

  it('are added under a free name, moved and removed with the way they are made', () => {
    const more = addColumn(addColumn(spec, 'column'), 'column');
    expect(names(more)).toEqual(['id', 'priority', 'body', 'column', 'column_2']);
    expect(names(moveColumn(spec, 'body', -1))).toEqual(['id', 'body', 'priority']);
    expect(moveColumn(spec, 'id', -1)).toBe(spec);
    expect(removeColumn(spec, 'id')).toMatchObject({ columns: {}, schema: { required: ['body'] } });
    expect(spec.schema['additionalProperties']).toBe(more.schema['additionalProperties']);
  });

  it('keep the order in which they are made', () => {
    const code = { kind: 'expression', code: 'row.id' } as const;
    const two = changeColumn(changeColumn(spec, 'body', { made: code }), 'body', { name: 'text' });
    expect(Object.keys(moveColumn(two, 'text', -1).columns)).toEqual(['id', 'text']);
  });

  it('are told by type, with or without null', () => {
    const priority = columnsOf(spec)[1]?.schema ?? {};
    expect([typeOf(priority), isNullable(priority), choicesOf(priority)]).toEqual([
      'choice',
      true,
      ['low', 'high'],
    ]);
    expect(withNull(priority, false)).toEqual({ type: 'string', enum: ['low', 'high'] });
    expect(withChoices(priority, ['a'])).toMatchObject({ enum: ['a', null] });
    expect(withType({ type: ['string', 'null'], description: 'When' }, 'date')).toEqual({
      type: ['string', 'null'],
      format: 'date',
      description: 'When',
    });
    expect(typeOf({ enum: ['low', 'high'] })).toBe('choice');
    expect(typeOf({ $ref: '#/$defs/x' })).toBe('composed');
    expect(typeOf({ type: ['string', 'integer'] })).toBe('composed');
  });

  it('say what a change means for records that are there', () => {
    expect(saveEffect(spec, addColumn(spec, 'x'))).toBe('Schema');
    expect(saveEffect(spec, { ...spec, checks: [] })).toBe('Checks');
    expect(saveEffect(spec, { ...spec, instructions: 'Be brief' })).toBe('New');
  });
});

describe('the shares of a facet', () => {
  const values = [
    { value: 'it', weight: 2 },
    { value: 'en', weight: 1 },
    { value: 'de', weight: 1 },
  ];

  it('make room in proportion', () => {
    expect(sharesOf(values)).toEqual([50, 25, 25]);
    const moved = withShare(values, 0, 80);
    expect(moved.map(({ weight }) => weight)).toEqual([80, 10, 10]);
    expect(withShare(values, 1, 40).map(({ weight }) => weight)).toEqual([40, 40, 20]);
  });

  it('never take all, so that the others can come back', () => {
    expect(withShare(values, 0, 100)[0]?.weight).toBe(99);
    expect(
      sharesOf([
        { value: 1, weight: 0 },
        { value: 2, weight: 0 },
      ]),
    ).toEqual([50, 50]);
  });
});
