import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { JobItem, JobStatus } from '#shared/contracts/jobs.ts';
import { flag, id, instant, json } from './columns.ts';

export const jobs = sqliteTable(
  'jobs',
  {
    id: id(),
    type: text('type').notNull(),
    title: text('title').notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    input: json<unknown>('input').notNull(),
    /** At most one unfinished job of the same type and key. */
    uniqueKey: text('unique_key'),
    doneCount: integer('done_count').notNull(),
    totalCount: integer('total_count'),
    message: text('message').notNull(),
    attempt: integer('attempt').notNull(),
    maxAttempts: integer('max_attempts').notNull(),
    runAfter: instant('run_after').notNull(),
    error: json<{ code: string; message: string; errorClass: string }>('error'),
    result: json<unknown>('result'),
    changeSetId: integer('change_set_id'),
    cancelRequested: flag('cancel_requested').notNull(),
    /** The process that runs it and its turn: a write with an older turn is refused. */
    leaseBootId: text('lease_boot_id'),
    fence: integer('fence').notNull(),
    heartbeatAt: instant('heartbeat_at'),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('jobs_by_status').on(table.status, table.runAfter),
    index('jobs_by_creation').on(table.createdAt, table.id),
    uniqueIndex('jobs_unique_unfinished')
      .on(table.type, table.uniqueKey)
      .where(sql`unique_key is not null and status in ('queued', 'running')`),
  ],
);

/** The memo of `ctx.step`: a finished step is never run again. */
export const jobSteps = sqliteTable(
  'job_steps',
  {
    jobId: text('job_id').notNull(),
    key: text('key').notNull(),
    result: json<unknown>('result'),
    finishedAt: instant('finished_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

export const jobItems = sqliteTable(
  'job_items',
  {
    jobId: text('job_id').notNull(),
    index: integer('item_index').notNull(),
    source: text('source').notNull(),
    outcome: text('outcome').$type<JobItem['outcome']>().notNull(),
    reason: text('reason').notNull(),
    kind: text('kind'),
    entityId: text('entity_id'),
  },
  (table) => [
    primaryKey({ columns: [table.jobId, table.index] }),
    index('job_items_by_outcome').on(table.jobId, table.outcome, table.index),
  ],
);

/** What an import made of which source, so that a second run changes nothing twice. */
export const importKeys = sqliteTable(
  'import_keys',
  {
    sourceKind: text('source_kind').notNull(),
    sourceKey: text('source_key').notNull(),
    entity: text('entity').notNull(),
    entityId: text('entity_id').notNull(),
    /** SHA-256 of what the source said when it was last taken in. */
    sourceHash: text('source_hash').notNull(),
    /** `updated_at` our row had right after; a later value means that the person changed it here. */
    rowUpdatedAt: instant('row_updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sourceKind, table.sourceKey] }),
    index('import_keys_by_entity').on(table.entityId),
  ],
);

/** Column mappings saved under a name. */
export const importPresets = sqliteTable('import_presets', {
  name: text('name').primaryKey(),
  kind: text('kind').notNull(),
  mapping: json<unknown>('mapping').notNull(),
});
