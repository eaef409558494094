import { and, asc, eq } from 'drizzle-orm';
import type { OutboxItem } from '#shared/contracts/outbox.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { outboxItems } from '#main/db/tables/outbox.ts';

export type OutboxRow = {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly label: string;
  readonly idempotencyKey: string;
  readonly needsYou: boolean;
  readonly tries: number;
  readonly createdAt: number;
  readonly nextTryAt: number;
  readonly error: OutboxItem['error'];
};

export type OutboxStore = {
  /** The oldest first. */
  list(): Promise<readonly OutboxRow[]>;
  listOf(kind: string): Promise<readonly OutboxRow[]>;
  find(id: string): Promise<OutboxRow | undefined>;
  has(kind: string, subject: string): Promise<boolean>;
};

export function createOutboxStore(reader: Reader): OutboxStore {
  const { id, kind: ofKind, subject: about } = outboxItems;
  return {
    list: () => reader.select().from(outboxItems).orderBy(asc(id)),
    listOf: (kind) => reader.select().from(outboxItems).where(eq(ofKind, kind)).orderBy(asc(id)),
    async find(wanted) {
      const [row] = await reader.select().from(outboxItems).where(eq(id, wanted));
      return row;
    },
    async has(kind, subject) {
      const one = and(eq(ofKind, kind), eq(about, subject));
      return (await reader.select({ id }).from(outboxItems).where(one)).length > 0;
    },
  };
}

/** One of the same kind and subject that waits already stays as it is. */
export function insertItem(tx: Writer, item: Omit<OutboxRow, 'needsYou' | 'createdAt'>): void {
  tx.run({
    sql: `INSERT INTO outbox_items
        (id, kind, subject, label, idempotency_key, needs_you, tries, created_at, next_try_at, error)
      VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT (kind, subject) DO NOTHING`,
    params: [
      item.id,
      item.kind,
      item.subject,
      item.label,
      item.idempotencyKey,
      item.tries,
      tx.nowMs,
      item.nextTryAt,
      item.error === null ? null : JSON.stringify(item.error),
    ],
  });
  tx.touchAll('outbox');
}

export function removeItem(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM outbox_items WHERE id = ?', params: [id] });
  tx.touch('outbox', [id]);
}

export function removeSubject(tx: Writer, kind: string, subject: string): void {
  tx.run({ sql: 'DELETE FROM outbox_items WHERE kind = ? AND subject = ?', params: [kind, subject] });
  tx.touchAll('outbox');
}

export type Failed = Pick<OutboxRow, 'id' | 'needsYou' | 'tries' | 'nextTryAt' | 'error'>;

export function noteFailure(tx: Writer, { id, needsYou, tries, nextTryAt, error }: Failed): void {
  tx.run({
    sql: 'UPDATE outbox_items SET needs_you = ?, tries = ?, next_try_at = ?, error = ? WHERE id = ?',
    params: [needsYou ? 1 : 0, tries, nextTryAt, JSON.stringify(error), id],
  });
  tx.touch('outbox', [id]);
}

/** Takes everything that waits from the beginning, and of what needs the person that which only missed the network. */
export function takeUpMissed(tx: Writer, kinds: readonly string[], networkCodes: readonly string[]): void {
  tx.run({
    sql: `UPDATE outbox_items SET needs_you = 0, tries = 0, next_try_at = ?
      WHERE kind IN (SELECT value FROM json_each(?))
        AND (needs_you = 0 OR json_extract(error, '$.code') IN (SELECT value FROM json_each(?)))`,
    params: [tx.nowMs, JSON.stringify(kinds), JSON.stringify(networkCodes)],
  });
  tx.touchAll('outbox');
}

/** From the beginning, whatever became of it; what waits before it in its kind is due with it. */
export function takeUp(tx: Writer, { id, kind }: Pick<OutboxRow, 'id' | 'kind'>): void {
  tx.run({
    sql: 'UPDATE outbox_items SET next_try_at = min(next_try_at, ?) WHERE kind = ? AND id < ?',
    params: [tx.nowMs, kind, id],
  });
  tx.run({
    sql: 'UPDATE outbox_items SET needs_you = 0, tries = 0, next_try_at = ? WHERE id = ?',
    params: [tx.nowMs, id],
  });
  tx.touchAll('outbox');
}

export function takeUpAll(tx: Writer): void {
  tx.run({
    sql: 'UPDATE outbox_items SET needs_you = 0, tries = 0, next_try_at = ?',
    params: [tx.nowMs],
  });
  tx.touchAll('outbox');
}
