import { describe, expect, it } from 'vitest';
import type { DatasetDuplicates } from '#shared/contracts/dataset-spec.ts';
import { createRecordRandom } from '#shared/kernel/record-random.ts';
import { createRecordIndex } from './record-index.ts';
import { shinglesOf } from './shingles.ts';

const random = createRecordRandom(11);
const word = (): string => `w${Math.floor(random.next() * 5_000)}`;
const words = (count: number): string[] => Array.from({ length: count }, word);
const text = (value: object): string => JSON.stringify(value);

function indexBy(duplicates: Partial<DatasetDuplicates>) {
  return createRecordIndex({
    duplicates: { by: 'words', threshold: 0.8, columns: [], ...duplicates },
    unique: [],
  });
}

/** The measure that is estimated: common pairs of words among all of both. */
function jaccard(left: string, right: string): number {
  const [a, b] = [new Set(shinglesOf(left)), new Set(shinglesOf(right))];
  const common = [...a].filter((one) => b.has(one)).length;
  return common / (a.size + b.size - common);
}

describe('near duplicates by words', () => {
  it('are found from the threshold on, and not far below it', () => {
    const found = { above: 0, ofAbove: 0, below: 0, ofBelow: 0 };
    for (let round = 0; round < 150; round += 1) {
      const original = words(60);
      const changes = round % 12;
      const other = original.map((one, at) => (at % 5 === 0 && at / 5 < changes ? word() : one));
      const likeness = jaccard(original.join(' '), other.join(' '));
      const index = indexBy({ threshold: 0.7 });
      index.offer([{ number: 1, text: text({ t: original.join(' ') }) }], false);
      const [outcome] = index.offer([{ number: 2, text: text({ t: other.join(' ') }) }], false);
      const isAlike = outcome?.alike != null;
      if (likeness > 0.8)
        Object.assign(found, { ofAbove: found.ofAbove + 1, above: found.above + Number(isAlike) });
      if (likeness < 0.55)
        Object.assign(found, { ofBelow: found.ofBelow + 1, below: found.below + Number(isAlike) });
    }
    expect(found.ofAbove).toBeGreaterThan(20);
    expect(found.ofBelow).toBeGreaterThan(20);
    expect(found.above / found.ofAbove).toBeGreaterThan(0.95);
    expect(found.below / found.ofBelow).toBeLessThan(0.03);
  });

  it('name the record that is there, which a forced one joins all the same', () => {
    const index = indexBy({});
    const first = { number: 4, text: text({ title: 'The mail server is down since this morning', n: 1 }) };
    const second = { number: 9, text: text({ title: 'the MAIL server is down, since this morning!', n: 2 }) };
    expect(index.offer([first, second], false)).toEqual([
      { number: 4, alike: null, twins: [] },
      { number: 9, alike: { number: 4, similarity: 1 }, twins: [] },
    ]);
    index.remove([4]);
    expect(index.offer([second], false)[0]?.alike).toBeNull();
    expect(index.offer([first], true)[0]?.alike).toEqual({ number: 9, similarity: 1 });
    index.remove([9]);
    expect(index.offer([{ ...second, number: 10 }], false)[0]?.alike).toEqual({ number: 4, similarity: 1 });
  });

  it('look at the columns named, and at nothing where there are no words', () => {
    const index = indexBy({ columns: ['body'] });
    index.offer([{ number: 0, text: text({ body: 'one and the same', id: 'a' }) }], false);
    expect(
      index.offer([{ number: 1, text: text({ body: 'one and the same', id: 'b' }) }], false)[0]?.alike
        ?.number,
    ).toBe(0);
    expect(
      index.offer([{ number: 2, text: text({ body: 'something other', id: 'a' }) }], false)[0]?.alike,
    ).toBeNull();
    const empty = indexBy({ threshold: 1 });
    const outcomes = empty.offer(
      [
        { number: 0, text: text({ n: 1 }) },
        { number: 1, text: text({ n: 1 }) },
      ],
      false,
    );
    expect(outcomes.map(({ alike }) => alike)).toEqual([null, null]);
  });

  it('refuse the same words alone at a threshold of 1', () => {
    const index = indexBy({ threshold: 1 });
    index.offer([{ number: 0, text: text({ t: 'a b c d e f g' }) }], false);
    expect(index.offer([{ number: 1, text: text({ t: 'a b c d e f h' }) }], false)[0]?.alike).toBeNull();
    expect(index.offer([{ number: 2, text: text({ t: 'A, b c d e f g.' }) }], false)[0]?.alike?.number).toBe(
      0,
    );
  });

  it('hold 100,000 records in bounded memory and time', { timeout: 240_000 }, () => {
    const index = indexBy({ threshold: 0.85 });
    const before = process.memoryUsage();
    const startMs = performance.now();
    let alike = 0;
    for (let at = 0; at < 100; at += 1) {
      const records = Array.from({ length: 1_000 }, (_, one) => ({
        number: at * 1_000 + one,
        text: text({ t: words(12).join(' ') }),
      }));
      alike += index.offer(records, false).filter((outcome) => outcome.alike !== null).length;
    }
    const after = process.memoryUsage();
    const usedMb = (after.heapUsed + after.external - before.heapUsed - before.external) / 1024 / 1024;
    process.stderr.write(
      `100,000 records compared: ${(performance.now() - startMs).toFixed(0)} ms, ${usedMb.toFixed(0)} MB\n`,
    );
    expect(alike).toBeLessThan(10);
    expect(usedMb).toBeLessThan(600);
  });
});

describe('near duplicates by meaning', () => {
  const unit = (angle: number): Float32Array => Float32Array.from([Math.cos(angle), Math.sin(angle)]);

  it('are those whose vectors point the same way', () => {
    const index = indexBy({ by: 'meaning', threshold: 0.95 });
    const offer = (number: number, angle: number) =>
      index.offer([{ number, text: '{}', vector: unit(angle) }], false)[0]?.alike;
    expect(offer(0, 0)).toBeNull();
    expect(offer(1, 1)).toBeNull();
    expect(offer(2, 0.9)).toMatchObject({ number: 1 });
    index.remove([1]);
    expect(offer(3, 0.9)).toBeNull();
    expect(offer(4, 0.1)?.similarity).toBeCloseTo(Math.cos(0.1), 5);
    expect(() => index.offer([{ number: 5, text: '{}' }], false)).toThrow(/vector/);
    expect(() => index.offer([{ number: 5, text: '{}', vector: new Float32Array(3) }], false)).toThrow(
      /compared/,
    );
  });
});

describe('unique values', () => {
  it('are told with the record that had them first, and freed with it', () => {
    const index = createRecordIndex({
      duplicates: null,
      unique: [{ check: 'unique a + b', columns: ['a', 'b'] }],
    });
    const offer = (number: number, value: object) =>
      index.offer([{ number, text: text(value) }], false)[0]?.twins;
    expect(offer(0, { a: 1, b: 'x' })).toEqual([]);
    expect(offer(1, { a: 1, b: 'y' })).toEqual([]);
    expect(offer(2, { b: 'x', a: 1 })).toEqual([{ check: 'unique a + b', number: 0 }]);
    index.remove([0]);
    expect(offer(3, { a: 1, b: 'x' })).toEqual([{ check: 'unique a + b', number: 2 }]);
    expect(offer(2, { a: 2, b: 'x' })).toEqual([]);
  });
});
