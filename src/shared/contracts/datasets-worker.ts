import { z } from 'zod';
import {
  datasetCheckSchema,
  datasetColumnSchema,
  datasetDuplicatesSchema,
  datasetFacetSchema,
  type DatasetDuplicates,
  type DatasetFacet,
  type DatasetSpec,
} from './dataset-spec.ts';
import type { DatasetStats } from './dataset-stats.ts';
import type { RecordIssue } from './datasets.ts';

/**
 * What main and the threads for datasets say to each other. Records travel as JSON text: it crosses faster than
 * objects do, it is what the store holds, and reading it is then the thread's work. One program, two threads: `making`
 * holds nothing and may be ended when something of the person's does not come to an end; `counting` keeps what was
 * counted and runs code of ours alone.
 */

/**
 * How records are validated everywhere: JSON Schema 2020-12 with formats asserted. Words that the standard does not know
 * are let pass, as it asks; a definition is looked at for them when it is written.
 */
export const DATASET_AJV_OPTIONS = {
  strict: false,
  allErrors: true,
  validateFormats: true,
  allowUnionTypes: true,
  unicodeRegExp: true,
  messages: true,
  /** 0.29 is a multiple of 0.01, whatever binary fractions make of it. */
  multipleOfPrecision: 9,
  /** A record that lacks `constructor` lacks it, whatever every object inherits. */
  ownProperties: true,
  logger: false,
} as const;

/** The definition that a thread makes and checks records by. */
export type RecordPlan = Pick<DatasetSpec, 'schema' | 'columns' | 'checks' | 'seed'> & {
  readonly locale: 'en' | 'it' | 'de' | 'fr' | 'es';
  /** For each column of kind `reference`, the values of the parent in their order. */
  readonly references: Readonly<Record<string, readonly unknown[]>>;
};

/** A record that is whole: its columns filled, valid by the schema, and looked at by the checks. */
export type MadeRecord = {
  readonly isMade: true;
  readonly number: number;
  readonly seed: number;
  /** JSON of an object, its properties in the order of the schema. */
  readonly text: string;
  /** SHA-256 of its canonical JSON, as hex. */
  readonly hash: string;
  readonly issues: readonly RecordIssue[];
};

export type UnmadeRecord = {
  readonly isMade: false;
  readonly number: number;
  readonly seed: number;
  /** `invalid`: not what the schema asks for; `column`: a column could not be made; `slow`: given up. */
  readonly reason: 'invalid' | 'column' | 'slow';
  /** For the person. */
  readonly problem: string;
  /** Each with its place, as a model that is asked again is told. */
  readonly errors: readonly string[];
};
export type RecordOutcome = MadeRecord | UnmadeRecord;

/** A record of a model or of a person, its JSON still without the columns that need no model. */
export type RawRecord = { readonly number: number; readonly text: string };

export type RecordFindings = { readonly number: number; readonly issues: readonly RecordIssue[] };

/** What a set of records is compared by. */
export type IndexPlan = {
  readonly duplicates: DatasetDuplicates | null;
  /** Checks of kind `unique`. */
  readonly unique: readonly { readonly check: string; readonly columns: readonly string[] }[];
};

export type OfferedRecord = {
  readonly number: number;
  readonly text: string;
  /** Of length 1; needed where records are compared by meaning. */
  readonly vector?: Float32Array;
};

export type OfferOutcome = {
  readonly number: number;
  /** The record that it is too alike; it was not taken up then. */
  readonly alike: { readonly number: number; readonly similarity: number } | null;
  /** For each `unique` check that it breaks, the record that has the same values. It was taken up all the same. */
  readonly twins: readonly { readonly check: string; readonly number: number }[];
};

export type StatsPlan = {
  readonly facets: readonly DatasetFacet[];
  /** Null leaves near duplicates uncounted; those by meaning are not counted either. */
  readonly duplicates: DatasetDuplicates | null;
};

export type StatsRow = {
  readonly number: number;
  /** Null for a failed record. */
  readonly text: string | null;
  readonly review: 'open' | 'accepted' | 'rejected';
  readonly facets: Readonly<Record<string, unknown>>;
  readonly issues: readonly RecordIssue[];
  readonly scores: Readonly<Record<string, number>>;
};

export type ParquetColumn = {
  readonly name: string;
  /** `json`: values of any kind, as JSON text in the file. */
  readonly kind: 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'json';
  readonly isNullable: boolean;
};
export type ParquetFacts = { readonly records: number; readonly columns: readonly ParquetColumn[] };

