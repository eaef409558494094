import { and, desc, isNull, lt } from 'drizzle-orm';
import type { Notification } from '#shared/contracts/notifications.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { notifications } from '#main/db/tables/notifications.ts';

export type NotificationReads = {
  list(options: { readonly isUnread: boolean; readonly limit: number }): Promise<readonly Notification[]>;
  countUnread(): Promise<number>;
};

export function createNotificationReads(reader: Reader): NotificationReads {
  return {
    list: ({ isUnread, limit }) =>
      reader
        .select()
        .from(notifications)
        .where(isUnread ? isNull(notifications.readAt) : undefined)
        .orderBy(desc(notifications.createdAt), desc(notifications.id))
        .limit(limit),
    countUnread: () => reader.$count(notifications, isNull(notifications.readAt)),
  };
}

export function addNotification(tx: Writer, row: Notification): void {
  tx.run({
    sql: `INSERT INTO notifications (id, source, title, body, link, created_at, read_at)
      VALUES (?, ?, ?, ?, ?, ?, NULL)`,
    params: [row.id, row.source, row.title, row.body, row.link, row.createdAt],
  });
  tx.touch('notification', [row.id]);
}

/** How many of a source came since then. */
export async function countSince(tx: Writer, source: string, since: number): Promise<number> {
  const [row] = await tx.rows('SELECT count(*) FROM notifications WHERE source = ? AND created_at > ?', [
    source,
    since,
  ]);
  return Number(row?.[0] ?? 0);
}

/** The same words from the same source, not read yet. */
export async function findSame(tx: Writer, wanted: Notification): Promise<string | undefined> {
  const [row] = await tx.rows(
    'SELECT id FROM notifications WHERE source = ? AND title = ? AND body = ? AND read_at IS NULL LIMIT 1',
    [wanted.source, wanted.title, wanted.body],
  );
  return row === undefined ? undefined : String(row[0]);
}

/** Without ids: all of them. */
export function markRead(tx: Writer, ids: readonly string[] | undefined): void {
  if (ids === undefined) {
    tx.run({ sql: 'UPDATE notifications SET read_at = ? WHERE read_at IS NULL', params: [tx.nowMs] });
    tx.touchAll('notification');
  } else {
    tx.run({
      sql: `UPDATE notifications SET read_at = ?
        WHERE read_at IS NULL AND id IN (SELECT value FROM json_each(?))`,
      params: [tx.nowMs, JSON.stringify(ids)],
    });
    tx.touch('notification', ids);
  }
}

export async function dropOlder(tx: Writer, before: number): Promise<void> {
  const [row] = await tx
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(lt(notifications.createdAt, before)))
    .limit(1);
  if (row) tx.run({ sql: 'DELETE FROM notifications WHERE created_at < ?', params: [before] });
}

export function dropOf(tx: Writer, source: string): void {
  tx.run({ sql: 'DELETE FROM notifications WHERE source = ?', params: [source] });
  tx.touchAll('notification');
}
