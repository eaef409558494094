import type { ItemKind } from '#shared/contracts/common.ts';
import type { Reader, Writer } from '#main/db/store.ts';

/** What the index keeps of one item: facts to filter by, and the texts that are tokenised and not stored. */
export type SearchDoc = {
  readonly kind: ItemKind;
  readonly id: string;
  readonly facts: readonly (string | number | null)[];
  readonly title: string;
  readonly body: string;
  readonly tags: string;
};

/** Columns of `search_docs` in the order of `facts`. */
const FACTS = [
  'client_id',
  'project_id',
  'status',
  'priority',
  'due_date',
  'is_done',
  'is_archived',
  'is_trashed',
  'is_pinned',
  'is_suggested',
  'created_at',
  'updated_at',
] as const;

const TAGS = `(SELECT coalesce(group_concat(value, ' '), '') FROM json_each(x.tags))`;

/** Of each kind: its facts, then title, body and tags. Sums and concatenations are made by SQLite, row by row. */
const SOURCES: Readonly<Record<ItemKind, { readonly table: string; readonly select: string }>> = {
  client: {
    table: 'clients',
    select: `x.id, NULL, NULL, NULL, NULL, 0, x.archived_at IS NOT NULL, x.deleted_at IS NOT NULL, 0, 0,
      x.created_at, x.updated_at, x.name,
      x.email || ' ' || x.phone || ' ' || x.website || ' ' || x.tax_id || ' '
        || (SELECT coalesce(group_concat(value, ' '), '') FROM json_each(x.address)) || ' '
        || (SELECT coalesce(group_concat(json_extract(value, '$.name') || ' ' || json_extract(value, '$.email') || ' ' || json_extract(value, '$.role'), ' '), '')
            FROM json_each(x.contacts)) || ' ' || x.notes, ${TAGS} FROM clients x`,
  },
  project: {
    table: 'projects',
    select: `x.client_id, x.id, x.status, NULL, x.due_date, x.status IN ('completed', 'cancelled'),
      x.archived_at IS NOT NULL, x.deleted_at IS NOT NULL, x.is_pinned, 0, x.created_at, x.updated_at,
      x.name, x.description, ${TAGS} FROM projects x`,
  },
  task: {
    table: 'tasks',
    select: `coalesce(p.client_id, x.client_id), x.project_id, x.status, x.priority, x.due_date, NOT x.is_open,
      p.archived_at IS NOT NULL, x.deleted_at IS NOT NULL, 0, x.is_ai_suggested = 1 AND x.is_approved = 0,
      x.created_at, x.updated_at, x.title,
      x.description || ' ' || (SELECT coalesce(group_concat(json_extract(value, '$.text'), ' '), '') FROM json_each(x.checklist))
        || ' ' || (SELECT coalesce(group_concat(m.body, ' '), '') FROM task_comments m WHERE m.task_id = x.id),
      ${TAGS} FROM tasks x LEFT JOIN projects p ON p.id = x.project_id`,
  },
  checkpoint: {
    table: 'checkpoints',
    select: `p.client_id, x.project_id, CASE WHEN x.reached_at IS NULL THEN 'open' ELSE 'reached' END, NULL, x.due_date,
      x.reached_at IS NOT NULL, p.archived_at IS NOT NULL, x.deleted_at IS NOT NULL, 0,
      x.is_ai_suggested = 1 AND x.is_approved = 0, x.created_at, x.updated_at, x.title,
      x.description || ' ' || (SELECT coalesce(group_concat(json_extract(value, '$.label'), ' '), '') FROM json_each(x.evidence)),
      '' FROM checkpoints x JOIN projects p ON p.id = x.project_id`,
  },
  note: {
    table: 'notes',
    select: `coalesce(x.client_id, p.client_id), x.project_id, NULL, NULL, NULL, 0, p.archived_at IS NOT NULL,
      x.deleted_at IS NOT NULL, x.is_pinned, 0, x.created_at, x.updated_at, x.title, x.body, ${TAGS}
      FROM notes x LEFT JOIN projects p ON p.id = x.project_id`,
  },
};

