import type { JsonSchema } from '#shared/contracts/models.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { isSchema, schemaColumns } from '../spec/schema-columns.ts';
import { kindOf, type ValueKind } from './csv-values.ts';

export type ColumnFacts = {
  readonly name: string;
  /** Records that have it; null counts. */
  readonly present: number;
  readonly kinds: ReadonlyMap<ValueKind, number>;
  /** A text that is no Unicode: a plain column of Parquet cannot hold it. */
  readonly isOdd: boolean;
  /** A whole number beyond those that count one by one: a number all the same, but no integer of Parquet. */
  readonly isLong: boolean;
  readonly numbers: { readonly min: number; readonly max: number; readonly mean: number } | null;
  /** Characters of its texts. */
  readonly longest: number;
};

/** What stands in the records as a whole, counted before a format is written that must know its columns. */
export class Survey {
  readonly #order: readonly string[];
  readonly #tallies = new Map<string, Tally>();
  #records = 0;

  constructor(schema: JsonSchema) {
    this.#order = schemaColumns(schema).names;
  }

  get records(): number {
    return this.#records;
  }

  add(value: DatasetValue): void {
    this.#records += 1;
    for (const [name, one] of Object.entries(value)) {
      let tally = this.#tallies.get(name);
      if (tally === undefined) this.#tallies.set(name, (tally = new Tally()));
      tally.add(one);
    }
  }

  /** In the order of the schema, then as they came. */
  columns(): readonly ColumnFacts[] {
    const named = this.#order.filter((name) => this.#tallies.has(name));
    const others = [...this.#tallies.keys()].filter((name) => !this.#order.includes(name));
    return [...named, ...others].map((name) => (this.#tallies.get(name) ?? new Tally()).facts(name));
  }
}

class Tally {
  readonly #kinds = new Map<ValueKind, number>();
  #isOdd = false;
  #isLong = false;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  #numbers = 0;
  #present = 0;
  #longest = 0;

  add(value: unknown): void {
    const kind = kindOf(value);
    this.#present += 1;
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
    if (typeof value === 'number') this.#addNumber(value, kind);
    if (typeof value !== 'string') return;
    this.#longest = Math.max(this.#longest, value.length);
    if (!value.isWellFormed()) this.#isOdd = true;
  }

  #addNumber(value: number, kind: ValueKind): void {
    this.#numbers += 1;
    this.#sum += value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    if (kind === 'integer' && !Number.isSafeInteger(value)) this.#isLong = true;
  }

  facts(name: string): ColumnFacts {
    const numbers =
      this.#numbers === 0 ? null : { min: this.#min, max: this.#max, mean: this.#sum / this.#numbers };
    return {
      name,
      present: this.#present,
      kinds: this.#kinds,
      isOdd: this.#isOdd,
      isLong: this.#isLong,
      numbers,
      longest: this.#longest,
    };
  }
}

/** A schema that every record fits, for columns of one type each; what has several kinds is left open. */
export function schemaForColumns(schema: JsonSchema, survey: Survey): JsonSchema {
  const declared = isSchema(schema['properties']) ? schema['properties'] : {};
  const facts = survey.columns();
  const properties = facts.map(({ name, kinds, isOdd, isLong }) => {
    const found = [...kinds.keys()].filter((kind) => kind !== 'null');
    const kind = isOdd ? undefined : plainKind(declared[name], found);
    const only = kind === 'integer' && isLong ? 'number' : kind;
    const type = only !== undefined && kinds.has('null') ? [only, 'null'] : only;
    return [name, type === undefined ? {} : { type }] as const;
  });
  const required = facts.filter(({ present }) => present === survey.records).map(({ name }) => name);
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

function plainKind(declared: unknown, found: readonly ValueKind[]): ValueKind | undefined {
  const isNumber = found.length > 0 && found.every((kind) => kind === 'integer' || kind === 'number');
  const type: unknown = isSchema(declared) ? declared['type'] : undefined;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  if (isNumber && (found.includes('number') || types.includes('number'))) return 'number';
  const [only] = found;
  return found.length === 1 && only !== 'array' && only !== 'object' ? only : undefined;
}
