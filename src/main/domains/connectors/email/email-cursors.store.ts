import { and, eq, inArray } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { emailCursors, emailSeen } from '#main/db/tables/connectors.ts';
import type { Positions } from './email-cursor.ts';

/** Who reads which account: a cursor belongs to both. */
export type Reading = { readonly accountId: string; readonly reader: string };

export type EmailCursorsStore = {
  positions(reading: Reading): Promise<Positions>;
  /** Those of the hashes that the reader has acknowledged before. */
  seen(reading: Reading, hashes: readonly string[]): Promise<ReadonlySet<string>>;
};

export function createEmailCursorsStore(db: Reader): EmailCursorsStore {
  return {
    async positions({ accountId, reader }) {
      const rows = await db
        .select()
        .from(emailCursors)
        .where(and(eq(emailCursors.accountId, accountId), eq(emailCursors.reader, reader)));
      return new Map(rows.map(({ folder, uidValidity, lastUid }) => [folder, { uidValidity, lastUid }]));
    },
    async seen({ accountId, reader }, hashes) {
      if (hashes.length === 0) return new Set();
      const rows = await db
        .select({ hash: emailSeen.messageHash })
        .from(emailSeen)
        .where(
          and(
            eq(emailSeen.accountId, accountId),
            eq(emailSeen.reader, reader),
            inArray(emailSeen.messageHash, [...hashes]),
          ),
        );
      return new Set(rows.map((row) => row.hash));
    },
  };
}

const ROWS_A_STATEMENT = 200;

export function writePositions(tx: Writer, { accountId, reader }: Reading, positions: Positions): void {
  for (const [folder, { uidValidity, lastUid }] of positions) {
    tx.run({
      sql: `INSERT INTO email_cursors (account_id, reader, folder, uid_validity, last_uid, updated_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (account_id, reader, folder)
            DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid,
              updated_at = excluded.updated_at`,
      params: [accountId, reader, folder, uidValidity, lastUid, tx.nowMs],
    });
  }
}

export function writeSeen(tx: Writer, { accountId, reader }: Reading, hashes: readonly string[]): void {
  for (let start = 0; start < hashes.length; start += ROWS_A_STATEMENT) {
    const part = hashes.slice(start, start + ROWS_A_STATEMENT);
    tx.run({
      sql: `INSERT OR IGNORE INTO email_seen (account_id, reader, message_hash, seen_at)
            VALUES ${part.map(() => '(?, ?, ?, ?)').join(', ')}`,
      params: part.flatMap((hash) => [accountId, reader, hash, tx.nowMs]),
    });
  }
}

/** A reader that is gone for good leaves nothing behind. */
export function forgetReader(tx: Writer, reader: string): void {
  tx.run({ sql: 'DELETE FROM email_cursors WHERE reader = ?', params: [reader] });
  tx.run({ sql: 'DELETE FROM email_seen WHERE reader = ?', params: [reader] });
}
