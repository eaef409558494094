import { z } from 'zod';
import { BUILTIN_GENERATOR, MODEL_GENERATOR, MOST_RECORDS, MOST_SEED } from './dataset-defaults.ts';
import type { JsonSchema } from './models.ts';

/** What `adiuva dataset` and pages name a dataset by: `support-tickets`. */
export const datasetNameSchema = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,62}$/,
    'A dataset is named with small letters, digits, - and _, 63 at most, beginning with a letter or digit.',
  );

/** `name` for the records as they are now, `name@3` for a frozen version. */
export const datasetRefSchema = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}(@[1-9]\d{0,8})?$/, 'A dataset is named as name or name@version.');

/** A top-level property of a record. */
const columnNameSchema = z.string().min(1).max(200);

export const recordCountSchema = z.number().int().min(1).max(MOST_RECORDS);

const seedSchema = z.number().int().min(0).max(MOST_SEED);
const weightSchema = z.number().min(0).max(1e9);
const scalarSchema = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]);
export type DatasetScalar = z.infer<typeof scalarSchema>;

const jsonSchemaSchema = z.record(z.string(), z.unknown()).transform((schema): JsonSchema => schema);

/** A value and how often it is drawn beside the others; weights need not add up to anything. */
const weightedSchema = z.strictObject({ value: scalarSchema, weight: weightSchema.default(1) });
export type WeightedValue = z.infer<typeof weightedSchema>;

/** Where the code is JavaScript, it runs in a sandbox: `row` is the record so far, the last expression the value. */
const codeSchema = z.string().trim().min(1).max(20_000);

/** A column that needs no model. Columns are made in the order of the spec, so that an expression can read earlier ones. */
export const datasetColumnSchema = z.discriminatedUnion('kind', [
  /** `method` is a path of @faker-js/faker, e.g. `internet.email`; `args` what it takes. */
  z.strictObject({
    kind: z.literal('faker'),
    method: z.string().regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/, 'A method looks like internet.email.'),
    args: z.array(z.unknown()).max(5).default([]),
    locale: z.enum(['en', 'it', 'de', 'fr', 'es']).optional(),
  }),
  z.strictObject({
    kind: z.literal('sequence'),
    start: z.number().int().default(1),
    step: z.number().int().default(1),
    /** With any of these the value is text. */
    prefix: z.string().max(100).default(''),
    suffix: z.string().max(100).default(''),
    /** Digits that the number is filled up to with zeros. */
    pad: z.number().int().min(0).max(20).default(0),
  }),
  z.strictObject({ kind: z.literal('sample'), values: z.array(weightedSchema).min(1).max(10_000) }),
  /** A value of another dataset's column: a parent's key, or any other. */
  z.strictObject({
    kind: z.literal('reference'),
    dataset: datasetRefSchema,
    column: columnNameSchema,
    /** Each parent at most once. */
    isUnique: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('expression'), code: codeSchema }),
  z.strictObject({
    kind: z.literal('number'),
    distribution: z.enum(['uniform', 'normal', 'lognormal', 'exponential']).default('uniform'),
    min: z.number().optional(),
    max: z.number().optional(),
    mean: z.number().optional(),
    standardDeviation: z.number().min(0).optional(),
    decimals: z.number().int().min(0).max(12).default(0),
  }),
  z.strictObject({
    kind: z.literal('date'),
    /** ISO dates or times, both ends included. */
    from: z.string().max(40),
    to: z.string().max(40),
    distribution: z.enum(['uniform', 'recent']).default('uniform'),
    format: z.enum(['date', 'date-time']).default('date'),
  }),
  z.strictObject({ kind: z.literal('boolean'), probability: z.number().min(0).max(1).default(0.5) }),
]);
export type DatasetColumn = z.infer<typeof datasetColumnSchema>;

/** One dimension of variety: each record is told one of its values, drawn by weight. */
export const datasetFacetSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  values: z.array(weightedSchema).min(1).max(1000),
});
export type DatasetFacet = z.infer<typeof datasetFacetSchema>;

const checkBase = {
  /** What the finding is called by in lists and filters; made from kind and column when absent. */
  name: z.string().trim().min(1).max(100).optional(),
};

