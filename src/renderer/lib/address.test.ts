import { describe, expect, it } from 'vitest';
import { localDateSchema, taskIdSchema, tagSchema } from '#shared/contracts/common.ts';
import { addressParser, day, flag, id, listOf, oneOf, tag, text } from './address.ts';

const parse = addressParser({ q: text(5), kind: oneOf(['a', 'b']), open: flag, ids: listOf(id, 2) });
const ID = '01970000-0000-7000-8000-000000000001';

describe('the address of a page', () => {
  it('keeps what fits and drops the rest', () => {
    expect(parse({ q: 'tax', kind: 'c', open: 'yes', other: 1 })).toEqual({ q: 'tax' });
    expect(parse({ q: 'too long', kind: 'b', open: false, ids: [ID] })).toEqual({
      kind: 'b',
      open: false,
      ids: [ID],
    });
  });

  it('takes a list as a whole or not at all', () => {
    expect(parse({ ids: [ID, 'x'] })).toEqual({});
    expect(parse({ ids: [ID, ID, ID] })).toEqual({});
    expect(parse({ ids: ID })).toEqual({});
  });

  it.each([undefined, null, 'text', 7, []])('reads nothing from %j', (address) => {
    expect(parse(address)).toEqual({});
  });

  it.each(['2026-02-28', '2024-02-29', '2026-02-29', '2026-13-01', '2026-2-1', 'today', '', 5])(
    'agrees with the host about the day %j',
    (value) => expect(day(value) !== undefined).toBe(localDateSchema.safeParse(value).success),
  );

  it.each([ID, ID.toUpperCase(), '01970000-0000-9000-8000-000000000001', `${ID}0`, 'x', 5])(
    'agrees with the host about the id %j',
    (value) => expect(id(value) !== undefined).toBe(taskIdSchema.safeParse(value).success),
  );

  it.each(['tax', ' tax ', '#tax', 'a b', 'a,b', '', 'x'.repeat(61), 'x'.repeat(60), 5])(
    'agrees with the host about the tag %j',
    (value) => expect(tag(value)).toBe(tagSchema.safeParse(value).data),
  );
});
