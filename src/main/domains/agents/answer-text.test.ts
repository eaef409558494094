import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerText } from './answer-text.ts';

const rules = {
  hasNumber: (number: number) => number <= 3,
  mayLink: (url: string) => url.startsWith('adiuva://'),
};

function shown(text: string, pieces = [text]): string {
  const answer = createAnswerText(rules);
  return pieces.map((piece) => answer.push(piece)).join('') + answer.end();
}

describe('the text of an answer', () => {
  it.each([
    ['plain words pass', 'Due on Friday.', 'Due on Friday.'],
    ['known numbers stay', 'Agreed [1] and [2, 3].', 'Agreed [1] and [2][3].'],
    ['invented numbers go', 'Agreed [9] and [1, 44].', 'Agreed  and [1].'],
    ['brackets of other kinds stay', '- [ ] open, [sic], a[0] = [x', '- [ ] open, [sic], a[0] = [x'],
    ['links of the workspace stay', '[It](adiuva://task/1)', '[It](adiuva://task/1)'],
    ['web links become words', 'See [here](https://evil.test/?q=secret).', 'See here.'],
    ['images become words', '![a](https://evil.test/p.png) b', 'a b'],
    ['HTML goes', 'a <b>b</b> <img src="https://evil.test/x"> 1 < 2', 'a b  1 < 2'],
    ['calls in tags go', 'Well. <tool_call>{"name":"x"}</tool_call>Done.', 'Well. Done.'],
    ['thoughts go', '<think>hm</think>Yes', 'Yes'],
    ['calls after a mark go', 'Yes [TOOL_CALLS][{"name":"a"}]', 'Yes '],
    ['calls after a machine tag go', 'Yes <|python_tag|>tasks.list()', 'Yes '],
    ['calls as an object go', '{"name": "tasks_list", "arguments": {"a": "}"}}\nDone', '\nDone'],
    ['calls in a fence go', 'So\n```json\n{"name":"a","arguments":{}}\n```\nDone', 'So\n\nDone'],
    ['other code stays', '```json\n{"a":1}\n```', '```json\n{"a":1}\n```'],
    ['other objects stay', '{"name": "Ada"} is one', '{"name": "Ada"} is one'],
    ['what never ends is told', 'a <b or [c or !', 'a <b or [c or !'],
  ])('%s', (_, text, wanted) => {
    expect(shown(text)).toBe(wanted);
  });

  it('is the same however it was cut on its way', () => {
    const parts = fc.constantFrom(
      ...'[1] |[9]|[a](https://x.test)|![i](u)|<b>|</b>|<think>|</think>|{"name":"a","arguments":{}}|\n|```|```json\n'.split(
        '|',
      ),
      'words ',
      '!',
      '<',
      '[',
      ']',
      '(',
      '{',
      '`',
      '<|x|>',
      '[TOOL_CALLS]',
      '1 < 2 ',
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 12 }),
        fc.array(fc.nat(60), { maxLength: 8 }),
        (made, cuts) => {
          const text = made.join('');
          const places = [...new Set([0, ...cuts.filter((cut) => cut < text.length), text.length])].toSorted(
            (a, b) => a - b,
          );
          const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
          expect(shown(text, pieces)).toBe(shown(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('shows ordinary words at once', () => {
    const answer = createAnswerText(rules);
    expect(answer.push('Two tasks')).toBe('Two tasks');
    expect(answer.push(' are due [')).toBe(' are due ');
    expect(answer.push('1')).toBe('');
    expect(answer.push('] now')).toBe('[1] now');
  });
});
