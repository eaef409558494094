import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { JobItem, JobLogLevel, Schedule } from '#shared/contracts/jobs.ts';
import type { JobStatus } from '#shared/contracts/job-status.ts';
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
    priority: integer('priority').notNull().default(0),
    /** Jobs of the same key share what it names, whatever their type. */
    resourceKey: text('resource_key'),
    resourceLimit: integer('resource_limit').notNull().default(1),
    failureCount: integer('failure_count').notNull().default(0),
    /** Crashes in a row without a step between them, and how far the journal was at the last one. */
    crashCount: integer('crash_count').notNull().default(0),
    crashMark: integer('crash_mark').notNull().default(-1),
    pauseRequested: flag('pause_requested').notNull().default(false),
    /** Signal names that a waiting job is woken by. */
    waitsFor: json<readonly string[]>('waits_for'),
    parentId: text('parent_id'),
    scheduleId: text('schedule_id'),
    /** What is too large for the row lies in `job_blobs`. */
    isInputLarge: flag('is_input_large').notNull().default(false),
    isResultLarge: flag('is_result_large').notNull().default(false),
  },
  (table) => [
    index('jobs_by_status').on(table.status, table.runAfter),
    index('jobs_by_creation').on(table.createdAt, table.id),
    index('jobs_by_end').on(table.finishedAt),
    index('jobs_by_parent').on(table.parentId),
    index('jobs_by_schedule').on(table.scheduleId, table.createdAt),
    index('jobs_by_resource')
      .on(table.resourceKey, table.createdAt, table.id)
      .where(sql`resource_key is not null`),
    uniqueIndex('jobs_unique_unfinished')
      .on(table.type, table.uniqueKey)
      .where(
        sql`unique_key is not null and status in ('queued', 'running', 'waiting', 'paused', 'needs_decision')`,
      ),
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
    /** The result lies in `job_blobs`, under `step:` and the key. */
    isLarge: flag('is_large').notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

/** An effect that is under way: found after a crash, only a person can say whether it happened. */
export const jobIntents = sqliteTable(
  'job_intents',
  {
    jobId: text('job_id').notNull(),
    key: text('key').notNull(),
    evidence: json<unknown>('evidence'),
    problem: text('problem'),
    begunAt: instant('begun_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

/** Inputs and results above a few kilobytes, so that rows which are read often stay small. */
export const jobBlobs = sqliteTable(
  'job_blobs',
  {
    jobId: text('job_id').notNull(),
    key: text('key').notNull(),
    /** JSON text. */
    content: text('content').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.key] })],
);

/** Kept until the job has taken it; `seq` is the order of arrival. */
export const jobSignals = sqliteTable(
  'job_signals',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    jobId: text('job_id').notNull(),
    name: text('name').notNull(),
    payload: json<unknown>('payload'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('job_signals_by_name').on(table.jobId, table.name, table.seq)],
);

export const jobLogs = sqliteTable(
  'job_logs',
  {
    jobId: text('job_id').notNull(),
    index: integer('line_index').notNull(),
    level: text('level').$type<JobLogLevel>().notNull(),
    message: text('message').notNull(),
    fields: json<Readonly<Record<string, unknown>>>('fields'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.index] })],
);

/** What is started by the clock. */
export const schedules = sqliteTable(
  'schedules',
  {
    id: id(),
    owner: text('owner').notNull(),
    title: text('title').notNull(),
    jobType: text('job_type').notNull(),
    cron: text('cron').notNull(),
    timeZone: text('time_zone').notNull(),
    input: json<unknown>('input'),
    isEnabled: flag('is_enabled').notNull(),
    lastRunAt: instant('last_run_at'),
    lastOutcome: text('last_outcome').$type<NonNullable<Schedule['lastOutcome']>>(),
    lastJobId: text('last_job_id'),
    nextRunAt: instant('next_run_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('schedules_by_next_run').on(table.nextRunAt),
    index('schedules_by_owner').on(table.owner),
  ],
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
