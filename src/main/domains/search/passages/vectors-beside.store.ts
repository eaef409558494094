import type { Reader, Writer } from '#main/db/store.ts';
import type { PassageKind } from '#shared/contracts/passages.ts';
import { passageWhere, type PassageFilter } from './passage-reads.store.ts';
import { toVector } from './passage-vectors.store.ts';

export type RowToIndex = {
  readonly id: number;
  readonly kind: PassageKind;
  readonly clientId: string | null;
  readonly projectId: string | null;
  readonly vector: Float32Array;
};
export type GoneRow = { readonly seq: number; readonly rowId: number };

/** Names what the index beside the store was made of; a store that begins its rows anew gets another. */
const GENERATION = 'search.passages.generation';

async function countVectors(reader: Reader, modelId: number, atMost: number): Promise<number> {
  const [row] = await reader.rows(
    'SELECT count(*) FROM (SELECT 1 FROM passage_vectors WHERE model = ? LIMIT ?)',
    [modelId, atMost],
  );
  return Number(row?.[0] ?? 0);
}

/** Passages within a scope, up to a number. */
async function countScope(reader: Reader, filter: PassageFilter, atMost: number): Promise<number> {
  const { where, params } = passageWhere(filter);
  const [row] = await reader.rows(`SELECT count(*) FROM (SELECT 1 FROM passages p WHERE ${where} LIMIT ?)`, [
    ...params,
    atMost,
  ]);
  return Number(row?.[0] ?? 0);
}

async function listRows(
  reader: Reader,
  modelId: number,
  afterId: number,
  limit: number,
): Promise<readonly RowToIndex[]> {
  const rows = await reader.rows(
    `SELECT v.row_id, p.kind, p.client_id, p.project_id, v.vector
      FROM passage_vectors v JOIN passages p ON p.row_id = v.row_id
      WHERE v.model = ? AND v.row_id > ? ORDER BY v.row_id LIMIT ?`,
    [modelId, afterId, limit],
  );
  return rows.map(([id, kind, clientId, projectId, bytes]) => ({
    id: Number(id),
    kind: kind as PassageKind, // written from the closed list
    clientId: typeof clientId === 'string' ? clientId : null,
    projectId: typeof projectId === 'string' ? projectId : null,
    vector: toVector(bytes),
  }));
}

async function listGone(reader: Reader, afterSeq: number, limit: number): Promise<readonly GoneRow[]> {
  const rows = await reader.rows('SELECT seq, row_id FROM passages_gone WHERE seq > ? ORDER BY seq LIMIT ?', [
    afterSeq,
    limit,
  ]);
  return rows.map(([seq, rowId]) => ({ seq: Number(seq), rowId: Number(rowId) }));
}

/** Rows up to the mark; null where something went meanwhile that the index was not told of yet. */
async function countExpected(reader: Reader, modelId: number, throughId: number): Promise<number | null> {
  const [row] = await reader.rows(
    `SELECT (SELECT count(*) FROM passage_vectors WHERE model = ? AND row_id <= ?),
      (SELECT count(*) FROM passages_gone)`,
    [modelId, throughId],
  );
  return Number(row?.[1]) > 0 ? null : Number(row?.[0] ?? 0);
}

/** New and gone rows after a mark, each counted up to a number. */
async function countChanges(
  reader: Reader,
  wanted: {
    readonly modelId: number;
    readonly throughId: number;
    readonly goneSeq: number;
    readonly atMost: number;
  },
): Promise<number> {
  const { modelId, throughId, goneSeq, atMost } = wanted;
  const [row] = await reader.rows(
    `SELECT (SELECT count(*) FROM (SELECT 1 FROM passage_vectors WHERE model = ? AND row_id > ? LIMIT ?))
      + (SELECT count(*) FROM (SELECT 1 FROM passages_gone WHERE seq > ? LIMIT ?))`,
    [modelId, throughId, atMost, goneSeq, atMost],
  );
  return Number(row?.[0] ?? 0);
}

function forgetGone(tx: Writer, throughSeq: number): void {
  tx.run({ sql: 'DELETE FROM passages_gone WHERE seq <= ?', params: [throughSeq] });
}

async function findGeneration(reader: Reader): Promise<string | null> {
  const [row] = await reader.rows('SELECT value FROM store_meta WHERE key = ?', [GENERATION]);
  return typeof row?.[0] === 'string' ? row[0] : null;
}

function putGeneration(tx: Writer, next: string): void {
  tx.run({ sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)', params: [GENERATION, next] });
}

/** All of it as one port, as the service takes it. */
export const besideStore = {
  countVectors,
  countScope,
  listRows,
  listGone,
  countExpected,
  countChanges,
  forgetGone,
  findGeneration,
  putGeneration,
} as const;
export type BesideStore = typeof besideStore;
