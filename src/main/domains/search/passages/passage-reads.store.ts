import type { ValueSource } from '#shared/contracts/actions.ts';
import type { Passage, PassageKind } from '#shared/contracts/passages.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader } from '#main/db/store.ts';

/** What a search is limited to; what is left out limits nothing. */
export type PassageFilter = {
  readonly kinds: readonly PassageKind[] | null;
  readonly clientId: string | null;
  readonly projectId: string | null;
};

/** As a search tells it, before anything is said of how well it fits. */
export type FoundPassage = Omit<Passage, 'score' | 'why'> & { readonly rowId: number };
export type KindCount = { readonly kind: PassageKind; readonly passages: number; readonly embedded: number };

export type PassageReads = {
  /** Those of the rows that may be seen now, whatever list their ids come from. */
  load(rowIds: readonly number[], filter: PassageFilter): Promise<ReadonlyMap<number, FoundPassage>>;
  listVisible(rowIds: readonly number[], filter: PassageFilter): Promise<ReadonlySet<number>>;
  countByKind(throughRow: number): Promise<readonly KindCount[]>;
};

/** Passages come from the table that hides what is private, whichever index found them. */
export function createPassageReads(reader: Reader): PassageReads {
  return {
    async load(rowIds, filter) {
      const { where, params } = passageWhere(filter);
      const rows = await reader.rows(
        `SELECT p.row_id, p.id, p.kind, p.entity_id, p.title, p.text, p.headings, p.start, p.link, p.source,
          p.client_id, c.name, p.project_id, r.name, p.updated_at, r.colour,
          coalesce(c.is_private, 0) OR coalesce(r.is_private, 0)
          FROM passages p LEFT JOIN clients c ON c.id = p.client_id LEFT JOIN projects r ON r.id = p.project_id
          WHERE p.row_id IN (SELECT value FROM json_each(?)) AND ${where}`,
        [JSON.stringify(rowIds), ...params],
      );
      return new Map(rows.map((row) => [Number(row[0]), foundOf(row)]));
    },
    async listVisible(rowIds, filter) {
      const { where, params } = passageWhere(filter);
      const rows = await reader.rows(
        `SELECT p.row_id FROM passages p WHERE p.row_id IN (SELECT value FROM json_each(?)) AND ${where}`,
        [JSON.stringify(rowIds), ...params],
      );
      return new Set(rows.map(([rowId]) => Number(rowId)));
    },
    async countByKind(throughRow) {
      const rows = await reader.rows(
        'SELECT kind, count(*), sum(row_id <= ?) FROM passages GROUP BY kind ORDER BY kind',
        [throughRow],
      );
      return rows.map(([kind, passages, embedded]) => ({
        kind: kind as PassageKind, // written from the closed list
        passages: Number(passages),
        embedded: Number(embedded),
      }));
    },
  };
}

/** A fact that the assistant keeps of a client or project is told where that is what is asked about. */
const EVERYWHERE = `(p.kind <> 'memory' OR (p.client_id IS NULL AND p.project_id IS NULL))`;

/** On `passages p`. */
export function passageWhere(filter: PassageFilter | null): {
  readonly where: string;
  readonly params: readonly SqlValue[];
} {
  const parts: string[] = ['1'];
  const params: SqlValue[] = [];
  const add = (sql: string, value: SqlValue) => {
    parts.push(sql);
    params.push(value);
  };
  if (!filter) return { where: '1', params };
  const { kinds, clientId, projectId } = filter;
  if (kinds) add('p.kind IN (SELECT value FROM json_each(?))', JSON.stringify(kinds));
  if (clientId !== null) add('p.client_id = ?', clientId);
  if (projectId !== null) add('p.project_id = ?', projectId);
  if (clientId === null && projectId === null) parts.push(EVERYWHERE);
  return { where: parts.join(' AND '), params };
}

function foundOf(row: readonly SqlValue[]): FoundPassage {
  const text = (at: number) => String(row[at] ?? '');
  const textOrNull = (at: number) => {
    const value = row[at];
    return typeof value === 'string' ? value : null;
  };
  return {
    rowId: Number(row[0]),
    id: text(1),
    kind: text(2) as PassageKind, // written from the closed list
    entityId: text(3),
    title: text(4),
    text: text(5),
    headings: JSON.parse(text(6)) as readonly string[], // written by the index
    start: Number(row[7]),
    link: text(8),
    source: text(9) as ValueSource, // written from the closed list
    clientId: textOrNull(10),
    clientName: textOrNull(11),
    projectId: textOrNull(12),
    projectName: textOrNull(13),
    updatedAt: Number(row[14]),
    projectColour: textOrNull(15),
    isPrivate: row[16] === 1,
  };
}