/** The present state of these items; ids that are gone are left out. */
export async function loadDocs(
  reader: Reader,
  kind: ItemKind,
  ids: readonly string[],
): Promise<readonly SearchDoc[]> {
  if (ids.length === 0) return [];
  const rows = await reader.rows(
    `SELECT x.id, ${SOURCES[kind].select} WHERE x.id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  );
  return rows.map((row) => ({
    kind,
    id: String(row[0]),
    facts: row.slice(1, 1 + FACTS.length) as (string | number | null)[], // the columns named above
    title: String(row[1 + FACTS.length] ?? ''),
    body: String(row[2 + FACTS.length] ?? ''),
    tags: String(row[3 + FACTS.length] ?? ''),
  }));
}

/** Ids of a kind in order, after one of them; for building the index anew. */
export async function listIdsAfter(reader: Reader, kind: ItemKind, after: string, limit: number) {
  const rows = await reader.rows(`SELECT id FROM ${SOURCES[kind].table} WHERE id > ? ORDER BY id LIMIT ?`, [
    after,
    limit,
  ]);
  return rows.map((row) => String(row[0]));
}

const UPSERT_SQL = `INSERT INTO search_docs (kind, entity_id, ${FACTS.join(', ')})
  VALUES (?, ?, ${FACTS.map(() => '?').join(', ')})
  ON CONFLICT (entity_id) DO UPDATE SET ${FACTS.map((name) => `${name} = excluded.${name}`).join(', ')}`;

export function putDocs(tx: Writer, docs: readonly SearchDoc[]): void {
  if (docs.length === 0) return;
  tx.run({ sql: UPSERT_SQL, paramsList: docs.map((doc) => [doc.kind, doc.id, ...doc.facts]) });
  tx.run({
    sql: `INSERT OR REPLACE INTO search_fts (rowid, title, body, tags)
          VALUES ((SELECT id FROM search_docs WHERE entity_id = ?), ?, ?, ?)`,
    paramsList: docs.map((doc) => [doc.id, doc.title, doc.body, doc.tags]),
  });
}

export function dropDocs(tx: Writer, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const params = [JSON.stringify(ids)];
  const wanted = 'SELECT value FROM json_each(?)';
  tx.run({
    sql: `DELETE FROM search_fts WHERE rowid IN (SELECT id FROM search_docs WHERE entity_id IN (${wanted}))`,
    params,
  });
  tx.run({ sql: `DELETE FROM search_docs WHERE entity_id IN (${wanted})`, params });
}

export function dropAllDocs(tx: Writer): void {
  tx.run({ sql: `INSERT INTO search_fts (search_fts) VALUES ('delete-all')` });
  tx.run({ sql: 'DELETE FROM search_docs' });
}

/** What belongs to a project follows its client and its archiving. */
export function followProjects(tx: Writer, projectIds: readonly string[]): void {
  if (projectIds.length === 0) return;
  tx.run({
    sql: `UPDATE search_docs SET
            client_id = coalesce((SELECT p.client_id FROM projects p WHERE p.id = search_docs.project_id), client_id),
            is_archived = (SELECT p.archived_at IS NOT NULL FROM projects p WHERE p.id = search_docs.project_id)
          WHERE project_id IN (SELECT value FROM json_each(?)) AND kind IN ('task', 'note', 'checkpoint')`,
    params: [JSON.stringify(projectIds)],
  });
}

export type Changed = { readonly kind: ItemKind; readonly id: string };

/** Items named by the log after `seq`, each once, and how far that reaches. A comment names its task. */
export async function listChanged(reader: Reader, seq: number, limit: number) {
  const rows = await reader.rows(
    `SELECT seq, entity, CASE entity WHEN 'task_comment'
        THEN coalesce((SELECT m.task_id FROM task_comments m WHERE m.id = entity_id), json_extract(coalesce(before, after), '$.taskId'))
        ELSE entity_id END
     FROM change_log WHERE seq > ? ORDER BY seq LIMIT ?`,
    [seq, limit],
  );
  const changed = new Map<string, Changed>();
  for (const [, entity, id] of rows) {
    const kind = entity === 'task_comment' ? 'task' : String(entity);
    if (isItemKind(kind) && id !== null) changed.set(String(id), { kind, id: String(id) });
  }
  return { changed: [...changed.values()], reaches: Number(rows.at(-1)?.[0] ?? seq), count: rows.length };
}

function isItemKind(kind: string): kind is ItemKind {
  return Object.hasOwn(SOURCES, kind);
}

const CURSOR_KEY = 'search.seq';

/** `null` when there is no index to go on with. */
export async function readCursor(reader: Reader): Promise<number | null> {
  const [row] = await reader.rows('SELECT value FROM store_meta WHERE key = ?', [CURSOR_KEY]);
  const seq = Number(row?.[0] ?? Number.NaN);
  return Number.isSafeInteger(seq) && seq >= 0 ? seq : null;
}

export function writeCursor(tx: Writer, seq: number): void {
  tx.run({
    sql: 'INSERT OR REPLACE INTO store_meta (key, value) VALUES (?, ?)',
    params: [CURSOR_KEY, String(seq)],
  });
}

export function clearCursor(tx: Writer): void {
  tx.run({ sql: 'DELETE FROM store_meta WHERE key = ?', params: [CURSOR_KEY] });
}

export async function countDocs(reader: Reader): Promise<number> {
  const [row] = await reader.rows('SELECT count(*) FROM search_docs');
  return Number(row?.[0] ?? 0);
}
