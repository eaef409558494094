import {
  bigint,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { TIERS } from '../tiers.ts';

/** Milliseconds since the epoch, and sizes in bytes: both stay below 2^53. */
const whole = (name: string) => bigint(name, { mode: 'number' });

/** Sorted by its bytes, whatever the language of the database: names are listed in one order everywhere. */
const byteText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

export const accounts = pgTable('accounts', {
  id: uuid('id').primaryKey(),
  /** As it was typed. */
  email: text('email').notNull(),
  /** Lower case, composed: what makes two addresses the same account. */
  emailKey: text('email_key').notNull().unique(),
  /** Argon2id, with its parameters and salt. */
  passwordHash: text('password_hash').notNull(),
  tier: text('tier', { enum: TIERS }).notNull(),
  createdAtMs: whole('created_at_ms').notNull(),
});

/** One signed-in device: the family that its refresh tokens belong to. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    deviceName: text('device_name').notNull(),
    createdAtMs: whole('created_at_ms').notNull(),
    lastUsedAtMs: whole('last_used_at_ms').notNull(),
    revokedAtMs: whole('revoked_at_ms'),
  },
  (table) => [index('sessions_account').on(table.accountId)],
);

/** Hashes only: who reads this table can sign in as nobody. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    hash: text('hash').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    expiresAtMs: whole('expires_at_ms').notNull(),
    usedAtMs: whole('used_at_ms'),
    successorHash: text('successor_hash'),
  },
  (table) => [index('refresh_tokens_session').on(table.sessionId)],
);

/**
 * Every blob that is or may be in the blob store. A row is there before its bytes and goes after them, so nothing is
 * left over that nobody knows of. No reference to the account: the bytes of a removed one still have to go.
 */
export const blobs = pgTable(
  'blobs',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    sizeBytes: whole('size_bytes').notNull(),
    state: text('state', { enum: ['pending', 'kept', 'purging'] }).notNull(),
    /** Room for a part has been set aside by its upload. */
    purpose: text('purpose', { enum: ['object', 'part'] }).notNull(),
    createdAtMs: whole('created_at_ms').notNull(),
  },
  (table) => [
    index('blobs_unsettled')
      .on(table.accountId)
      .where(sql`state <> 'kept'`),
  ],
);

export const vaults = pgTable(
  'vaults',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    name: byteText('name').notNull(),
    createdAtMs: whole('created_at_ms').notNull(),
    lastWriteAtMs: whole('last_write_at_ms').notNull(),
  },
  (table) => [uniqueIndex('vaults_name').on(table.accountId, table.name)],
);

/** One write of one object. The live one of a name has no time of deletion. */
export const objectVersions = pgTable(
  'object_versions',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    vaultId: uuid('vault_id')
      .notNull()
      .references(() => vaults.id, { onDelete: 'cascade' }),
    name: byteText('name').notNull(),
    blobId: uuid('blob_id')
      .notNull()
      .references(() => blobs.id),
    sizeBytes: whole('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    idempotencyKey: text('idempotency_key'),
    modifiedAtMs: whole('modified_at_ms').notNull(),
    deletedAtMs: whole('deleted_at_ms'),
  },
  (table) => [
    uniqueIndex('object_versions_live')
      .on(table.vaultId, table.name)
      .where(sql`deleted_at_ms is null`),
    index('object_versions_deleted')
      .on(table.vaultId, table.deletedAtMs)
      .where(sql`deleted_at_ms is not null`),
    index('object_versions_account').on(table.accountId, table.deletedAtMs),
  ],
);

export const uploads = pgTable(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    accountId: uuid('account_id').notNull(),
    vaultId: uuid('vault_id')
      .notNull()
      .references(() => vaults.id, { onDelete: 'cascade' }),
    name: byteText('name').notNull(),
    sizeBytes: whole('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
    partBytes: whole('part_bytes').notNull(),
    expiresAtMs: whole('expires_at_ms').notNull(),
  },
  (table) => [
    uniqueIndex('uploads_same').on(table.vaultId, table.name, table.sha256, table.sizeBytes, table.partBytes),
  ],
);

export const uploadParts = pgTable(
  'upload_parts',
  {
    uploadId: uuid('upload_id')
      .notNull()
      .references(() => uploads.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    blobId: uuid('blob_id')
      .notNull()
      .references(() => blobs.id),
    sizeBytes: whole('size_bytes').notNull(),
    sha256: text('sha256').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.number] })],
);

/** What can be told of the past without reading anything: when a backup was finished, from where, how large it all was. */
export const headWrites = pgTable(
  'head_writes',
  {
    id: uuid('id').primaryKey(),
    vaultId: uuid('vault_id')
      .notNull()
      .references(() => vaults.id, { onDelete: 'cascade' }),
    versionId: uuid('version_id').notNull(),
    deviceId: uuid('device_id').notNull(),
    deviceName: text('device_name').notNull(),
    atMs: whole('at_ms').notNull(),
    headSizeBytes: whole('head_size_bytes').notNull(),
    usedBytes: whole('used_bytes').notNull(),
    objectCount: integer('object_count').notNull(),
  },
  (table) => [index('head_writes_vault').on(table.vaultId, table.atMs)],
);
