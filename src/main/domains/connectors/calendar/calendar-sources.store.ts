import { asc, eq } from 'drizzle-orm';
import type { CalendarSource } from '#shared/contracts/connectors.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { calendarSources } from '#main/db/tables/connectors.ts';

/** A source with what the last look left behind. */
export type StoredSource = CalendarSource & {
  readonly syncState: Readonly<Record<string, string>>;
  readonly revision: number;
};

export type CalendarSourcesStore = {
  list(): Promise<readonly StoredSource[]>;
  find(id: string): Promise<StoredSource | undefined>;
};

export function createCalendarSourcesStore(reader: Reader): CalendarSourcesStore {
  const rows = (id?: string) =>
    reader
      .select()
      .from(calendarSources)
      .where(id === undefined ? undefined : eq(calendarSources.id, id))
      .orderBy(asc(calendarSources.createdAt), asc(calendarSources.id));
  return { list: () => rows(), find: async (id) => (await rows(id))[0] };
}

export function putSource(tx: Writer, source: StoredSource): void {
  tx.run({
    sql: `INSERT OR REPLACE INTO calendar_sources (id, kind, name, location, user, trusted_certificate, is_enabled,
            sync_state, revision, synced_at, problem, created_at, updated_at)
          VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    params: [
      source.id,
      source.kind,
      source.name,
      source.location,
      source.user,
      source.trustedCertificate,
      source.isEnabled ? 1 : 0,
      JSON.stringify(source.syncState),
      source.revision,
      source.syncedAt,
      source.problem === null ? null : JSON.stringify(source.problem),
      source.createdAt,
      source.updatedAt,
    ],
  });
  tx.touch('connector', [source.id]);
}

export function noteSourceProblem(tx: Writer, id: string, problem: CalendarSource['problem']): void {
  tx.run({
    sql: 'UPDATE calendar_sources SET problem = ? WHERE id = ?',
    params: [problem === null ? null : JSON.stringify(problem), id],
  });
  tx.touch('connector', [id]);
}

/** With its entries and everything that readers had noted about it. */
export function deleteSource(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM calendar_sources WHERE id = ?', params: [id] });
  tx.run({ sql: 'DELETE FROM calendar_objects WHERE source_id = ?', params: [id] });
  tx.run({ sql: 'DELETE FROM calendar_cursors WHERE source_id = ?', params: [id] });
  tx.touch('connector', [id]);
}
