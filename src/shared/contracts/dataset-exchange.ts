import { z } from 'zod';
import { DATASET_EXPORT_FORMATS, DATASET_IMPORT_FORMATS } from './choices.ts';
import { instantSchema } from './common.ts';
import { datasetNameSchema } from './dataset-spec.ts';
import type { DatasetValue } from './datasets.ts';
import { importSourceSchema } from './imports.ts';
import type { JsonSchema } from './models.ts';

/** What the pages and commands ask of `datasets.exports.*` and `datasets.imports.*`. */

export type DatasetExportFormat = (typeof DATASET_EXPORT_FORMATS)[number];
export type DatasetImportFormat = (typeof DATASET_IMPORT_FORMATS)[number];

/** Text with `{{column}}` where a value of the record goes; what is no text goes in as JSON. */
const templateSchema = z.string().max(20_000);

/** How a record becomes a conversation; `datasets.exports.chatTemplates` proposes one. */
export const chatTemplatesSchema = z.object({
  /** No system message where it is empty. */
  system: templateSchema.default(''),
  prompt: templateSchema.trim().min(1),
  response: templateSchema.trim().min(1),
});
export type ChatTemplates = z.infer<typeof chatTemplatesSchema>;

/** What a dataset card says that nobody but the person knows. */
export const datasetCardSchema = z.object({
  /** As Hugging Face names it: `cc-by-4.0`, `mit`, `other`. */
  license: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/, 'A licence is named as cc-by-4.0 or mit.'),
  /** ISO 639-1: `it`, `en`. */
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'A language is named as it or en.'))
    .max(20)
    .default([]),
  tags: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
});
export type DatasetCard = z.infer<typeof datasetCardSchema>;

/** Which records, of those that are made and not rejected. A version knows neither reviews nor scores: it takes all. */
export const datasetExportFilterSchema = z.object({
  isAccepted: z.boolean().default(false),
  isWithoutIssues: z.boolean().default(false),
  score: z.object({ judge: z.string().max(100), min: z.number() }).optional(),
});
export type DatasetExportFilter = z.infer<typeof datasetExportFilterSchema>;

export const datasetExportInputSchema = z.object({
  datasetId: z.uuid(),
  /** A frozen version; null is the dataset as it is now. */
  version: z.number().int().min(1).nullable().default(null),
  formats: z.array(z.enum(DATASET_EXPORT_FORMATS)).min(1).max(5),
  /**
   * `file`: one format and nothing else; `folder` and `zip`: every format with the card beside it. Without a path a
   * `file` or `zip` is kept for `datasets.exports.download`.
   */
  as: z.enum(['file', 'folder', 'zip']).default('file'),
  /** In full, on this machine. A single file or a ZIP that is there already is written over. */
  path: z.string().min(1).max(4096).optional(),
  /** A `folder` that is not empty: files of the names of this export are written over, and all others stay. */
  isReplacing: z.boolean().default(false),
  filter: datasetExportFilterSchema.prefault({}),
  chat: chatTemplatesSchema.optional(),
  /** README.md is written where this is given, as a folder or a ZIP alone. */
  card: datasetCardSchema.optional(),
});
export type DatasetExportInput = z.input<typeof datasetExportInputSchema>;

/** The result of the job. */
export type DatasetExportResult = {
  readonly records: number;
  readonly path: string | null;
  /** What a download is to be saved as. */
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly sizeBytes: number; readonly sha256: string }[];
};

export const datasetDownloadInputSchema = z.object({ jobId: z.uuid(), index: z.number().int().min(0) });

const importFormatSchema = z.enum(DATASET_IMPORT_FORMATS);

/** Column of the file to the column of the record; null leaves it out. Those not named keep their name. */
const mappingSchema = z.record(z.string().max(200), z.string().min(1).max(200).nullable());
export type DatasetImportMapping = z.infer<typeof mappingSchema>;

