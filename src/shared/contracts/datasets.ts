import { z } from 'zod';
import { pageInput } from './common.ts';
import { datasetNameSchema, datasetRefSchema, datasetSpecSchema, type DatasetSpec } from './dataset-spec.ts';
import type { JobStatus } from './job-status.ts';

/** A record as it is generated, edited, frozen and exported: a JSON object. */
export type DatasetValue = { readonly [column: string]: unknown };

export const RECORD_STATES = ['made', 'failed'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** The person's word on a record. Rejected ones are left out of versions and exports. */
export const REVIEWS = ['open', 'accepted', 'rejected'] as const;
export type RecordReview = (typeof REVIEWS)[number];

/** What a check found wrong with a record. */
export type RecordIssue = { readonly check: string; readonly message: string };

export type DatasetRecord = {
  readonly datasetId: string;
  /** 0, 1, 2 …: the place in the dataset; never given twice. */
  readonly number: number;
  readonly runId: string;
  readonly state: RecordState;
  readonly review: RecordReview;
  /** Null while failed. */
  readonly value: DatasetValue | null;
  /** Why it failed, for the person. */
  readonly problem: string | null;
  readonly attempts: number;
  readonly seed: number;
  /** Drawn for this record: facet name to value. */
  readonly facets: Readonly<Record<string, unknown>>;
  readonly issues: readonly RecordIssue[];
  /** Of model judges: name to 1–5. */
  readonly scores: Readonly<Record<string, number>>;
  readonly isEdited: boolean;
  readonly modelId: string | null;
  /** Which process made it: `main`, or the name of a worker. */
  readonly worker: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly durationMs: number;
  readonly updatedAt: number;
};

export type DatasetRunStatus = JobStatus;

export type DatasetRun = {
  readonly id: string;
  readonly datasetId: string;
  readonly jobId: string;
  /** `import` and `collect` bring in what is there already: from a file, or from the traces of the app. */
  readonly kind: 'generate' | 'retry' | 'regenerate' | 'import' | 'collect';
  readonly status: DatasetRunStatus;
  /** Records that this run is to make. */
  readonly asked: number;
  readonly made: number;
  readonly failed: number;
  /** Answers thrown away for being too alike one already there. */
  readonly duplicates: number;
  readonly seed: number;
  /** `builtin`, or the model as asked for; of what was brought in, where it came from. */
  readonly generator: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly problem: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
};

/** What is under way right now; told by events and asked for when a page opens. */
export type DatasetRunProgress = {
  readonly runId: string;
  readonly inFlight: readonly {
    readonly number: number;
    readonly attempt: number;
    readonly sinceMs: number;
  }[];
  /** Records a second over the last ten seconds. */
  readonly ratePerSecond: number;
  readonly secondsLeft: number | null;
  /** As far as it is on disk. */
  readonly made: number;
  readonly failed: number;
  readonly duplicates: number;
  readonly costMicros: number;
  /** Why it is slower than it could be, for the person. */
  readonly note: string | null;
};

export type DatasetWorkerStats = {
  readonly worker: string;
  readonly made: number;
  readonly failed: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly meanDurationMs: number;
  /** Of the records: tries and rounds counted, also those that left no record. */
  readonly calls: number;
  /** While it held a part of the run; null where the run is not cut in slices. */
  readonly activeMs: number | null;
  /** Records a second of that time. */
  readonly ratePerSecond: number | null;
  readonly lastSeenAt: number | null;
  readonly slicesHeld: number;
  readonly slicesFinished: number;
};

export type Dataset = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly spec: DatasetSpec;
  /** Something of a private client or project went into it. */
  readonly isPrivate: boolean;
  readonly made: number;
  readonly failed: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Records with at least one finding. */
  readonly withIssues: number;
  readonly costMicros: number;
  readonly lastRun: DatasetRun | null;
  readonly lastVersion: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was thrown away; it comes back with `datasets.restore`. */
  readonly deletedAt: number | null;
};

export const datasetListInputSchema = z.object({
  query: z.string().trim().max(200).optional(),
  sort: z.enum(['updated', 'name', 'records']).default('updated'),
  /** Those that were thrown away, instead of the others. */
  isDeleted: z.boolean().default(false),
  ...pageInput,
});
export type DatasetListInput = z.input<typeof datasetListInputSchema>;

/** One dataset, by its id or by its name; a name may say a version, which is left aside here. */
export const datasetIdentitySchema = z.object({ ref: z.union([z.uuid(), datasetRefSchema]) });

