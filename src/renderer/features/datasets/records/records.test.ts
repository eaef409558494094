import { describe, expect, it } from 'vitest';
import { targetRow } from '#renderer/ui/row-keys.ts';
import { cellText, columnsOf, widthsOf } from './columns-of.ts';
import { isChosen, NOTHING_CHOSEN, toggled, withAlso } from './record-choice.ts';
import { fieldOf, fieldText, fieldValue, valueOf } from './value-fields.ts';

const schema = {
  type: 'object',
  properties: {
    subject: { type: 'string' },
    priority: { enum: ['low', 'high'] },
    score: { type: 'number' },
    tags: { type: 'array' },
    opened: { type: 'string', format: 'date' },
  },
};

describe('the columns of the table', () => {
  it('are those of the schema, then those made without a model', () => {
    const columns = { id: { kind: 'sequence', start: 1, step: 1, prefix: '', suffix: '', pad: 0 } } as const;
    const names = columnsOf({ schema, columns });
    expect(names).toEqual(['subject', 'priority', 'score', 'tags', 'opened', 'id']);
    const wide = widthsOf({ schema, columns }, names).map((width) => width.includes('2fr'));
    expect(wide).toEqual([true, false, false, false, false, false]);
  });

  it('say a value in one line', () => {
    expect(cellText(null)).toBe('');
    expect(cellText(0.123456)).toBe('0.1235');
    expect(cellText(['a', 'b'])).toBe('a, b');
    expect(cellText({ name: 'Ada', town: 'Turin' })).toBe('Ada · Turin');
    expect(cellText('x'.repeat(500))).toHaveLength(161);
  });
});

describe('the cursor of the table', () => {
  it('stays within the rows', () => {
    expect(targetRow('j', -1, 3)).toBe(0);
    expect(targetRow('j', 2, 3)).toBe(2);
    expect(targetRow('k', 0, 3)).toBe(0);
    expect(targetRow('End', 0, 100_000)).toBe(99_999);
    expect(targetRow('j', 0, 0)).toBeUndefined();
    expect(targetRow('q', 0, 3)).toBeUndefined();
  });
});

describe('what is chosen', () => {
  it('is chosen by name, and all that match as one', () => {
    const two = withAlso(toggled(NOTHING_CHOSEN, 4), [5]);
    expect([isChosen(two, 4), isChosen(two, 5), isChosen(two, 6)]).toEqual([true, true, false]);
    expect(isChosen(toggled(two, 4), 4)).toBe(false);
    const all = { isAll: true, numbers: new Set<number>() };
    expect(isChosen(all, 99)).toBe(true);
    expect([...toggled(all, 7).numbers]).toEqual([7]);
  });
});

describe('the fields of a record', () => {
  it('are what the schema says of each column', () => {
    expect(fieldOf(schema, 'priority', 'low')).toEqual({ kind: 'choice', choices: ['low', 'high'] });
    expect(fieldOf(schema, 'score', 1).kind).toBe('number');
    expect(fieldOf(schema, 'tags', []).kind).toBe('json');
    expect(fieldOf(schema, 'unknown', 'text').kind).toBe('text');
  });

  it('read back what they show, and refuse what is no value', () => {
    for (const value of [1.5, ['a'], { b: null }]) {
      const field = typeof value === 'number' ? ({ kind: 'number' } as const) : ({ kind: 'json' } as const);
      expect(fieldValue(field, fieldText(field, value))).toEqual(value);
    }
    expect(fieldValue({ kind: 'number' }, '2,5')).toBe(2.5);
    expect(() => fieldValue({ kind: 'json' }, '{')).toThrow(SyntaxError);
    expect(
      valueOf([
        ['a', 1],
        ['b', undefined],
      ]),
    ).toEqual({ a: 1 });
  });
});
