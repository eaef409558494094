import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { CalendarSourceKind, ConnectorProblem, EmailAccountKind } from '#shared/contracts/connectors.ts';
import { flag, id, instant, json } from './columns.ts';

/** A mailbox on a server, or mail kept in files. The password or token is a named secret, never a column here. */
export const emailAccounts = sqliteTable('email_accounts', {
  id: id(),
  kind: text('kind').$type<EmailAccountKind>().notNull(),
  name: text('name').notNull(),
  host: text('host').notNull(),
  port: integer('port').notNull(),
  tlsMode: text('tls_mode').$type<'tls' | 'starttls' | 'none'>().notNull(),
  user: text('user').notNull(),
  auth: text('auth').$type<'password' | 'oauth2'>().notNull(),
  /** PEM of the one certificate that is trusted for this server, or null for the usual authorities. */
  trustedCertificate: text('trusted_certificate'),
  /** Real path of the `.eml` or `.mbox` file, or of the folder of `.eml` files. */
  path: text('path').notNull(),
  folders: json<readonly string[]>('folders').notNull(),
  isEnabled: flag('is_enabled').notNull(),
  lastReadAt: instant('last_read_at'),
  problem: json<ConnectorProblem>('problem'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** How far a reader (a plugin, a flow) has taken in a folder: what it acknowledged, not what it was shown. */
export const emailCursors = sqliteTable(
  'email_cursors',
  {
    accountId: text('account_id').notNull(),
    reader: text('reader').notNull(),
    folder: text('folder').notNull(),
    uidValidity: text('uid_validity').notNull(),
    lastUid: integer('last_uid').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.reader, table.folder] })],
);

/** Which messages a reader has taken in, by a hash of their Message-ID: a mailbox that is numbered anew repeats none. */
export const emailSeen = sqliteTable(
  'email_seen',
  {
    accountId: text('account_id').notNull(),
    reader: text('reader').notNull(),
    messageHash: text('message_hash').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.reader, table.messageHash] })],
);

export const calendarSources = sqliteTable('calendar_sources', {
  id: id(),
  kind: text('kind').$type<CalendarSourceKind>().notNull(),
  name: text('name').notNull(),
  /** Real path, address of the feed, or address of the one calendar on a CalDAV server. */
  location: text('location').notNull(),
  user: text('user').notNull(),
  trustedCertificate: text('trusted_certificate'),
  isEnabled: flag('is_enabled').notNull(),
  /** What the last look left behind, to ask only for what is new: ETag, ctag, sync token, hash. */
  syncState: json<Readonly<Record<string, string>>>('sync_state').notNull(),
  /** Grows with each look that found a change; objects carry the one that changed them. */
  revision: integer('revision').notNull(),
  syncedAt: instant('synced_at'),
  problem: json<ConnectorProblem>('problem'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

/** One entry of a calendar as its own iCalendar text, with the span it can have instances in. */
export const calendarObjects = sqliteTable(
  'calendar_objects',
  {
    sourceId: text('source_id').notNull(),
    /** Address on the server, or the UID within a file. */
    key: text('key').notNull(),
    etag: text('etag').notNull(),
    /** Empty once it is gone. */
    ics: text('ics').notNull(),
    firstMs: instant('first_ms'),
    /** Null for a rule that has no end. */
    lastMs: instant('last_ms'),
    revision: integer('revision').notNull(),
    isGone: flag('is_gone').notNull(),
    /** Why it cannot be read, or null. */
    refusal: text('refusal'),
  },
  (table) => [
    primaryKey({ columns: [table.sourceId, table.key] }),
    index('calendar_objects_by_revision').on(table.sourceId, table.revision),
    index('calendar_objects_by_span').on(table.sourceId, table.firstMs, table.lastMs),
  ],
);

/** Which revision of a calendar a reader has taken in. */
export const calendarCursors = sqliteTable(
  'calendar_cursors',
  {
    sourceId: text('source_id').notNull(),
    reader: text('reader').notNull(),
    revision: integer('revision').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sourceId, table.reader] })],
);
