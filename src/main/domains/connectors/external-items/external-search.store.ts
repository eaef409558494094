import type { ExternalKind } from '#shared/contracts/external-items.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Store } from '#main/db/store.ts';
import type { ExternalFound, ExternalSearch, ExternalWanted } from '#main/domains/search/index.ts';

/** A text is looked through for its excerpt up to here. */
const SHOWN_TEXT = 50_000;
/** Title far before address before text. */
const BM25 = 'bm25(external_fts, 12.0, 1.0, 3.0)';

/** How the search finds what plugins have put into the index. */
export function createExternalSearch(reader: Reader): ExternalSearch {
  return {
    async find(wanted) {
      const { where, params } = whereOf(wanted);
      const matched = wanted.match === null ? listed(where) : found(where);
      const bound = wanted.match === null ? params : [wanted.match, ...params];
      const [rows, counted] = await Promise.all([
        reader.rows(
          `SELECT e.id, e.kind, e.title, substr(e.text, 1, ${SHOWN_TEXT}), e.url, e.start_day, e.updated_at,
            e.occurred_at, c.name, p.name, p.colour, e.group_name,
            coalesce(c.is_private, 0) OR coalesce(p.is_private, 0)
            FROM (${matched}) m JOIN external_items e ON e.row_id = m.row_id
            LEFT JOIN projects p ON p.id = e.project_id
            LEFT JOIN clients c ON c.id = coalesce(e.client_id, p.client_id)
            ORDER BY m.weight, m.latest DESC, e.row_id DESC LIMIT ?`,
          [...bound, wanted.limit],
        ),
        reader.rows(`SELECT count(*) FROM (${matched})`, bound),
      ]);
      return { items: rows.map(foundOf), total: Number(counted[0]?.[0] ?? 0) };
    },
  };
}

/** Only the latest are weighed: of a word that is everywhere, weighing all would take longer than reading on. */
const MAX_WEIGHED = 1_000;

function found(where: string): string {
  return `SELECT e.row_id, ${BM25} AS weight, 0 AS latest
    FROM external_fts CROSS JOIN external_items e ON e.row_id = external_fts.rowid
    WHERE external_fts MATCH ? AND ${where} ORDER BY external_fts.rowid DESC LIMIT ${MAX_WEIGHED}`;
}

function listed(where: string): string {
  return `SELECT e.row_id, 0 AS weight, e.updated_at AS latest FROM external_items e
    WHERE ${where} ORDER BY e.updated_at DESC LIMIT ${MAX_WEIGHED}`;
}

const PUBLIC = `NOT EXISTS (SELECT 1 FROM clients c WHERE c.id = e.client_id AND c.is_private = 1)
  AND NOT EXISTS (SELECT 1 FROM projects p LEFT JOIN clients c ON c.id = p.client_id
    WHERE p.id = e.project_id AND (p.is_private = 1 OR c.is_private = 1))`;

function whereOf({ kinds, projectIds, clientIds, isPublic, updatedFrom, updatedBefore }: ExternalWanted) {
  const parts: string[] = ['e.kind IN (SELECT value FROM json_each(?))'];
  const params: SqlValue[] = [JSON.stringify(kinds)];
  const add = (sql: string, value: SqlValue | undefined) => {
    if (value === undefined) return;
    parts.push(sql);
    params.push(value);
  };
  add('e.project_id IN (SELECT value FROM json_each(?))', projectIds && JSON.stringify(projectIds));
  add(
    `coalesce(e.client_id, (SELECT client_id FROM projects WHERE id = e.project_id))
      IN (SELECT value FROM json_each(?))`,
    clientIds && JSON.stringify(clientIds),
  );
  add('coalesce(e.occurred_at, e.updated_at) >= ?', updatedFrom);
  add('coalesce(e.occurred_at, e.updated_at) < ?', updatedBefore);
  if (isPublic) parts.push(PUBLIC);
  return { where: parts.join(' AND '), params };
}

function foundOf(row: readonly SqlValue[]): ExternalFound {
  const [
    id,
    kind,
    title,
    text,
    url,
    startDay,
    updatedAt,
    occurredAt,
    clientName,
    projectName,
    colour,
    group,
    isPrivate,
  ] = row;
  return {
    id: String(id),
    kind: kind as ExternalKind, // written from the closed list
    title: String(title),
    text: String(text),
    url: textOrNull(url),
    startDay: textOrNull(startDay),
    updatedAt: Number(occurredAt ?? updatedAt),
    clientName: textOrNull(clientName),
    projectName: textOrNull(projectName),
    projectColour: textOrNull(colour),
    groupName: textOrNull(group),
    isPrivate: isPrivate === 1,
  };
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** A store saved from damage has the rows without the words: they are put in again. */
export async function mendExternalIndex(store: Store): Promise<boolean> {
  const [row] = await store.reader.rows(
    'SELECT (SELECT count(*) FROM external_items), (SELECT count(*) FROM external_fts_docsize)',
  );
  if (row?.[0] === row?.[1]) return false;
  await store.write({ command: 'search.index', principal: 'search' }, (tx) => {
    tx.run({ sql: `INSERT INTO external_fts (external_fts) VALUES ('rebuild')` });
  });
  return true;
}
