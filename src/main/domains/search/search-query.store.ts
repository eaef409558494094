import { asc, inArray, isNull } from 'drizzle-orm';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';
import { joinTexts } from './search-doc.ts';
import type { Condition, KnownNames, SearchFilter } from './search-filter.ts';
import { ROW_RANGES, type RowRange } from './search-index.store.ts';
import { clientBody, taskBody } from './search-source.store.ts';

export type Candidate = {
  readonly id: number;
  readonly kind: ItemKind;
  readonly entityId: string;
  readonly updatedAt: number;
  readonly isDone: boolean;
  readonly isArchived: boolean;
  /** Of FTS5: the lower the better; 0 where it was not asked for. */
  readonly bm25: number;
};

/** What a hit shows beside its texts. */
export type HitRow = {
  readonly entityId: string;
  readonly kind: ItemKind;
  readonly status: string | null;
  readonly dueDate: string | null;
  readonly updatedAt: number;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
};
export type HitText = { readonly title: string; readonly body: string };

export type MatchRequest = {
  readonly match: string;
  readonly filter: SearchFilter;
  readonly limit: number;
  readonly isRanked: boolean;
};

export type SearchReads = {
  /** Up to `limit` of each group of kinds, the latest first. */
  match(request: MatchRequest): Promise<readonly (readonly Candidate[])[]>;
  list(
    filter: SearchFilter,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly Candidate[]>;
  count(filter: SearchFilter, atMost: number): Promise<number>;
  readNames(): Promise<KnownNames>;
  readHits(entityIds: readonly string[]): Promise<ReadonlyMap<string, HitRow>>;
  readTexts(kind: ItemKind, entityIds: readonly string[]): Promise<ReadonlyMap<string, HitText>>;
  findTitle(kind: ItemKind, id: string): Promise<string | undefined>;
};

/** A body is looked through for its excerpt up to here. */
const SHOWN_BODY = 200_000;
const COLUMNS = 'd.id, d.kind, d.entity_id, d.updated_at, d.is_done, d.is_archived';
/** Title far before tags far before text. */
const BM25 = 'bm25(search_fts, 12.0, 1.0, 5.0)';

export function createSearchReads(reader: Reader): SearchReads {
  return {
    match: (request) =>
      Promise.all(rangesOf(request.filter.kinds).map((range) => matchIn(reader, request, range))),
    async list(filter, { limit, offset }) {
      const { where, params } = whereOf(filter);
      const byDue = filter.dueFrom !== undefined || filter.dueTo !== undefined || isOverdue(filter);
      const order = byDue ? 'd.due_date, d.id' : 'd.updated_at DESC, d.id DESC';
      const rows = await reader.rows(
        `SELECT ${COLUMNS}, 0 FROM search_docs d WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
        [...params, limit, offset],
      );
      return rows.map(toCandidate);
    },
    async count(filter, atMost) {
      const { where, params } = whereOf(filter);
      const [row] = await reader.rows(
        `SELECT count(*) FROM (SELECT 1 FROM search_docs d WHERE ${where} LIMIT ?)`,
        [...params, atMost],
      );
      return Number(row?.[0] ?? 0);
    },
    readNames: () => readNames(reader),
    readHits: (entityIds) => readHits(reader, entityIds),
    readTexts: (kind, entityIds) => TEXTS[kind](reader, [...entityIds]),
    async findTitle(kind, id) {
      const text = await TEXTS[kind](reader, [id]);
      return text.get(id)?.title;
    },
  };
}

async function matchIn(
  reader: Reader,
  request: MatchRequest,
  range: RowRange,
): Promise<readonly Candidate[]> {
  const { where, params } = whereOf(request.filter, false);
  const rows = await reader.rows(
    `SELECT ${COLUMNS}, ${request.isRanked ? BM25 : '0'} FROM search_fts CROSS JOIN search_docs d ON d.id = search_fts.rowid
      WHERE search_fts MATCH ? AND search_fts.rowid BETWEEN ? AND ? AND ${where}
      ORDER BY search_fts.rowid DESC LIMIT ?`,
    [request.match, range.from, range.to, ...params, request.limit],
  );
  return rows.map(toCandidate);
}

/** Clients, projects and checkpoints are few: they are looked through in one go. */
function rangesOf(kinds: readonly ItemKind[]): readonly RowRange[] {
  const ranges = kinds.map((kind) => ROW_RANGES[kind]).sort((left, right) => left.from - right.from);
  if (kinds.length < ITEM_KINDS.length) return ranges;
  const few = { from: ROW_RANGES.client.from, to: ROW_RANGES.checkpoint.to };
  return [few, ROW_RANGES.task, ROW_RANGES.note];
}

function isOverdue(filter: SearchFilter): boolean {
  return filter.conditions.some((one) => one.column === 'overdue' && !one.isNot);
}

type Where = { readonly where: string; readonly params: readonly SqlValue[] };

function whereOf(filter: SearchFilter, withKinds = true): Where {
  const parts: string[] = [`d.is_trashed = ${filter.isTrashed ? 1 : 0}`];
  const params: SqlValue[] = [];
  const add = (part: string, ...values: SqlValue[]) => {
    parts.push(part);
    params.push(...values);
  };
  if (withKinds && filter.kinds.length < ITEM_KINDS.length)
    add(`d.kind IN (${marks(filter.kinds)})`, ...filter.kinds);
  for (const condition of filter.conditions) {
    const { where, params: values } = conditionOf(condition, filter.today);
    add(condition.isNot ? `NOT coalesce(${where}, 0)` : where, ...values);
  }
  if (filter.dueFrom !== undefined) add('d.due_date >= ?', filter.dueFrom);
  if (filter.dueTo !== undefined) add('d.due_date <= ?', filter.dueTo);
  if (filter.hasNoDue) add(`d.due_date IS NULL AND d.kind IN ('task', 'project', 'checkpoint')`);
  if (filter.updatedFrom !== undefined) add('d.updated_at >= ?', filter.updatedFrom);
  if (filter.updatedBefore !== undefined) add('d.updated_at < ?', filter.updatedBefore);
  return { where: parts.join(' AND '), params };
}

function conditionOf({ column, values }: Condition, today: string): Where {
  if (column === 'overdue') return { where: '(d.due_date < ? AND d.is_done = 0)', params: [today] };
  if (column === 'tag') {
    const where = `(d.entity_id IN (SELECT entity_id FROM taggings WHERE entity IN ('task', 'note', 'project', 'client') AND tag IN (${marks(values)})))`;
    return { where, params: values };
  }
  // A note or a client is neither open nor done.
  const kinds = column === 'is_done' ? ` AND d.kind IN ('task', 'project', 'checkpoint')` : '';
  // Long lists of ids go over as one value.
  return {
    where: `(d.${column} IN (SELECT value FROM json_each(?))${kinds})`,
    params: [JSON.stringify(values)],
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

function toCandidate(row: readonly SqlValue[]): Candidate {
  const [id, kind, entityId, updatedAt, isDone, isArchived, bm25] = row;
  return {
    id: Number(id),
    kind: kind as ItemKind, // written from the closed list
    entityId: String(entityId),
    updatedAt: Number(updatedAt),
    isDone: isDone === 1,
    isArchived: isArchived === 1,
    bm25: Number(bm25),
  };
}

async function readNames(reader: Reader): Promise<KnownNames> {
  const [clientNames, projectNames, tags] = await Promise.all([
    reader.select({ id: clients.id, name: clients.name }).from(clients).where(isNull(clients.deletedAt)),
    reader.select({ id: projects.id, name: projects.name }).from(projects).where(isNull(projects.deletedAt)),
    // Jumps from tag to tag in the index instead of reading every tagging.
    reader.rows(`WITH RECURSIVE kinds(entity) AS (VALUES ('task'), ('note'), ('project'), ('client')),
      found(entity, tag) AS (
        SELECT entity, (SELECT min(tag) FROM taggings t WHERE t.entity = kinds.entity) FROM kinds
        UNION ALL
        SELECT found.entity, (SELECT min(tag) FROM taggings t WHERE t.entity = found.entity AND t.tag > found.tag)
          FROM found WHERE found.tag IS NOT NULL)
      SELECT DISTINCT tag FROM found WHERE tag IS NOT NULL`),
  ]);
  return { clients: clientNames, projects: projectNames, tags: tags.map(([tag]) => String(tag)) };
}

async function readHits(reader: Reader, entityIds: readonly string[]): Promise<ReadonlyMap<string, HitRow>> {
  const rows = await reader.rows(
    `SELECT d.entity_id, d.kind, d.status, d.due_date, d.updated_at, c.name, p.name, p.colour
      FROM search_docs d LEFT JOIN projects p ON p.id = d.project_id LEFT JOIN clients c ON c.id = d.client_id
      WHERE d.entity_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(entityIds)],
  );
  return new Map(
    rows.map(([id, kind, status, dueDate, updatedAt, clientName, projectName, projectColour]) => [
      String(id),
      {
        entityId: String(id),
        kind: kind as ItemKind, // written from the closed list
        status: textOrNull(status),
        dueDate: textOrNull(dueDate),
        updatedAt: Number(updatedAt),
        clientName: textOrNull(clientName),
        projectName: textOrNull(projectName),
        projectColour: textOrNull(projectColour),
      },
    ]),
  );
}

type Texts = (reader: Reader, ids: string[]) => Promise<ReadonlyMap<string, HitText>>;

const TEXTS: Record<ItemKind, Texts> = {
  async client(reader, ids) {
    const rows = await reader.select().from(clients).where(inArray(clients.id, ids));
    return new Map(rows.map((row) => [row.id, { title: row.name, body: clientBody(row) }]));
  },
  async project(reader, ids) {
    const { id, name: title, description: body } = projects;
    return byId(await reader.select({ id, title, body }).from(projects).where(inArray(id, ids)));
  },
  async task(reader, ids) {
    const { id, title, description, checklist } = tasks;
    const rows = await reader
      .select({ id, title, description, checklist })
      .from(tasks)
      .where(inArray(id, ids));
    const comments = await reader
      .select({ taskId: taskComments.taskId, body: taskComments.body })
      .from(taskComments)
      .where(inArray(taskComments.taskId, ids))
      .orderBy(asc(taskComments.createdAt));
    const byTask = Map.groupBy(comments, (comment) => comment.taskId);
    const bodyOf = (row: (typeof rows)[number]) =>
      taskBody(
        row,
        (byTask.get(row.id) ?? []).map((comment) => comment.body),
      );
    return new Map(rows.map((row) => [row.id, { title: row.title, body: bodyOf(row) }]));
  },
  async checkpoint(reader, ids) {
    const { id, title, description, evidence } = checkpoints;
    const rows = await reader
      .select({ id, title, description, evidence })
      .from(checkpoints)
      .where(inArray(id, ids));
    const bodyOf = (row: (typeof rows)[number]) =>
      joinTexts([row.description, ...row.evidence.flatMap((one) => [one.label, one.url])]);
    return new Map(rows.map((row) => [row.id, { title: row.title, body: bodyOf(row) }]));
  },
  async note(reader, ids) {
    const rows = await reader.rows(
      `SELECT id, title, substr(body, 1, ${SHOWN_BODY}) FROM notes WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(ids)],
    );
    return new Map(
      rows.map(([id, title, body]) => [String(id), { title: String(title), body: String(body) }]),
    );
  },
};

function byId(rows: readonly (HitText & { readonly id: string })[]): ReadonlyMap<string, HitText> {
  return new Map(rows.map(({ id, title, body }) => [id, { title, body }]));
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
