import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { flag, id, instant, json } from './columns.ts';

/** What is still to be sent. Ids go up with time, so their order is the order of a kind. */
export const outboxItems = sqliteTable(
  'outbox_items',
  {
    id: id(),
    kind: text('kind').notNull(),
    /** What it is about: a second one of the same kind and subject is the same. */
    subject: text('subject').notNull(),
    /** For people: where it is to go. Empty where the kind says it all. */
    label: text('label').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    needsYou: flag('needs_you').notNull(),
    tries: integer('tries').notNull(),
    createdAt: instant('created_at').notNull(),
    nextTryAt: instant('next_try_at').notNull(),
    error: json<OutboxItem['error']>('error'),
  },
  (table) => [uniqueIndex('outbox_items_by_subject').on(table.kind, table.subject)],
);
