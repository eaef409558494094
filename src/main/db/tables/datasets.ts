import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetEdit } from '#shared/contracts/dataset-runs.ts';
import type {
  DatasetLineage,
  DatasetRun,
  RecordIssue,
  RecordReview,
  RecordState,
} from '#shared/contracts/datasets.ts';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { flag, id, instant, json } from './columns.ts';

export const datasets = sqliteTable(
  'datasets',
  {
    id: id(),
    name: text('name').notNull(),
    title: text('title').notNull(),
    spec: json<DatasetSpec>('spec').notNull(),
    /** The number that the next record gets. */
    nextNumber: integer('next_number').notNull().default(0),
    /** Something of a private client or project went into it: no agent sees it, and only local models are asked. */
    isPrivate: flag('is_private').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Thrown away: it can be brought back until the trash is emptied, and its name is free meanwhile. */
    deletedAt: instant('deleted_at'),
  },
  (table) => [
    uniqueIndex('datasets_by_name').on(table.name),
    index('datasets_by_update').on(table.updatedAt),
  ],
);

/** A drafted schema that waits for the person's word, bound to what it was drafted from. */
export const datasetDrafts = sqliteTable(
  'dataset_drafts',
  {
    id: id(),
    /** What was asked, as it was asked. */
    basis: json<unknown>('basis').notNull(),
    /** SHA-256 of the basis and the schema: what is confirmed is what was shown. */
    fingerprint: text('fingerprint').notNull(),
    schema: json<JsonSchema>('schema').notNull(),
    /** The rest of the drafted spec, records shown as samples, what was mended and what it cost. */
    content: json<unknown>('content').notNull(),
    refreshCount: integer('refresh_count').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('dataset_drafts_by_update').on(table.updatedAt)],
);

export const datasetRuns = sqliteTable(
  'dataset_runs',
  {
    id: id(),
    datasetId: text('dataset_id').notNull(),
    jobId: text('job_id').notNull(),
    kind: text('kind').$type<DatasetRun['kind']>().notNull(),
    /** The definition as it was when the run began. */
    spec: json<DatasetSpec>('spec').notNull(),
    asked: integer('asked').notNull(),
    /** The numbers that it makes: from `firstNumber` on, or those of `numbers`. */
    firstNumber: integer('first_number').notNull(),
    numbers: json<readonly number[]>('numbers'),
    seed: integer('seed').notNull(),
    generator: text('generator').notNull(),
    promptHash: text('prompt_hash'),
    /** Kept in step with the records in the same commit, so that asking costs one row; costs are of all answers. */
    made: integer('made').notNull().default(0),
    failed: integer('failed').notNull().default(0),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    costMicros: integer('cost_micros').notNull().default(0),
    /** Answers that left no record, and what of the above they took. */
    duplicates: integer('duplicates').notNull().default(0),
    wastedInputTokens: integer('wasted_input_tokens').notNull().default(0),
    wastedOutputTokens: integer('wasted_output_tokens').notNull().default(0),
    wastedCostMicros: integer('wasted_cost_micros').notNull().default(0),
    problem: text('problem'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('dataset_runs_by_dataset').on(table.datasetId, table.createdAt),
    index('dataset_runs_by_job').on(table.jobId),
  ],
);

/** A part of a run that one process works on; another may take it up when its holder is silent. */
export const datasetSlices = sqliteTable(
  'dataset_slices',
  {
    runId: text('run_id').notNull(),
    slice: integer('slice').notNull(),
    /** Positions within the run, `to` not included. */
    fromPosition: integer('from_position').notNull(),
    toPosition: integer('to_position').notNull(),
    worker: text('worker'),
    fence: integer('fence').notNull().default(0),
    heartbeatAt: instant('heartbeat_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [primaryKey({ columns: [table.runId, table.slice] })],
);

/** How long each process has worked on a run that is cut in slices; what it made stands in the records. */
export const datasetRunWorkers = sqliteTable(
  'dataset_run_workers',
  {
    runId: text('run_id').notNull(),
    worker: text('worker').notNull(),
    /** While it held a slice. */
    activeMs: integer('active_ms').notNull().default(0),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.worker] })],
);

/**
 * The records, and the journal of the runs at once: a number that stands here is not asked for again, so a finished
 * record is never paid for twice.
 */