export const datasetCheckSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('regex'),
    ...checkBase,
    column: columnNameSchema,
    pattern: z.string().max(2000),
  }),
  /** The values of these columns together stand once in the dataset. */
  z.strictObject({
    kind: z.literal('unique'),
    ...checkBase,
    columns: z.array(columnNameSchema).min(1).max(20),
  }),
  z.strictObject({
    kind: z.literal('range'),
    ...checkBase,
    column: columnNameSchema,
    min: z.number().optional(),
    max: z.number().optional(),
  }),
  /** Characters of a text, or entries of a list. */
  z.strictObject({
    kind: z.literal('length'),
    ...checkBase,
    column: columnNameSchema,
    min: z.number().int().min(0).optional(),
    max: z.number().int().min(0).optional(),
  }),
  /** True where the record is fine; anything else, or a text that says what is wrong, is a finding. */
  z.strictObject({ kind: z.literal('code'), ...checkBase, code: codeSchema }),
  /** A model reads the record by the rubric and gives 1 to 5. */
  z.strictObject({
    kind: z.literal('judge'),
    name: z.string().trim().min(1).max(100),
    rubric: z.string().trim().min(1).max(10_000),
    model: z.string().max(400).optional(),
    minScore: z.number().min(1).max(5).default(3),
  }),
  /** E-mail addresses, telephone and card numbers, IBANs, tax codes and addresses of machines. */
  z.strictObject({
    kind: z.literal('pii'),
    ...checkBase,
    columns: z.array(columnNameSchema).max(50).default([]),
  }),
]);
export type DatasetCheck = z.infer<typeof datasetCheckSchema>;

export const datasetGeneratorSchema = z.discriminatedUnion('kind', [
  /** From the schema alone, with no model; the same seed makes the same records. */
  z.strictObject({
    kind: z.literal('builtin'),
    locale: z.enum(['en', 'it', 'de', 'fr', 'es']).default(BUILTIN_GENERATOR.locale),
  }),
  z.strictObject({
    kind: z.literal('model'),
    /** `providerId/modelId`; the person's chain when absent. */
    model: z.string().max(400).optional(),
    /** Name of a saved profile, instead of `model`. */
    profile: z.string().max(100).optional(),
    temperature: z.number().min(0).max(2).default(MODEL_GENERATOR.temperature),
    maxOutputTokens: z.number().int().min(1).max(100_000).default(MODEL_GENERATOR.maxOutputTokens),
    /** Calls in flight at once. */
    concurrency: z.number().int().min(1).max(64).default(MODEL_GENERATOR.concurrency),
    /** Further tries for a record whose answer does not fit, each told what was wrong. */
    retries: z.number().int().min(0).max(10).default(MODEL_GENERATOR.retries),
    /** US dollars for one run; null for none but those of Settings. */
    budget: z.number().min(0).max(100_000).nullable().default(MODEL_GENERATOR.budget),
    /** Times that a record is asked to be made more demanding before it is kept. */
    evolve: z.number().int().min(0).max(3).default(MODEL_GENERATOR.evolve),
  }),
]);
export type DatasetGenerator = z.infer<typeof datasetGeneratorSchema>;

/** Records too alike one already there are made again; `words` by MinHash of word pairs, `meaning` by embeddings. */
export const datasetDuplicatesSchema = z.strictObject({
  by: z.enum(['words', 'meaning']).default('words'),
  /** 0 to 1: how alike two may be at most. 1 refuses the same words only. */
  threshold: z.number().min(0).max(1).default(0.85),
  /** The texts that are compared; all texts when empty. */
  columns: z.array(columnNameSchema).max(50).default([]),
});
export type DatasetDuplicates = z.infer<typeof datasetDuplicatesSchema>;

/** The whole definition of a dataset: what `dataset.yaml` holds, and what a version is frozen with. */
export const datasetSpecSchema = z.strictObject({
  name: datasetNameSchema,
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(20_000).default(''),
  /** Told to the model with each record. */
  instructions: z.string().trim().max(20_000).default(''),
  records: recordCountSchema,
  seed: seedSchema.default(1),
  generator: datasetGeneratorSchema.default(BUILTIN_GENERATOR),
  /** JSON Schema 2020-12 of one record, an object. */
  schema: jsonSchemaSchema,
  columns: z.record(columnNameSchema, datasetColumnSchema).default({}),
  facets: z.array(datasetFacetSchema).max(20).default([]),
  examples: z.array(z.record(z.string(), z.unknown())).max(50).default([]),
  checks: z.array(datasetCheckSchema).max(50).default([]),
  duplicates: datasetDuplicatesSchema.nullable().default(null),
});
export type DatasetSpec = z.infer<typeof datasetSpecSchema>;
export type DatasetSpecInput = z.input<typeof datasetSpecSchema>;
