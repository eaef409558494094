import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { SearchDoc } from './search-doc.ts';

/**
 * The index itself: `search_docs` and, under the same row ids, the contentless FTS5 table. One letter has its own
 * prefix index too: without it the first key typed in the palette would merge the words of the whole workspace.
 */
const FTS_SQL = `CREATE VIRTUAL TABLE search_fts USING fts5(
  title, body, tags,
  content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2",
  prefix='1 2 3'
)`;

/** For operators: alone, the latest or the earliest due first, and beside words. */
const INDEX_SQLS = [
  'CREATE INDEX IF NOT EXISTS search_docs_by_update ON search_docs (updated_at)',
  'CREATE INDEX IF NOT EXISTS search_docs_by_priority ON search_docs (priority)',
  'CREATE INDEX IF NOT EXISTS search_docs_by_status ON search_docs (status)',
  'CREATE INDEX IF NOT EXISTS search_docs_open ON search_docs (kind, due_date) WHERE is_done = 0',
  'CREATE INDEX IF NOT EXISTS search_docs_trashed ON search_docs (updated_at) WHERE is_trashed = 1',
  'CREATE INDEX IF NOT EXISTS search_docs_pinned ON search_docs (updated_at) WHERE is_pinned = 1',
  'CREATE INDEX IF NOT EXISTS search_docs_suggested ON search_docs (updated_at) WHERE is_suggested = 1',
];

export type RowRange = { readonly from: number; readonly to: number };

/**
 * Each kind has row ids of its own, older items first: FTS5 walks row ids in order, so the latest notes with a word
 * are found without looking at the tasks, and a few clients are not lost behind thousands of notes.
 */
export const ROW_RANGES: Readonly<Record<ItemKind, RowRange>> = {
  client: rangeAt(0),
  project: rangeAt(1),
  checkpoint: rangeAt(2),
  task: rangeAt(3),
  note: rangeAt(4),
};

function rangeAt(place: number): RowRange {
  const size = 2 ** 40;
  return { from: place * size, to: place * size + size - 1 };
}

const DOC_COLUMNS = `kind, entity_id, client_id, project_id, status, priority, due_date,
  is_done, is_archived, is_trashed, is_pinned, is_suggested, created_at, updated_at`;

/** The next free row id among those of the kind (see `ROW_RANGES`). */
const PUT_DOC_SQL = `INSERT INTO search_docs (id, ${DOC_COLUMNS})
  VALUES (1 + coalesce((SELECT max(id) FROM search_docs WHERE id BETWEEN ? AND ?), ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (entity_id) DO UPDATE SET client_id = excluded.client_id, project_id = excluded.project_id,
  status = excluded.status, priority = excluded.priority, due_date = excluded.due_date,
  is_done = excluded.is_done, is_archived = excluded.is_archived, is_trashed = excluded.is_trashed,
  is_pinned = excluded.is_pinned, is_suggested = excluded.is_suggested, updated_at = excluded.updated_at`;

const PUT_TEXT_SQL = `INSERT OR REPLACE INTO search_fts (rowid, title, body, tags)
  VALUES ((SELECT id FROM search_docs WHERE entity_id = ?), ?, ?, ?)`;

/** What hangs on a project takes its client; a note's own client comes first, a task's own last. */
const FOLLOW_PROJECTS_SQL = `UPDATE search_docs SET client_id = CASE kind
    WHEN 'task' THEN (SELECT coalesce(p.client_id, t.client_id) FROM tasks t LEFT JOIN projects p ON p.id = t.project_id WHERE t.id = entity_id)
    WHEN 'note' THEN (SELECT coalesce(n.client_id, p.client_id) FROM notes n LEFT JOIN projects p ON p.id = n.project_id WHERE n.id = entity_id)
    ELSE (SELECT p.client_id FROM projects p WHERE p.id = project_id) END
  WHERE project_id IN (SELECT value FROM json_each(?)) AND kind <> 'project'`;

const CURSOR = 'search.seq';
const REBUILD = 'search.rebuild';

/** How far a rebuild has come: what was in the log when it began, and the last item taken in. */
export type RebuildState = { readonly fromSeq: number; readonly kind: string; readonly afterId: string };

export type IndexState = {
  /** Null: never built. */
  readonly seq: number | null;
  readonly rebuild: RebuildState | null;
  readonly documents: number;
  /** False where the full-text table is missing or of another make. */
  readonly isUsable: boolean;
};