export const datasetRecords = sqliteTable(
  'dataset_records',
  {
    rowId: integer('row_id').primaryKey(),
    datasetId: text('dataset_id').notNull(),
    number: integer('number').notNull(),
    runId: text('run_id').notNull(),
    state: text('state').$type<RecordState>().notNull(),
    review: text('review').$type<RecordReview>().notNull().default('open'),
    /** JSON text of an object; null while failed. */
    value: text('value'),
    /** SHA-256 of the canonical JSON, as hex; null while failed. */
    hash: text('hash'),
    problem: text('problem'),
    attempts: integer('attempts').notNull().default(1),
    seed: integer('seed').notNull(),
    facets: json<Readonly<Record<string, unknown>>>('facets'),
    /** Null while nothing was found. */
    issues: json<readonly RecordIssue[]>('issues'),
    scores: json<Readonly<Record<string, number>>>('scores'),
    isEdited: flag('is_edited').notNull().default(false),
    /** The job that checked it last: one that goes on after a crash asks no judge twice. */
    checkedBy: text('checked_by'),
    modelId: text('model_id'),
    worker: text('worker').notNull().default('main'),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    costMicros: integer('cost_micros').notNull().default(0),
    durationMs: integer('duration_ms').notNull().default(0),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('dataset_records_by_number').on(table.datasetId, table.number),
    index('dataset_records_by_state').on(table.datasetId, table.state, table.review, table.number),
    index('dataset_records_by_run').on(table.runId, table.number, table.state),
    // With the scores themselves: they are looked through without the rows.
    index('dataset_records_by_score')
      .on(table.datasetId, table.number, table.scores)
      .where(sql`scores is not null`),
    index('dataset_records_with_issues')
      .on(table.datasetId, table.number)
      .where(sql`issues is not null`),
  ],
);

/** What near duplicates by meaning are found by, in half precision: a run embeds its own records alone. */
export const datasetVectors = sqliteTable(
  'dataset_vectors',
  {
    datasetId: text('dataset_id').notNull(),
    number: integer('number').notNull(),
    /** Of the embedder and the text that it was made of: where either is another, it counts for nothing. */
    basis: blob('basis', { mode: 'buffer' }).notNull(),
    vector: blob('vector', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.number] })],
);

/** How many records of each kind a dataset has: triggers count them, for a list cannot go through a million. */
export const datasetCounts = sqliteTable('dataset_counts', {
  datasetId: text('dataset_id').primaryKey(),
  made: integer('made').notNull().default(0),
  failed: integer('failed').notNull().default(0),
  accepted: integer('accepted').notNull().default(0),
  rejected: integer('rejected').notNull().default(0),
  withIssues: integer('with_issues').notNull().default(0),
});

/** What records said before a person changed them, so that it can be taken back; the last hundred of a dataset. */
export const datasetEdits = sqliteTable(
  'dataset_edits',
  {
    id: id(),
    datasetId: text('dataset_id').notNull(),
    what: text('what').$type<DatasetEdit['what']>().notNull(),
    records: integer('records').notNull(),
    /** Whole rows, or for reviews the numbers by what they were. */
    former: json<unknown>('former').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('dataset_edits_by_dataset').on(table.datasetId, table.id)],
);

export const datasetVersions = sqliteTable(
  'dataset_versions',
  {
    id: id(),
    datasetId: text('dataset_id').notNull(),
    version: integer('version').notNull(),
    note: text('note').notNull(),
    records: integer('records').notNull(),
    contentHash: text('content_hash').notNull(),
    spec: json<DatasetSpec>('spec').notNull(),
    lineage: json<DatasetLineage>('lineage').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Thrown away: its number is not given again, and it can be brought back. */
    deletedAt: instant('deleted_at'),
  },
  (table) => [uniqueIndex('dataset_versions_once').on(table.datasetId, table.version)],
);

/** The records of a version, by the hash of their content. */
export const datasetVersionRecords = sqliteTable(
  'dataset_version_records',
  {
    versionId: text('version_id').notNull(),
    number: integer('number').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.number] })],
);

/** What frozen records say; each content stands once, however many versions hold it. */
export const datasetValues = sqliteTable(
  'dataset_values',
  {
    datasetId: text('dataset_id').notNull(),
    hash: text('hash').notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.hash] })],
);

export const datasetProfiles = sqliteTable(
  'dataset_profiles',
  {
    id: id(),
    name: text('name').notNull(),
    baseUrl: text('base_url').notNull(),
    path: text('path').notNull(),
    model: text('model').notNull(),
    parameters: json<Readonly<Record<string, unknown>>>('parameters').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('dataset_profiles_by_name').on(table.name)],
);