export const datasetInspectInputSchema = z.object({
  source: importSourceSchema,
  /** By the name and the first bytes when absent. */
  format: importFormatSchema.optional(),
  /** Rows are held against its schema; against the inferred one when absent. */
  datasetId: z.uuid().optional(),
  mapping: mappingSchema.default({}),
});
export type DatasetInspectInput = z.input<typeof datasetInspectInputSchema>;

/** A row that does not become a sound record; it comes in all the same, and says so. */
export type ImportRowProblem = {
  /** `line 12` or `record 12`. */
  readonly row: string;
  readonly message: string;
};

export type DatasetInspection = {
  readonly name: string;
  readonly format: DatasetImportFormat;
  readonly sizeBytes: number;
  /** Rows that were looked at; the first thousand at most. */
  readonly looked: number;
  /** Of all, where the file says it; else null. */
  readonly records: number | null;
  readonly columns: readonly string[];
  /** Column of the file to the column that it becomes: by name, or one of the dataset that is written like it. */
  readonly mapping: DatasetImportMapping;
  /** After the mapping, twenty at most. */
  readonly sample: readonly DatasetValue[];
  /** Of the dataset, or inferred from the rows: to be edited before the import begins. */
  readonly schema: JsonSchema;
  readonly problems: readonly ImportRowProblem[];
  /** Judges of the dataset, by name. An import asks none of them: that is what `datasets.records.check` is for. */
  readonly judges: readonly string[];
};

/** Where records go. */
const targetSchema = z.union([
  z.object({ datasetId: z.uuid() }),
  z.object({
    name: datasetNameSchema,
    title: z.string().trim().min(1).max(200).optional(),
    /** JSON Schema 2020-12; inferred where it is absent. */
    schema: z
      .record(z.string(), z.unknown())
      .transform((schema): JsonSchema => schema)
      .optional(),
  }),
]);
export type ImportTarget = z.infer<typeof targetSchema>;

export const datasetImportInputSchema = z.object({
  source: importSourceSchema,
  format: importFormatSchema.optional(),
  into: targetSchema,
  mapping: mappingSchema.default({}),
});
export type DatasetImportInput = z.input<typeof datasetImportInputSchema>;

/** The job reports each row that is not sound (`jobs.items`); its result is the counts of the run. */
export type DatasetImportStarted = {
  readonly jobId: string;
  readonly datasetId: string;
  readonly runId: string;
};

export const datasetImportUndoSchema = z.object({ jobId: z.uuid() });
export type DatasetImportUndone = {
  readonly datasetId: string;
  readonly removed: number;
  /** Changed or reviewed since: left as they are. */
  readonly kept: number;
  /** The dataset was made by the import and is thrown away as a whole. */
  readonly isDatasetRemoved: boolean;
};

const traceChoice = {
  /** All when empty. */
  features: z.array(z.string().max(200)).max(100).default([]),
  from: instantSchema.optional(),
  /** Exclusive. */
  to: instantSchema.optional(),
  /** Calls that were answered on this machine too: what is private is sent nowhere else. */
  withPrivate: z.boolean().default(false),
};

export const tracePreviewInputSchema = z.object(traceChoice);
export type TracePreviewInput = z.input<typeof tracePreviewInputSchema>;

export type TracePreview = {
  /** Of calls that ended well and whose prompt and answer are kept whole. */
  readonly features: readonly {
    readonly feature: string;
    readonly calls: number;
    readonly chars: number;
  }[];
  readonly calls: number;
  /** Left out because they may be private. */
  readonly privateCalls: number;
  /** Left out because what is kept of them was cut. */
  readonly cutCalls: number;
  readonly sample: readonly DatasetValue[];
  /** What was shown: `collect` refuses to take anything else. */
  readonly fingerprint: string;
};

export const traceCollectInputSchema = z.object({
  ...traceChoice,
  into: targetSchema,
  /** Of the preview that the person agreed to. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
});
export type TraceCollectInput = z.input<typeof traceCollectInputSchema>;
