import { and, eq, gt, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { CalendarEntry, MeasuredEntry } from '#shared/contracts/calendar-worker.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { calendarCursors, calendarObjects } from '#main/db/tables/connectors.ts';

export type ChangedObject = {
  readonly key: string;
  readonly ics: string;
  readonly revision: number;
  readonly isGone: boolean;
  readonly refusal: string | null;
};

/** After the revision and, within it, after the key. */
export type ChangePlace = { readonly revision: number; readonly key: string };

export type CalendarObjectsStore = {
  etags(sourceId: string): Promise<ReadonlyMap<string, string>>;
  inWindow(sourceId: string, from: number, to: number): Promise<readonly CalendarEntry[]>;
  refusals(sourceId: string): Promise<readonly { readonly key: string; readonly refusal: string }[]>;
  changedAfter(sourceId: string, place: ChangePlace, limit: number): Promise<readonly ChangedObject[]>;
  readRevision(sourceId: string, reader: string): Promise<number>;
};

export function createCalendarObjectsStore(db: Reader): CalendarObjectsStore {
  const table = calendarObjects;
  const of = (sourceId: string) => and(eq(table.sourceId, sourceId), eq(table.isGone, false));
  return {
    async etags(sourceId) {
      const rows = await db.select({ key: table.key, etag: table.etag }).from(table).where(of(sourceId));
      return new Map(rows.map(({ key, etag }) => [key, etag]));
    },
    inWindow: (sourceId, from, to) =>
      db
        .select({ key: table.key, ics: table.ics })
        .from(table)
        .where(and(of(sourceId), lt(table.firstMs, to), or(isNull(table.lastMs), gte(table.lastMs, from)))),
    async refusals(sourceId) {
      const rows = await db
        .select({ key: table.key, refusal: table.refusal })
        .from(table)
        .where(and(of(sourceId), sql`${table.refusal} is not null`))
        .limit(200);
      return rows.map(({ key, refusal }) => ({ key, refusal: refusal ?? '' }));
    },
    changedAfter: (sourceId, { revision, key }, limit) =>
      db
        .select({
          key: table.key,
          ics: table.ics,
          revision: table.revision,
          isGone: table.isGone,
          refusal: table.refusal,
        })
        .from(table)
        .where(
          and(
            eq(table.sourceId, sourceId),
            or(gt(table.revision, revision), and(eq(table.revision, revision), gt(table.key, key))),
          ),
        )
        .orderBy(table.revision, table.key)
        .limit(limit),
    async readRevision(sourceId, reader) {
      const [row] = await db
        .select({ revision: calendarCursors.revision })
        .from(calendarCursors)
        .where(and(eq(calendarCursors.sourceId, sourceId), eq(calendarCursors.reader, reader)));
      return row?.revision ?? 0;
    },
  };
}

export type StoredEntry = MeasuredEntry & { readonly etag: string };

const ROWS_A_STATEMENT = 50;

export function putObjects(
  tx: Writer,
  where: { readonly sourceId: string; readonly revision: number },
  entries: readonly StoredEntry[],
): void {
  for (let start = 0; start < entries.length; start += ROWS_A_STATEMENT) {
    const part = entries.slice(start, start + ROWS_A_STATEMENT);
    tx.run({
      sql: `INSERT OR REPLACE INTO calendar_objects
              (source_id, key, etag, ics, first_ms, last_ms, revision, is_gone, refusal)
            VALUES ${part.map(() => '(?,?,?,?,?,?,?,0,?)').join(', ')}`,
      params: part.flatMap(({ key, etag, ics, firstMs, lastMs, refusal }) => [
        where.sourceId,
        key,
        etag,
        ics,
        firstMs,
        lastMs,
        where.revision,
        refusal,
      ]),
    });
  }
}

/** Leaves the key, so that readers learn that it is gone, and nothing of what it said. */
export function markGone(
  tx: Writer,
  where: { readonly sourceId: string; readonly revision: number },
  keys: readonly string[],
): void {
  for (const key of keys) {
    tx.run({
      sql: `UPDATE calendar_objects SET is_gone = 1, ics = '', etag = '', refusal = NULL, revision = ?
            WHERE source_id = ? AND key = ?`,
      params: [where.revision, where.sourceId, key],
    });
  }
}

export function writeRevision(
  tx: Writer,
  cursor: { readonly sourceId: string; readonly reader: string; readonly revision: number },
): void {
  tx.run({
    sql: `INSERT INTO calendar_cursors (source_id, reader, revision, updated_at) VALUES (?, ?, ?, ?)
          ON CONFLICT (source_id, reader) DO UPDATE SET revision = excluded.revision, updated_at = excluded.updated_at`,
    params: [cursor.sourceId, cursor.reader, cursor.revision, tx.nowMs],
  });
}

export function forgetCalendarReader(tx: Writer, reader: string): void {
  tx.run({ sql: 'DELETE FROM calendar_cursors WHERE reader = ?', params: [reader] });
}
