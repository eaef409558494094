import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Grant, PermissionType } from '#shared/contracts/permissions.ts';
import { id, instant } from './columns.ts';

/** What was allowed or denied to exactly which code. Rows stay when a right has ended: they say why it is refused. */
export const grants = sqliteTable(
  'grants',
  {
    id: id(),
    holder: text('holder').notNull(),
    version: text('version').notNull(),
    contentHash: text('content_hash').notNull(),
    type: text('type').$type<PermissionType>().notNull(),
    resource: text('resource').notNull(),
    effect: text('effect').$type<Grant['effect']>().notNull(),
    limitMicros: integer('limit_micros'),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('grants_by_holder').on(table.holder, table.createdAt)],
);