export const datasetCreateInputSchema = z.object({ spec: datasetSpecSchema });
export const datasetUpdateInputSchema = z.object({
  id: z.uuid(),
  spec: datasetSpecSchema,
  /** Refuses the change where somebody else changed the dataset since. */
  expectedUpdatedAt: z.number().int().optional(),
});
export const datasetRenameInputSchema = z.object({
  id: z.uuid(),
  name: datasetNameSchema.optional(),
  title: z.string().trim().min(1).max(200).optional(),
});
/** The definition alone; records stay where they are. */
export const datasetDuplicateInputSchema = z.object({ id: z.uuid(), name: datasetNameSchema.optional() });

/** What is wrong with a definition, and where. */
export type SpecProblem = {
  /** `columns.customer.dataset`; empty where it is the whole. */
  readonly path: string;
  readonly message: string;
  /** Of the text, from 1; null where there is none. */
  readonly line: number | null;
  readonly column: number | null;
  /** A run can begin all the same. */
  readonly isWarning: boolean;
};

/** A definition as text, read: `spec` is null where it cannot be used. */
export type SpecReading = { readonly spec: DatasetSpec | null; readonly problems: readonly SpecProblem[] };

export const specTextInputSchema = z.object({ text: z.string().max(5_000_000) });

export const recordListInputSchema = z.object({
  datasetId: z.uuid(),
  runId: z.uuid().optional(),
  state: z.enum(RECORD_STATES).optional(),
  review: z.enum(REVIEWS).optional(),
  /** Only those with a finding of this check; `*` for any. */
  issue: z.string().max(200).optional(),
  /** Text that stands anywhere in the record. */
  query: z.string().max(500).optional(),
  /** A judge's score between the two. */
  score: z
    .object({ judge: z.string().max(100), min: z.number().optional(), max: z.number().optional() })
    .optional(),
  /** Rows left out before the first, for a table that is jumped through; without a cursor. */
  offset: z.number().int().min(0).optional(),
  ...pageInput,
});
export type RecordListInput = z.infer<typeof recordListInputSchema>;

export type DatasetVersion = {
  readonly id: string;
  readonly datasetId: string;
  readonly version: number;
  readonly note: string;
  readonly records: number;
  /** SHA-256 over the SHA-256 of each record's canonical JSON, in order, as hex. */
  readonly contentHash: string;
  readonly spec: DatasetSpec;
  readonly lineage: DatasetLineage;
  readonly createdAt: number;
};

export type DatasetLineage = {
  /** The version before this one, where there was one. */
  readonly parent: number | null;
  readonly runs: readonly {
    readonly runId: string;
    readonly generator: string;
    readonly modelIds: readonly string[];
    readonly seed: number;
    /** Of the prompt texts, as hex. */
    readonly promptHash: string | null;
    readonly finishedAt: number | null;
  }[];
  /** Files and workspaces that records were imported or collected from. */
  readonly sources: readonly string[];
  readonly edited: number;
};

/** Over all datasets, for the dashboard and `metrics`. */
export type DatasetMetrics = {
  readonly datasets: number;
  readonly runs: number;
  readonly activeRuns: number;
  readonly asked: number;
  readonly made: number;
  readonly failed: number;
  readonly costMicros: number;
  readonly lastRunAt: number | null;
};

export const MOST_PROFILES = 10;

const profileFields = {
  name: z.string().trim().min(1).max(100),
  /** Without the path: `http://127.0.0.1:8000`. */
  baseUrl: z.url({ protocol: /^https?$/, error: 'An address looks like https://example.com.' }),
  path: z
    .string()
    .trim()
    .max(500)
    .regex(/^\/\S*$/, 'A path begins with /.'),
  model: z.string().trim().max(200),
  /** Sent with each call beside the messages, before what the definition says: temperature, top_p … */
  parameters: z.record(z.string().max(100), z.unknown()),
  /** Kept as a named secret, never answered again; null forgets it. */
  key: z.string().trim().min(1).max(10_000).nullable().optional(),
};

export const datasetProfileInputSchema = z.object({
  ...profileFields,
  path: profileFields.path.default('/v1/chat/completions'),
  model: profileFields.model.default(''),
  parameters: profileFields.parameters.default({}),
});
export type DatasetProfileInput = z.input<typeof datasetProfileInputSchema>;
export const datasetProfilePatchSchema = z.object(profileFields).partial();
export type DatasetProfilePatch = z.infer<typeof datasetProfilePatchSchema>;

export type DatasetProfile = Readonly<Omit<z.infer<typeof datasetProfileInputSchema>, 'key'>> & {
  readonly id: string;
  readonly hasKey: boolean;
  readonly createdAt: number;
};
