import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ExternalKind } from '#shared/contracts/external-items.ts';
import { flag, instant } from './columns.ts';

/**
 * What plugins found outside: files, web pages, mails, events. Each belongs to the one that put it there.
 * `row_id` is the rowid of its entry in the full-text table `external_fts`, which triggers keep.
 */
export const externalItems = sqliteTable(
  'external_items',
  {
    rowId: integer('row_id').primaryKey(),
    id: text('id').notNull().unique(),
    /** `plugin:<name>`. */
    owner: text('owner').notNull(),
    kind: text('kind').$type<ExternalKind>().notNull(),
    /** The owner's own name for it. */
    externalId: text('external_id').notNull(),
    title: text('title').notNull(),
    text: text('text').notNull(),
    url: text('url'),
    projectId: text('project_id'),
    clientId: text('client_id'),
    /** What it is grouped by: the calendar, the folder, the site. */
    groupName: text('group_name'),
    location: text('location'),
    /** When the file was changed, the page visited. */
    occurredAt: instant('occurred_at'),
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    /** First and last calendar day of an event. */
    startDay: text('start_day'),
    endDay: text('end_day'),
    isAllDay: flag('is_all_day').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('external_items_by_owner').on(table.owner, table.kind, table.externalId),
    index('external_items_by_kind').on(table.kind, table.updatedAt),
    index('external_items_by_project').on(table.projectId, table.updatedAt),
    index('external_items_by_client').on(table.clientId, table.updatedAt),
    index('external_items_by_day')
      .on(table.startDay, table.endDay)
      .where(sql`start_day is not null`),
  ],
);
