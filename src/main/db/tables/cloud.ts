import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { CloudTier, CloudUsage } from '#shared/contracts/cloud.ts';
import { flag, instant, json } from './columns.ts';

/** Where this workspace is signed in, one row an endpoint. Its tokens are named secrets. */
export const cloudAccounts = sqliteTable('cloud_accounts', {
  endpoint: text('endpoint').primaryKey(),
  email: text('email').notNull(),
  tier: text('tier').$type<CloudTier>().notNull(),
  deviceId: text('device_id').notNull(),
  deviceName: text('device_name').notNull(),
  isExpired: flag('is_expired').notNull(),
  usage: json<CloudUsage | null>('usage'),
  signedInAt: instant('signed_in_at').notNull(),
  checkedAt: instant('checked_at'),
});
