/** What stands in the records of a dataset, counted: by column, and over all. */

export const VALUE_KINDS = ['text', 'number', 'boolean', 'list', 'object', 'null'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** `counts[i]` lie from `edges[i]` up to `edges[i + 1]`, the last edge included. */
export type Histogram = { readonly edges: readonly number[]; readonly counts: readonly number[] };

/** How many different values: exact up to a bound, beyond it an estimate (HyperLogLog, about 1 % off). */
export type DistinctCount = { readonly count: number; readonly isExact: boolean };

/** Quantiles are exact up to a bound of values and of an even sample of them beyond it. */
export type NumberStats = {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly quantiles: {
    readonly p5: number;
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly p95: number;
  };
  readonly histogram: Histogram;
};

export type ColumnStats = {
  /** The place in the record with dots between: `customer.address.city`; `tags[]` for the entries of a list. */
  readonly path: string;
  readonly kinds: Readonly<Partial<Record<ValueKind, number>>>;
  /** Values that are null. */
  readonly nulls: number;
  /** Records (or objects of the level above) without it. */
  readonly missing: number;
  readonly distinct: DistinctCount;
  readonly numbers: NumberStats | null;
  /** Characters of texts. */
  readonly textLengths: NumberStats | null;
  readonly listLengths: NumberStats | null;
  readonly booleans: { readonly yes: number; readonly no: number } | null;
  /** Of texts that are dates or times: the first and the last, as they stand. */
  readonly dates: { readonly first: string; readonly last: string; readonly count: number } | null;
  /** The most frequent, long ones cut. Counted in full while the different values are few enough. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
};

export type FacetStats = {
  readonly name: string;
  readonly values: readonly {
    readonly value: string;
    readonly count: number;
    /** Its share by the weights of the definition, 0 to 1; null for a value that is no longer in it. */
    readonly expected: number | null;
  }[];
};

export type DatasetStats = {
  readonly records: number;
  readonly failed: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly withIssues: number;
  readonly columns: readonly ColumnStats[];
  /** True when there were more places in the records than are counted. */
  readonly isCut: boolean;
  /** Records that say the same as one before them, and those that are too alike one before them. */
  readonly duplicates: {
    readonly exact: number;
    /** Null where nothing was compared. */
    readonly near: number | null;
    readonly pairs: readonly { readonly number: number; readonly like: number }[];
  };
  readonly facets: readonly FacetStats[];
  readonly issues: readonly { readonly check: string; readonly count: number }[];
  readonly scores: readonly ({ readonly judge: string } & NumberStats)[];
};
