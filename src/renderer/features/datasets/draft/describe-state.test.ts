import { expect, test } from 'vitest';
import { describedAs, EMPTY_FORM } from './describe-state.ts';

test('the count follows the words until somebody sets another', () => {
  const said = describedAs(EMPTY_FORM, '200 support tickets');
  expect(said.records).toBe(200);
  expect(describedAs(said, '20 support tickets').records).toBe(20);
  expect(describedAs(said, 'support tickets').records).toBe(EMPTY_FORM.records);
  const set = describedAs({ ...said, records: 7 }, '300 support tickets');
  expect(set).toMatchObject({ description: '300 support tickets', records: 7 });
});