async function readIndexState(reader: Reader): Promise<IndexState> {
  const [row] = await reader.rows(
    `SELECT (SELECT value FROM store_meta WHERE key = '${CURSOR}'), (SELECT value FROM store_meta WHERE key = '${REBUILD}'),
      (SELECT count(*) FROM search_docs), (SELECT sql FROM sqlite_schema WHERE name = 'search_fts')`,
  );
  const [seq, rebuild, documents, sql] = row ?? [];
  return {
    seq: typeof seq === 'string' ? Number(seq) : null,
    rebuild: typeof rebuild === 'string' ? (JSON.parse(rebuild) as RebuildState) : null, // written only below
    documents: Number(documents ?? 0),
    isUsable: sql === FTS_SQL,
  };
}

async function countDocs(reader: Reader): Promise<number> {
  const [row] = await reader.rows('SELECT count(*) FROM search_docs');
  return Number(row?.[0] ?? 0);
}

/** Rows in the full-text table; it must be as many as there are documents. */
async function countTexts(reader: Reader): Promise<number> {
  const [row] = await reader.rows('SELECT count(*) FROM search_fts_docsize');
  return Number(row?.[0] ?? 0);
}

function putDocs(tx: Writer, docs: readonly SearchDoc[]): void {
  if (docs.length === 0) return;
  tx.run({ sql: PUT_DOC_SQL, paramsList: docs.map(docValues) });
  tx.run({
    sql: PUT_TEXT_SQL,
    paramsList: docs.map((doc): SqlValue[] => [doc.entityId, doc.title, doc.body, doc.tags]),
  });
}

function removeDocs(tx: Writer, entityIds: readonly string[]): void {
  if (entityIds.length === 0) return;
  const params = [JSON.stringify(entityIds)];
  const named = 'IN (SELECT value FROM json_each(?))';
  tx.run({
    sql: `DELETE FROM search_fts WHERE rowid IN (SELECT id FROM search_docs WHERE entity_id ${named})`,
    params,
  });
  tx.run({ sql: `DELETE FROM search_docs WHERE entity_id ${named}`, params });
}

/** Gives what belongs to these projects the client that the projects have now. */
function followProjects(tx: Writer, projectIds: readonly string[]): void {
  if (projectIds.length > 0) tx.run({ sql: FOLLOW_PROJECTS_SQL, params: [JSON.stringify(projectIds)] });
}

function moveCursor(tx: Writer, seq: number): void {
  tx.run({ sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)', params: [CURSOR, String(seq)] });
}

function noteRebuild(tx: Writer, state: RebuildState | null): void {
  if (state === null) tx.run({ sql: 'DELETE FROM store_meta WHERE key = ?', params: [REBUILD] });
  else
    tx.run({
      sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)',
      params: [REBUILD, JSON.stringify(state)],
    });
}

/** An empty index of the present make. */
function clearIndex(tx: Writer): void {
  tx.run({ sql: 'DELETE FROM search_docs' });
  tx.run({ sql: 'DROP TABLE IF EXISTS search_fts' });
  tx.run({ sql: FTS_SQL });
  for (const sql of INDEX_SQLS) tx.run({ sql });
}

/**
 * Merges some pages of the index; words of removed documents leave it only that way. False when nothing was left to
 * merge. A negative number begins the merge of all that there is. (https://sqlite.org/fts5.html#the_merge_command)
 */
async function mergeIndex(tx: Writer, pages: number): Promise<boolean> {
  const before = await totalChanges(tx);
  tx.run({ sql: `INSERT INTO search_fts (search_fts, rank) VALUES ('merge', ?)`, params: [pages] });
  return (await totalChanges(tx)) - before >= 2;
}

async function totalChanges(tx: Writer): Promise<number> {
  const [row] = await tx.rows('SELECT total_changes()');
  return Number(row?.[0] ?? 0);
}

function docValues(doc: SearchDoc): SqlValue[] {
  const { from, to } = ROW_RANGES[doc.kind];
  return [
    from,
    to,
    from,
    doc.kind,
    doc.entityId,
    doc.clientId,
    doc.projectId,
    doc.status,
    doc.priority,
    doc.dueDate,
    Number(doc.isDone),
    Number(doc.isArchived),
    Number(doc.isTrashed),
    Number(doc.isPinned),
    Number(doc.isSuggested),
    doc.createdAt,
    doc.updatedAt,
  ];
}

/** All of it as one port, as the service takes it. */
export const searchIndexStore = {
  readIndexState,
  countDocs,
  countTexts,
  putDocs,
  removeDocs,
  followProjects,
  moveCursor,
  noteRebuild,
  clearIndex,
  mergeIndex,
} as const;

export type SearchIndexStore = typeof searchIndexStore;