export const DATASET_LIMITS = {
  /** Records in one message: what takes a few tens of milliseconds. */
  chunkRecords: 250,
  /** One record may take the `making` thread so long before the thread is ended and the record given up. */
  stuckMs: 3_000,
  /** Code of the person, for one row. */
  codeMs: 200,
  codeMemoryMb: 32,
  codeStackKb: 64,
  /** Records that may be given up before the whole is. */
  stuckRecords: 5,
  /** Getting a definition ready, libraries and all. */
  openMs: 60_000,
  idleMs: 30_000,
  issueChars: 500,
  errors: 20,
  /** Tries for one record of the built-in generator. */
  tries: 40,
} as const;

const session = z.number().int().positive();
const number = z.number().int().min(0);
const raw = z.array(z.object({ number, text: z.string() }));
const columns = z.record(z.string(), datasetColumnSchema);

const planSchema = z.object({
  schema: z.record(z.string(), z.unknown()),
  columns,
  checks: z.array(datasetCheckSchema),
  seed: z.number().int(),
  locale: z.enum(['en', 'it', 'de', 'fr', 'es']),
  references: z.record(z.string(), z.array(z.unknown())),
});

const offers = z.array(
  z.object({
    number,
    text: z.string(),
    vector: z.custom<Float32Array>((it) => it instanceof Float32Array).optional(),
  }),
);

export const datasetOrderSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('plan.open'), session, plan: planSchema }),
  /** From the schema alone. */
  z.object({ op: z.literal('plan.make'), session, numbers: z.array(number), skip: z.array(z.string()) }),
  /** Columns filled, validated, checked. */
  z.object({ op: z.literal('plan.finish'), session, records: raw, skip: z.array(z.string()) }),
  /** As it stands: validated and checked, no column made anew. */
  z.object({ op: z.literal('plan.check'), session, records: raw, skip: z.array(z.string()) }),
  z.object({
    op: z.literal('index.open'),
    session,
    plan: z.object({
      duplicates: datasetDuplicatesSchema.nullable(),
      unique: z.array(z.object({ check: z.string(), columns: z.array(z.string()) })),
    }),
  }),
  z.object({ op: z.literal('index.offer'), session, records: offers, isForced: z.boolean() }),
  z.object({ op: z.literal('index.remove'), session, numbers: z.array(number) }),
  z.object({
    op: z.literal('stats.open'),
    session,
    plan: z.object({
      facets: z.array(datasetFacetSchema),
      duplicates: datasetDuplicatesSchema.nullable(),
    }),
  }),
  z.object({
    op: z.literal('stats.add'),
    session,
    rows: z.array(
      z.object({
        number,
        text: z.string().nullable(),
        review: z.enum(['open', 'accepted', 'rejected']),
        facets: z.record(z.string(), z.unknown()),
        issues: z.array(z.object({ check: z.string(), message: z.string() })),
        scores: z.record(z.string(), z.number()),
      }),
    ),
  }),
  z.object({ op: z.literal('stats.result'), session }),
  z.object({
    op: z.literal('parquet.create'),
    session,
    fd: z.number().int().min(0),
    schema: z.record(z.string(), z.unknown()),
    columns: z.array(z.string()),
  }),
  z.object({ op: z.literal('parquet.write'), session, texts: z.array(z.string()) }),
  z.object({ op: z.literal('parquet.finish'), session }),
  z.object({ op: z.literal('parquet.open'), session, fd: z.number().int().min(0), sizeBytes: number }),
  z.object({ op: z.literal('parquet.read'), session, from: number, to: number }),
  z.object({ op: z.literal('close'), session }),
]);
export type DatasetOrder = z.infer<typeof datasetOrderSchema>;

export type DatasetWorkerRequest = DatasetOrder & {
  readonly id: number;
  /** What it is at, so that what never ends can be named from outside: see `PROGRESS_CELLS`. */
  readonly at: Int32Array;
};

/** `record`: how many were begun; `check`: 1 + the place of the check that is under way, 0 for none. */
export const PROGRESS_CELLS = { record: 0, check: 1 } as const;
export const PROGRESS_BYTES = 8;

/** What each order is answered with; the rest with nothing. */
export type DatasetResults = {
  readonly 'plan.make': readonly RecordOutcome[];
  readonly 'plan.finish': readonly RecordOutcome[];
  readonly 'plan.check': readonly RecordOutcome[];
  readonly 'index.offer': readonly OfferOutcome[];
  readonly 'stats.result': DatasetStats;
  readonly 'parquet.finish': { readonly sizeBytes: number; readonly records: number };
  readonly 'parquet.open': ParquetFacts;
  readonly 'parquet.read': readonly string[];
};

/** `refused`: what was ordered cannot be done, and the message says why to the person. */
export const datasetAnswerSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('done'), id: session, result: z.unknown() }),
  z.object({ t: z.literal('refused'), id: session, message: z.string().max(2_000) }),
  z.object({ t: z.literal('failed'), id: session, message: z.string().max(2_000) }),
]);
export type DatasetAnswer = z.infer<typeof datasetAnswerSchema>;
