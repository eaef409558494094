import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { PassageKind } from '#shared/contracts/passages.ts';
import type { PassageRow } from './passage-rows.ts';

/** Of how the pieces are cut and what is kept of them: another number, and all are made again. */
const VERSION = '2';
const CURSOR = 'search.passages.seq';
const VERSION_KEY = 'search.passages.version';

export type PassageIndexState = {
  /** Last row of the change log taken in; null: never begun, or cut in another way. */
  readonly seq: number | null;
  readonly due: number;
  readonly passages: number;
  /** False where the full-text table does not hold what the passages are. */
  readonly isUsable: boolean;
};
export type DueItem = { readonly seq: number; readonly kind: PassageKind; readonly entityId: string };
type KnownPassage = Pick<PassageRow, 'id' | 'entityId' | 'hash' | 'link' | 'updatedAt'>;

const COLUMNS = [
  'id',
  'kind',
  'entity_id',
  'place',
  'title',
  'context',
  'text',
  'headings',
  'start',
  'client_id',
  'project_id',
  'source',
  'link',
  'hash',
  'updated_at',
];
const INSERT = `INSERT INTO passages (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;

const ENQUEUE_ALL = `INSERT INTO passages_due (kind, entity_id)
  SELECT 'client', id FROM clients WHERE deleted_at IS NULL
  UNION ALL SELECT 'project', id FROM projects WHERE deleted_at IS NULL
  UNION ALL SELECT 'checkpoint', id FROM checkpoints WHERE deleted_at IS NULL
  UNION ALL SELECT 'task', id FROM tasks WHERE deleted_at IS NULL
  UNION ALL SELECT 'note', id FROM notes WHERE deleted_at IS NULL
  UNION ALL SELECT kind, id FROM external_items
  UNION ALL SELECT 'memory', id FROM memory_facts`;

/** What bears the name of a client or project that has another name, or another client, now. */
const ENQUEUE_RENAMED = `INSERT INTO passages_due (kind, entity_id)
  SELECT DISTINCT p.kind, p.entity_id FROM passages p
  LEFT JOIN projects r ON r.id = p.project_id LEFT JOIN clients c ON c.id = p.client_id
  WHERE (p.project_id IN (SELECT value FROM json_each(?)) OR p.client_id IN (SELECT value FROM json_each(?)))
  AND (p.context IS NOT CASE p.kind WHEN 'client' THEN '' WHEN 'project' THEN coalesce(c.name, '')
      ELSE concat_ws(' · ', nullif(c.name, ''), nullif(r.name, '')) END
    OR (r.id IS NOT NULL AND r.client_id IS NOT p.client_id))`;

async function readState(reader: Reader): Promise<PassageIndexState> {
  const [row] = await reader.rows(
    `SELECT (SELECT value FROM store_meta WHERE key = '${CURSOR}'),
      (SELECT value FROM store_meta WHERE key = '${VERSION_KEY}'),
      (SELECT count(*) FROM passages_due), (SELECT count(*) FROM passages),
      (SELECT count(*) FROM passages_fts_docsize)`,
  );
  const [seq, version, due, passages, texts] = row ?? [];
  return {
    seq: typeof seq === 'string' && version === VERSION ? Number(seq) : null,
    due: Number(due ?? 0),
    passages: Number(passages ?? 0),
    isUsable: passages === texts,
  };
}

function moveCursor(tx: Writer, seq: number): void {
  const sql = 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)';
  tx.run({
    sql,
    paramsList: [
      [CURSOR, String(seq)],
      [VERSION_KEY, VERSION],
    ],
  });
}

function enqueue(tx: Writer, kind: PassageKind, ids: readonly string[]): void {
  tx.run({
    sql: 'INSERT INTO passages_due (kind, entity_id) SELECT ?, value FROM json_each(?)',
    params: [kind, JSON.stringify(ids)],
  });
}

function enqueueAll(tx: Writer): void {
  tx.run({ sql: 'DELETE FROM passages_due' });
  tx.run({ sql: ENQUEUE_ALL });
}

function enqueueRenamed(tx: Writer, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const list = JSON.stringify(ids);
  tx.run({ sql: ENQUEUE_RENAMED, params: [list, list] });
}

/** Fills the full-text table anew from the passages. */
function rebuildWords(tx: Writer): void {
  tx.run({ sql: `INSERT INTO passages_fts (passages_fts, rank) VALUES ('secure-delete', 1)` });
  tx.run({ sql: `INSERT INTO passages_fts (passages_fts) VALUES ('rebuild')` });
}

async function listDue(reader: Reader, limit: number): Promise<readonly DueItem[]> {
  const rows = await reader.rows('SELECT seq, kind, entity_id FROM passages_due ORDER BY seq LIMIT ?', [
    limit,
  ]);
  return rows.map(([seq, kind, entityId]) => ({
    seq: Number(seq),
    kind: kind as PassageKind, // written from the closed list
    entityId: String(entityId),
  }));
}

async function countDue(reader: Reader): Promise<number> {
  const [row] = await reader.rows('SELECT count(*) FROM passages_due');
  return Number(row?.[0] ?? 0);
}

/** One put there later under the same name stays: its text may be another than the one just read. */
function removeDue(tx: Writer, throughSeq: number): void {
  tx.run({ sql: 'DELETE FROM passages_due WHERE seq <= ?', params: [throughSeq] });
}

async function listKnown(reader: Reader, entityIds: readonly string[]): Promise<readonly KnownPassage[]> {
  const rows = await reader.rows(
    'SELECT id, entity_id, hash, link, updated_at FROM passages WHERE entity_id IN (SELECT value FROM json_each(?))',
    [JSON.stringify(entityIds)],
  );
  return rows.map(([id, entityId, hash, link, updatedAt]) => ({
    id: String(id),
    entityId: String(entityId),
    hash: String(hash),
    link: String(link),
    updatedAt: Number(updatedAt),
  }));
}

/** Brings what is known of these items to what they are now; rows whose words stay keep their vectors. */
function putPassages(tx: Writer, known: readonly KnownPassage[], rows: readonly PassageRow[]): number {
  const before = new Map(known.map((one) => [one.id, one]));
  const isNew = (row: PassageRow) => before.get(row.id)?.hash !== row.hash;
  const kept = new Set(rows.filter((row) => !isNew(row)).map((row) => row.id));
  const gone = known.filter((one) => !kept.has(one.id)).map((one) => one.id);
  if (gone.length > 0) {
    const sql = 'DELETE FROM passages WHERE id IN (SELECT value FROM json_each(?))';
    tx.run({ sql, params: [JSON.stringify(gone)] });
  }
  const touched = rows.filter((row) => {
    const was = before.get(row.id);
    return kept.has(row.id) && (was?.updatedAt !== row.updatedAt || was.link !== row.link);
  });
  if (touched.length > 0) {
    const sql = 'UPDATE passages SET updated_at = ?, link = ?, start = ? WHERE id = ?';
    tx.run({ sql, paramsList: touched.map((row) => [row.updatedAt, row.link, row.start, row.id]) });
  }
  const added = rows.filter(isNew);
  if (added.length > 0) tx.run({ sql: INSERT, paramsList: added.map(valuesOf) });
  return added.length;
}

function valuesOf(row: PassageRow): SqlValue[] {
  return [
    row.id,
    row.kind,
    row.entityId,
    row.place,
    row.title,
    row.context,
    row.text,
    JSON.stringify(row.headings),
    row.start,
    row.clientId,
    row.projectId,
    row.source,
    row.link,
    row.hash,
    row.updatedAt,
  ];
}

/** All of it as one port, as the service takes it. */
export const passageIndexStore = {
  readState,
  moveCursor,
  enqueue,
  enqueueAll,
  enqueueRenamed,
  rebuildWords,
  listDue,
  countDue,
  removeDue,
  listKnown,
  putPassages,
} as const;
export type PassageIndexStore = typeof passageIndexStore;
