import { expect, test } from 'vitest';
import { readAnswer } from './read-answer.ts';

const read = (text: string, finishReason: 'stop' | 'length' | 'content_filter' = 'stop') =>
  readAnswer({ text, finishReason });

test.each([
  ['plain', '{"a":1}'],
  ['with room around it', ' \n{"a":1}\n'],
  ['in a fence', '```json\n{"a":1}\n```'],
  ['in a fence between words', 'Here it is:\n```\n{"a":1}\n```\nAnything else?'],
  ['between words', 'The record: {"a":1}. That is all.'],
  ['with single quotes', "{'a': 1}"],
  ['with a comma too many', '{"a":1,}'],
  ['as the one of a list', '[{"a":1}]'],
])('a record is read %s', async (_, text) => {
  const answer = await read(text);
  expect(answer.isRead && JSON.parse(answer.text)).toEqual({ a: 1 });
});

test('what was cut off is not completed, though it could be', async () => {
  expect(await read('{"a": "half of', 'length')).toMatchObject({ isRead: false, reason: 'truncated' });
  expect(await read('{"a":1}', 'length')).toMatchObject({ isRead: true });
});

test('refusals are told with what was said', async () => {
  const said = await read('I cannot help with that.');
  expect(said).toMatchObject({ isRead: false, reason: 'refused' });
  expect(said.isRead || said.problem).toContain('I cannot help with that.');
  expect(await read('', 'content_filter')).toMatchObject({ isRead: false, reason: 'refused' });
  expect(await read('')).toMatchObject({ isRead: false, reason: 'unreadable' });
});
