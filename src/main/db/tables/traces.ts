import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { SpanContent, SpanEvent, SpanStatus, SpanValue } from '#shared/contracts/traces.ts';
import { flag, instant, json } from './columns.ts';

/** What is known of a trace as a whole, told by its first step. */
export const traces = sqliteTable(
  'traces',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    feature: text('feature').notNull(),
    principal: text('principal').notNull(),
    runId: text('run_id'),
    startedAt: instant('started_at').notNull(),
    durationUs: integer('duration_us'),
    status: text('status').$type<SpanStatus>().notNull(),
  },
  (table) => [index('traces_by_time').on(table.startedAt, table.id)],
);

export const spans = sqliteTable(
  'spans',
  {
    id: text('id').notNull(),
    traceId: text('trace_id').notNull(),
    parentId: text('parent_id'),
    /** In the order of their start within one trace, where the clock's milliseconds do not tell. */
    place: integer('place').notNull(),
    name: text('name').notNull(),
    kind: text('kind').$type<'internal' | 'client'>().notNull(),
    startedAt: instant('started_at').notNull(),
    durationUs: integer('duration_us'),
    status: text('status').$type<SpanStatus>().notNull(),
    message: text('message').notNull(),
    attributes: json<Readonly<Record<string, SpanValue>>>('attributes').notNull(),
    events: json<readonly SpanEvent[]>('events').notNull(),
  },
  (table) => [primaryKey({ columns: [table.traceId, table.id] })],
);

/** Apart from the spans, since it may have to go sooner. Every call writes here: one index, no more. */
export const spanContents = sqliteTable(
  'span_contents',
  {
    spanId: text('span_id').notNull(),
    side: text('side').$type<SpanContent['side']>().notNull(),
    traceId: text('trace_id').notNull(),
    text: text('text').notNull(),
    isCut: flag('is_cut').notNull(),
  },
  (table) => [primaryKey({ columns: [table.traceId, table.spanId, table.side] })],
);
