import { isNull } from 'drizzle-orm';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';
import type { KnownNames, SearchFilter } from './search-filter.ts';
import { ROW_RANGES, type RowRange } from './search-index.store.ts';
import {
  isDated,
  listWhere,
  matchWhere,
  narrowProbes,
  orderBy,
  withTags,
  type ListPlan,
} from './search-where.store.ts';
import { readHits, readTexts, type HitRow, type HitText } from './search-hits.store.ts';

export type Candidate = {
  readonly id: number;
  readonly kind: ItemKind;
  readonly entityId: string;
  readonly updatedAt: number;
  readonly isDone: boolean;
  readonly isArchived: boolean;
};

export type MatchRequest = {
  readonly match: string;
  readonly filter: SearchFilter;
  readonly limit: number;
};

export type SearchReads = {
  /** Up to `limit` of each group of kinds, the latest first. */
  match(request: MatchRequest): Promise<readonly (readonly Candidate[])[]>;
  /** Of the documents found before, those that match, with the weight of their words (bm25, the lower the better). */
  weigh(match: string, ids: readonly number[]): Promise<ReadonlyMap<number, number>>;
  list(
    filter: SearchFilter,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly Candidate[]>;
  count(filter: SearchFilter, atMost: number): Promise<number>;
  readNames(): Promise<KnownNames>;
  /** Those of the ids that the filter lets through. */
  among(entityIds: readonly string[], filter: SearchFilter): Promise<ReadonlySet<string>>;
  readHits(entityIds: readonly string[]): Promise<ReadonlyMap<string, HitRow>>;
  readTexts(kind: ItemKind, entityIds: readonly string[]): Promise<ReadonlyMap<string, HitText>>;
  findTitle(kind: ItemKind, id: string): Promise<string | undefined>;
};

/** So many rows are collected and sorted faster than the latest are walked until they are found. */
const FEW = 2_000;
const COLUMNS = 'd.id, d.kind, d.entity_id, d.updated_at, d.is_done, d.is_archived';
/** Title far before tags far before text. */
const BM25 = 'bm25(search_fts, 12.0, 1.0, 5.0)';

export function createSearchReads(reader: Reader): SearchReads {
  return {
    match: (request) =>
      Promise.all(rangesOf(request.filter.kinds).map((range) => matchIn(reader, request, range))),
    async weigh(match, ids) {
      // The plus keeps FTS5 from running the whole expression again for each id.
      const rows = await reader.rows(
        `SELECT rowid, ${BM25} FROM search_fts WHERE search_fts MATCH ? AND rowid BETWEEN ? AND ?
          AND +rowid IN (SELECT value FROM json_each(?))`,
        [match, Math.min(...ids), Math.max(...ids), JSON.stringify(ids)],
      );
      return new Map(rows.map(([id, weight]) => [Number(id), Number(weight)]));
    },
    async list(filter, { limit, offset }) {
      const plan = await planOf(reader, filter);
      const { where, params } = listWhere(filter, plan);
      const rows = await reader.rows(
        `SELECT ${COLUMNS} FROM search_docs d WHERE ${where} ORDER BY ${orderBy(plan)} LIMIT ? OFFSET ?`,
        [...params, limit, offset],
      );
      return rows.map(toCandidate);
    },
    async count(filter, atMost) {
      const { where, params } = listWhere(filter, await planOf(reader, filter));
      const [row] = await reader.rows(
        `SELECT count(*) FROM (SELECT 1 FROM search_docs d WHERE ${where} LIMIT ?)`,
        [...params, atMost],
      );
      return Number(row?.[0] ?? 0);
    },
    readNames: () => readNames(reader),
    async among(entityIds, filter) {
      const { where, params } = listWhere(filter, 'narrow');
      const rows = await reader.rows(
        `SELECT d.entity_id FROM search_docs d
          WHERE d.entity_id IN (SELECT value FROM json_each(?)) AND ${where}`,
        [JSON.stringify(entityIds), ...params],
      );
      return new Set(rows.map(([id]) => String(id)));
    },
    readHits: (entityIds) => readHits(reader, entityIds),
    readTexts: (kind, entityIds) => readTexts(reader, kind, entityIds),
    async findTitle(kind, id) {
      const text = await readTexts(reader, kind, [id]);
      return text.get(id)?.title;
    },
  };
}

async function planOf(reader: Reader, filter: SearchFilter): Promise<ListPlan> {
  const counts = await Promise.all(
    narrowProbes(filter).map(({ where, params }) =>
      reader.rows(`SELECT count(*) FROM (${where} LIMIT ?)`, [...params, FEW + 1]),
    ),
  );
  if (counts.some(([row]) => Number(row?.[0]) <= FEW)) return 'narrow';
  return isDated(filter) ? 'day' : 'latest';
}

async function matchIn(
  reader: Reader,
  request: MatchRequest,
  range: RowRange,
): Promise<readonly Candidate[]> {
  const { where, params } = matchWhere(request.filter);
  const rows = await reader.rows(
    `SELECT ${COLUMNS} FROM search_fts CROSS JOIN search_docs d ON d.id = search_fts.rowid
      WHERE search_fts MATCH ? AND search_fts.rowid BETWEEN ? AND ? AND ${where}
      ORDER BY search_fts.rowid DESC LIMIT ?`,
    [withTags(request.match, request.filter), range.from, range.to, ...params, request.limit],
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

function toCandidate(row: readonly SqlValue[]): Candidate {
  const [id, kind, entityId, updatedAt, isDone, isArchived] = row;
  return {
    id: Number(id),
    kind: kind as ItemKind, // written from the closed list
    entityId: String(entityId),
    updatedAt: Number(updatedAt),
    isDone: isDone === 1,
    isArchived: isArchived === 1,
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
