import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { id, instant } from './columns.ts';

/** What plugins and jobs want the person to notice; no change of the workspace. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: id(),
    /** `plugin:<name>`, or the part of the app that tells. */
    source: text('source').notNull(),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** `adiuva://` link to what it is about. */
    link: text('link'),
    createdAt: instant('created_at').notNull(),
    readAt: instant('read_at'),
  },
  (table) => [index('notifications_by_creation').on(table.createdAt)],
);
