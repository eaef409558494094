import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { EgressOutcome } from '#shared/contracts/egress.ts';
import { instant } from './columns.ts';

/** What left and what came: one row a request or a connection that ended, and one a refusal. Never what it said. */
export const egressLedger = sqliteTable(
  'egress_ledger',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: instant('at').notNull(),
    feature: text('feature').notNull(),
    host: text('host').notNull(),
    port: integer('port').notNull(),
    sentBytes: integer('sent_bytes').notNull(),
    receivedBytes: integer('received_bytes').notNull(),
    durationMs: integer('duration_ms').notNull(),
    outcome: text('outcome').$type<EgressOutcome>().notNull(),
    runId: text('run_id'),
    traceId: text('trace_id'),
  },
  (table) => [
    // All that the summary asks for.
    index('egress_ledger_by_time').on(
      table.at,
      table.feature,
      table.host,
      table.port,
      table.outcome,
      table.sentBytes,
      table.receivedBytes,
    ),
    index('egress_ledger_by_trace').on(table.traceId),
  ],
);
