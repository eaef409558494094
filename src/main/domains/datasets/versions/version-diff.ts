import { isDeepStrictEqual } from 'node:util';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetDiff, DatasetDifference } from '#shared/contracts/dataset-versions.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { Reader } from '#main/db/store.ts';
import {
  countSide,
  differencesByKey,
  differencesByNumber,
  findUnkeyed,
  textsOf,
  type Difference,
  type Side,
} from './versions.store.ts';

export type ComparedSide = Side & { readonly spec: DatasetSpec };
type Wanted = { readonly key?: string | undefined; readonly offset: number; readonly limit: number };

/** So many are read and taken apart before others get their turn. */
const ROWS_A_TURN = 400;

/** What became of the records between two sides; `items` are some of them, in order. */
export async function compareSides(
  reader: Reader,
  from: ComparedSide,
  to: ComparedSide,
  { key, offset, limit }: Wanted,
): Promise<DatasetDiff> {
  const found =
    key === undefined ? await differencesByNumber(reader, from, to) : await byKey(reader, from, to, key);
  const columns = new Map<string, number>();
  const items: DatasetDifference[] = [];
  for (let at = 0; at < found.length; at += ROWS_A_TURN) {
    const turn = found.slice(at, at + ROWS_A_TURN);
    const read = await readBoth(reader, from, to, turn);
    for (const [index, one] of read.entries()) {
      for (const column of one.columns) columns.set(column, (columns.get(column) ?? 0) + 1);
      if (at + index >= offset && items.length < limit) items.push(one);
    }
  }
  const removed = found.filter(({ after }) => after === null).length;
  const added = found.filter(({ before }) => before === null).length;
  const changed = found.length - removed - added;
  return {
    added,
    removed,
    changed,
    same: (await countSide(reader, to)) - added - changed,
    columns: [...columns]
      .map(([column, count]) => ({ column, changed: count }))
      .sort((left, right) => right.changed - left.changed || (left.column < right.column ? -1 : 1)),
    definition: definitionChanges(from.spec, to.spec),
    items,
  };
}

async function readBoth(
  reader: Reader,
  from: Side,
  to: Side,
  turn: readonly Difference[],
): Promise<readonly DatasetDifference[]> {
  const [earlier, later] = await Promise.all([
    textsOf(reader, from, numbersIn(turn.map((one) => one.before))),
    textsOf(reader, to, numbersIn(turn.map((one) => one.after))),
  ]);
  return turn.map(({ before, after }) => {
    const was = valueAt(earlier, before);
    const is = valueAt(later, after);
    const kind = was === null ? 'added' : is === null ? 'removed' : 'changed';
    const columns = was && is ? columnsBetween(was, is) : [];
    return { kind, number: after ?? before ?? 0, before: was, after: is, columns };
  });
}

function numbersIn(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((one) => one !== null);
}

function valueAt(texts: ReadonlyMap<number, string>, number: number | null): DatasetValue | null {
  const text = number === null ? undefined : texts.get(number);
  return text === undefined ? null : (JSON.parse(text) as DatasetValue); // records are objects
}

function columnsBetween(before: DatasetValue, after: DatasetValue): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/** Two records are the same one where the column says the same; it must say something else in each. */
async function byKey(reader: Reader, from: Side, to: Side, key: string): Promise<readonly Difference[]> {
  for (const side of [from, to]) {
    const found = await findUnkeyed(reader, side, key);
    if (found === undefined) continue;
    const { number, other } = found;
    const problem =
      other === null
        ? `record ${number + 1} has none`
        : `records ${other + 1} and ${number + 1} have the same`;
    throw new AppError(
      'invalid_input',
      `Records cannot be told apart by "${key}": ${problem}. Nothing was changed; compare by number, or by another column.`,
    );
  }
  return differencesByKey(reader, from, to, key);
}

function definitionChanges(from: DatasetSpec, to: DatasetSpec): readonly string[] {
  const parts = new Set([...Object.keys(from), ...Object.keys(to)]) as ReadonlySet<keyof DatasetSpec>;
  return [...parts].filter((part) => !isDeepStrictEqual(from[part], to[part]));
}
