import type { IndexPlan, OfferedRecord, OfferOutcome } from '#shared/contracts/datasets-worker.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { createMeaningIndex } from './meaning-index.ts';
import { textOf } from './shingles.ts';
import { createWordIndex, type LikenessIndex } from './word-index.ts';

export type RecordIndex = {
  /** `isForced`: taken up alike or not. */
  offer(records: readonly OfferedRecord[], isForced: boolean): readonly OfferOutcome[];
  remove(numbers: readonly number[]): void;
};

export function createRecordIndex(plan: IndexPlan): RecordIndex {
  return new Index(plan);
}

class Index implements RecordIndex {
  readonly #columns: readonly string[];
  readonly #likeness: LikenessIndex | null;
  readonly #unique: readonly UniqueIndex[];

  constructor({ duplicates, unique }: IndexPlan) {
    this.#columns = duplicates?.columns ?? [];
    this.#likeness = duplicates === null ? null : likenessBy(duplicates.by, duplicates.threshold);
    this.#unique = unique.map(({ check, columns }) => new UniqueIndex(check, columns));
  }

  offer(records: readonly OfferedRecord[], isForced: boolean): readonly OfferOutcome[] {
    return records.map((record) => this.#offerOne(record, isForced));
  }

  remove(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.#likeness?.remove(number);
      for (const unique of this.#unique) unique.remove(number);
    }
  }

  #offerOne({ number, text, vector }: OfferedRecord, isForced: boolean): OfferOutcome {
    const value = JSON.parse(text) as DatasetValue;
    // A record that is offered again stands for what it said before.
    this.remove([number]);
    const words = this.#likeness === null ? '' : textOf(value, this.#columns);
    const alike = this.#likeness?.find(words, vector) ?? null;
    if (alike !== null && !isForced) return { number, alike, twins: [] };
    this.#likeness?.add(number, words, vector);
    const twins = this.#unique.flatMap((unique) => unique.add(number, value));
    return { number, alike, twins };
  }
}

function likenessBy(by: 'words' | 'meaning', threshold: number): LikenessIndex {
  return by === 'words' ? createWordIndex(threshold) : createMeaningIndex(threshold);
}

/** Who has which values first; those after it are its twins. */
class UniqueIndex {
  readonly #check: string;
  readonly #columns: readonly string[];
  readonly #holders = new Map<string, Set<number>>();
  readonly #keys = new Map<number, string>();

  constructor(check: string, columns: readonly string[]) {
    this.#check = check;
    this.#columns = columns;
  }

  add(number: number, value: DatasetValue): readonly { readonly check: string; readonly number: number }[] {
    const key = JSON.stringify(this.#columns.map((column) => value[column] ?? null));
    const holders = this.#holders.get(key) ?? new Set();
    const [first] = holders;
    this.#holders.set(key, holders.add(number));
    this.#keys.set(number, key);
    return first === undefined ? [] : [{ check: this.#check, number: first }];
  }

  remove(number: number): void {
    const key = this.#keys.get(number);
    if (key === undefined) return;
    this.#keys.delete(number);
    const holders = this.#holders.get(key);
    holders?.delete(number);
    if (holders?.size === 0) this.#holders.delete(key);
  }
}
