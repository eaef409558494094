import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitJson } from './split-json.ts';

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<string> {
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = sizes.length === 0 ? text.length : (sizes[turn % sizes.length] ?? 1);
    yield text.slice(at, at + size);
    at += size;
  }
}

async function textsIn(text: string, sizes: readonly number[] = []): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const some of splitJson(cut(text, sizes))) texts.push(...some);
  return texts;
}

const values = async (text: string, sizes?: readonly number[]) =>
  (await textsIn(text, sizes)).map((one): unknown => JSON.parse(one));

test('a list gives its entries, however it comes in pieces', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  const space = fc.constantFrom(0, 2);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), sizes, space, async (list, cuts, indent) => {
      const text = JSON.stringify(list, null, indent);
      expect(await values(text, cuts)).toEqual(JSON.parse(text));
    }),
  );
});

test('objects one after the other are values too', async () => {
  expect(await values('\ufeff {"a": "}"}\n{"b": [1, {"c": "\\""}]}  {"d":1}', [3])).toEqual([
    { a: '}' },
    { b: [1, { c: '"' }] },
    { d: 1 },
  ]);
  expect(await values('[]')).toEqual([]);
});

test('a list that was cut says so after what was whole', async () => {
  expect(await textsIn('[{"a":1},{"b":')).toEqual(['{"a":1}', '{"b":', '[']);
  expect(await textsIn('[{"a":1}')).toEqual(['{"a":1}', '[']);
  expect(await textsIn('[{"a":1}] x')).toEqual(['{"a":1}', 'x']);
  expect(await textsIn('[1, oops, 2]')).toEqual(['1', 'oops', '2']);
});
