import { z } from 'zod';
import { MOST_SEED } from './dataset-defaults.ts';
import {
  recordCountSchema,
  datasetGeneratorSchema,
  datasetNameSchema,
  datasetSpecSchema,
  type DatasetSpec,
} from './dataset-spec.ts';
import type { DatasetValue, SpecProblem } from './datasets.ts';

/** Text of a file that holds examples; larger ones are imported, not drafted from. */
export const MOST_EXAMPLE_FILE_CHARACTERS = 5_000_000;

/** What a dataset is drafted from. One of `description`, `schema` and `file` says what a record is. */
export const draftBasisSchema = z
  .object({
    title: z.string().trim().max(200).default(''),
    description: z.string().trim().max(20_000).default(''),
    instructions: z.string().trim().max(20_000).default(''),
    records: recordCountSchema.default(50),
    seed: z.number().int().min(0).max(MOST_SEED).default(1),
    /** Left out: a model where one is ready, else the built-in way. */
    generator: datasetGeneratorSchema.optional(),
    /** Typed in. */
    examples: z.array(z.record(z.string(), z.unknown())).max(50).default([]),
    /** A JSON Schema of one record, to begin with. */
    schema: z.record(z.string(), z.unknown()).nullable().default(null),
    /** Records of a file, read as its name says: .json, .jsonl, .ndjson or .csv. */
    file: z
      .object({ name: z.string().trim().min(1).max(300), text: z.string().max(MOST_EXAMPLE_FILE_CHARACTERS) })
      .nullable()
      .default(null),
    /** Notes and tasks that the person picked as examples of what is meant. */
    items: z
      .array(z.object({ kind: z.enum(['note', 'task']), id: z.uuid() }))
      .max(50)
      .default([]),
  })
  .refine(
    ({ description, schema, file, examples }) => Boolean(description || schema || file || examples.length),
    {
      message: 'Describe the data, or begin with a schema or with examples.',
      path: ['description'],
    },
  );
export type DraftBasis = z.infer<typeof draftBasisSchema>;
export type DraftBasisInput = z.input<typeof draftBasisSchema>;

/** How the schema came about: a model wrote it, it was given, read off examples or off the words, or is a bare start. */
export const DRAFT_SOURCES = ['model', 'schema', 'examples', 'words', 'starter'] as const;
export type DraftSource = (typeof DRAFT_SOURCES)[number];

/** A drafted definition as it is shown before anything is spent on the run. */
export type DatasetDraft = {
  readonly id: string;
  readonly basis: DraftBasis;
  readonly spec: DatasetSpec;
  /** Of the basis and the definition: `confirm` takes what bears this one and nothing else. */
  readonly fingerprint: string;
  readonly source: DraftSource;
  /** Why it was drafted in another way than was asked for; empty where it was not. */
  readonly notice: string;
  /** What was put right in the drafted schema, in words. */
  readonly mended: readonly string[];
  /** What keeps it from being confirmed, and warnings. */
  readonly problems: readonly SpecProblem[];
  readonly samples: readonly DatasetValue[];
  /** Why there are no samples; empty where there are. */
  readonly sampleProblem: string;
  /** Something private went into it: it is asked of local models only, and no agent sees it. */
  readonly isPrivate: boolean;
  readonly refreshCount: number;
  readonly modelId: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type DatasetDraftSummary = Pick<
  DatasetDraft,
  'id' | 'fingerprint' | 'source' | 'isPrivate' | 'refreshCount' | 'createdAt' | 'updatedAt'
> & { readonly name: string; readonly title: string };

export const draftIdSchema = z.object({ id: z.uuid() });
/** The person's own changes to what was drafted; samples are made anew. */
export const draftEditInputSchema = z.object({ id: z.uuid(), spec: datasetSpecSchema });
export const draftConfirmInputSchema = z.object({
  id: z.uuid(),
  fingerprint: z.string().length(64),
  /** In place of the drafted one, and refused where another has it; the drafted one makes way by itself. */
  name: datasetNameSchema.optional(),
  /** In place of the drafted count. */
  records: recordCountSchema.optional(),
});
export type DraftConfirmInput = z.infer<typeof draftConfirmInputSchema>;
/** The form as it stands before it is sent, kept in the store so that a reload loses nothing; null forgets it. */
export const draftFormInputSchema = z.object({ form: z.record(z.string(), z.unknown()).nullable() });
export type DraftForm = Readonly<Record<string, unknown>>;
