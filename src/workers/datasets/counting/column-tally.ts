import type { ColumnStats, ValueKind } from '#shared/contracts/dataset-stats.ts';
import { DistinctTally } from './distinct-tally.ts';
import { NumberTally } from './number-tally.ts';

const TOP = 20;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** One place in the records. */
export class ColumnTally {
  readonly #path: string;
  readonly #kinds: Partial<Record<ValueKind, number>> = {};
  readonly #distinct = new DistinctTally();
  readonly #numbers = new NumberTally();
  readonly #textLengths = new NumberTally();
  readonly #listLengths = new NumberTally();
  #seen = 0;
  #yes = 0;
  #no = 0;
  #dates: { first: string; last: string; firstMs: number; lastMs: number; count: number } | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  add(value: unknown): void {
    this.#seen += 1;
    const kind = kindOf(value);
    this.#kinds[kind] = (this.#kinds[kind] ?? 0) + 1;
    if (kind === 'null') return;
    if (typeof value === 'string') this.#addText(value);
    else if (typeof value === 'number') {
      this.#numbers.add(value);
      this.#distinct.add(String(value));
    } else if (typeof value === 'boolean') {
      if (value) this.#yes += 1;
      else this.#no += 1;
      this.#distinct.add(String(value));
    } else {
      if (Array.isArray(value)) this.#listLengths.add(value.length);
      this.#distinct.add(JSON.stringify(value));
    }
  }

  /** `holders`: how many objects could have had it. */
  result(holders: number): ColumnStats {
    const dates = this.#dates;
    const hasBooleans = this.#yes + this.#no > 0;
    return {
      path: this.#path,
      kinds: { ...this.#kinds },
      nulls: this.#kinds.null ?? 0,
      missing: Math.max(0, holders - this.#seen),
      distinct: this.#distinct.count(),
      numbers: this.#numbers.result(),
      textLengths: this.#textLengths.result(),
      listLengths: this.#listLengths.result(),
      booleans: hasBooleans ? { yes: this.#yes, no: this.#no } : null,
      dates: dates === null ? null : { first: dates.first, last: dates.last, count: dates.count },
      top: this.#distinct.top(TOP),
    };
  }

  #addText(value: string): void {
    this.#distinct.add(value);
    this.#textLengths.add(value.length);
    if (value.length < 10 || value.length > 35 || !DATE.test(value)) return;
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) return;
    const known = this.#dates ?? { first: value, last: value, firstMs: ms, lastMs: ms, count: 0 };
    this.#dates = known;
    known.count += 1;
    if (ms < known.firstMs) Object.assign(known, { first: value, firstMs: ms });
    if (ms > known.lastMs) Object.assign(known, { last: value, lastMs: ms });
  }
}

function kindOf(value: unknown): ValueKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}
