import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { instant } from './columns.ts';

/** Passwords and tokens by name. The value lies in the encrypted store only; no list and no export shows it. */
export const namedSecrets = sqliteTable('named_secrets', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  usedAt: instant('used_at'),
});
