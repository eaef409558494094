import { hash } from 'node:crypto';
import type { DatasetStats, FacetStats } from '#shared/contracts/dataset-stats.ts';
import type { StatsPlan, StatsRow } from '#shared/contracts/datasets-worker.ts';
import { ColumnTally } from './column-tally.ts';
import { NumberTally } from './number-tally.ts';
import { textOf } from './shingles.ts';
import { createWordIndex, type LikenessIndex } from './word-index.ts';

export type StatsTally = {
  add(rows: readonly StatsRow[]): void;
  result(): DatasetStats;
};

const MOST_COLUMNS = 300;
const MOST_DEPTH = 6;
/** Entries of one list that are looked at. */
const MOST_ENTRIES = 100;
const MOST_PAIRS = 100;

export function createStatsTally(plan: StatsPlan): StatsTally {
  return new Tally(plan);
}

class Tally implements StatsTally {
  readonly #plan: StatsPlan;
  readonly #columns = new Map<string, ColumnTally>();
  /** Objects at a place: what their properties are missing from. */
  readonly #holders = new Map<string, number>();
  readonly #counts = { records: 0, failed: 0, accepted: 0, rejected: 0, withIssues: 0 };
  readonly #texts = new Map<string, number>();
  readonly #likeness: LikenessIndex | null;
  readonly #pairs: { readonly number: number; readonly like: number }[] = [];
  readonly #facets = new Map<string, Map<string, number>>();
  readonly #issues = new Map<string, number>();
  readonly #scores = new Map<string, NumberTally>();
  #exact = 0;
  #near = 0;
  #isCut = false;

  constructor(plan: StatsPlan) {
    this.#plan = plan;
    const by = plan.duplicates;
    this.#likeness = by?.by === 'words' ? createWordIndex(by.threshold) : null;
  }

  add(rows: readonly StatsRow[]): void {
    for (const row of rows) {
      this.#counts.records += 1;
      if (row.review !== 'open') this.#counts[row.review] += 1;
      if (row.issues.length > 0) this.#counts.withIssues += 1;
      for (const check of new Set(row.issues.map((issue) => issue.check))) raise(this.#issues, check);
      for (const [judge, score] of Object.entries(row.scores)) this.#scoresOf(judge).add(score);
      for (const [name, value] of Object.entries(row.facets)) {
        const values = this.#facets.get(name) ?? new Map<string, number>();
        this.#facets.set(name, values);
        raise(values, labelOf(value));
      }
      if (row.text === null) this.#counts.failed += 1;
      else this.#addValue(row.number, row.text);
    }
  }

  result(): DatasetStats {
    return {
      ...this.#counts,
      columns: [...this.#columns].map(([path, column]) =>
        column.result(this.#holders.get(holderOf(path)) ?? 0),
      ),
      isCut: this.#isCut,
      duplicates: {
        exact: this.#exact,
        near: this.#likeness === null ? null : this.#near,
        pairs: [...this.#pairs],
      },
      facets: this.#facetStats(),
      issues: [...this.#issues]
        .map(([check, count]) => ({ check, count }))
        .toSorted((a, b) => b.count - a.count),
      scores: [...this.#scores].flatMap(([judge, tally]) => {
        const stats = tally.result();
        return stats === null ? [] : [{ judge, ...stats }];
      }),
    };
  }

  #addValue(number: number, text: string): void {
    const value: unknown = JSON.parse(text);
    this.#walk('', value, 0);
    const key = hash('sha256', text, 'base64');
    const twin = this.#texts.get(key);
    if (twin === undefined) this.#texts.set(key, number);
    else {
      this.#exact += 1;
      this.#pair(number, twin);
      return;
    }
    if (this.#likeness === null) return;
    const words = textOf(value, this.#plan.duplicates?.columns ?? []);
    const alike = this.#likeness.find(words, undefined);
    this.#likeness.add(number, words, undefined);
    if (alike === null) return;
    this.#near += 1;
    this.#pair(number, alike.number);
  }

  #pair(number: number, like: number): void {
    if (this.#pairs.length < MOST_PAIRS) this.#pairs.push({ number, like });
  }

  #walk(path: string, value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return;
    if (Array.isArray(value)) {
      const inner = `${path}[]`;
      for (const entry of value.slice(0, MOST_ENTRIES)) this.#take(inner, entry, depth + 1);
      raise(this.#holders, path, Math.min(value.length, MOST_ENTRIES));
      return;
    }
    raise(this.#holders, path);
    for (const name of Object.keys(value)) {
      const key = name.replaceAll('.', '\\.');
      this.#take(path === '' ? key : `${path}.${key}`, Reflect.get(value, name), depth + 1);
    }
  }

  #take(path: string, value: unknown, depth: number): void {
    const column = this.#columns.get(path) ?? this.#newColumn(path);
    column?.add(value);
    if (column !== undefined) this.#walk(path, value, depth);
  }

  #newColumn(path: string): ColumnTally | undefined {
    if (this.#columns.size >= MOST_COLUMNS) {
      this.#isCut = true;
      return undefined;
    }
    const column = new ColumnTally(path);
    this.#columns.set(path, column);
    return column;
  }

  #scoresOf(judge: string): NumberTally {
    const known = this.#scores.get(judge) ?? new NumberTally();
    this.#scores.set(judge, known);
    return known;
  }

  #facetStats(): readonly FacetStats[] {
    return this.#plan.facets.map(({ name, values }) => {
      const counted = new Map(this.#facets.get(name));
      const total = values.reduce((sum, { weight }) => sum + weight, 0);
      const known = values.map(({ value, weight }) => {
        const label = labelOf(value);
        const count = counted.get(label) ?? 0;
        counted.delete(label);
        return { value: label, count, expected: total === 0 ? 0 : weight / total };
      });
      const gone = [...counted].map(([value, count]) => ({ value, count, expected: null }));
      return { name, values: [...known, ...gone] };
    });
  }
}

function raise(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function labelOf(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
}

/** `customer.address` for `customer.address.city`, `tags` for `tags[]`; a dot with a stroke before it is part of a name. */
function holderOf(path: string): string {
  if (path.endsWith('[]')) return path.slice(0, -2);
  for (let at = path.length - 1; at > 0; at -= 1) {
    if (path[at] === '.' && path[at - 1] !== '\\') return path.slice(0, at);
  }
  return '';
}
