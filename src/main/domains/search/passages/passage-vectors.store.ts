import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { passageWhere, type PassageFilter } from './passage-reads.store.ts';
import { textToEmbed } from './passage-rows.ts';

export type PassageModel = {
  readonly id: number;
  readonly embedder: string;
  readonly dimension: number;
  readonly throughRow: number;
  readonly isServing: boolean;
};
export type TextToEmbed = { readonly rowId: number; readonly text: string };
/** Without a filter all of them, also of what is hidden now. */
export type VectorPage = {
  readonly modelId: number;
  readonly afterRow: number;
  readonly limit: number;
  readonly filter?: PassageFilter;
};
export type RowVector = { readonly rowId: number; readonly vector: Float32Array };

async function listModels(reader: Reader): Promise<readonly PassageModel[]> {
  const rows = await reader.rows(
    'SELECT id, embedder, dimension, through_row, is_serving FROM passage_models ORDER BY id',
  );
  return rows.map(([id, embedder, dimension, throughRow, isServing]) => ({
    id: Number(id),
    embedder: String(embedder),
    dimension: Number(dimension),
    throughRow: Number(throughRow),
    isServing: isServing === 1,
  }));
}

/** The first one serves from its beginning: there is no former one that could. */
function addModel(tx: Writer, embedder: string, dimension: number): void {
  tx.run({
    sql: `INSERT INTO passage_models (embedder, dimension, through_row, is_serving)
      VALUES (?, ?, 0, (SELECT count(*) = 0 FROM passage_models)) ON CONFLICT (embedder) DO NOTHING`,
    params: [embedder, dimension],
  });
}

function serve(tx: Writer, modelId: number): void {
  tx.run({ sql: 'UPDATE passage_models SET is_serving = (id = ?)', params: [modelId] });
}

/** Some at a time; true when nothing of the model is left. */
async function dropModel(tx: Writer, modelId: number, limit: number): Promise<boolean> {
  const rows = await tx.rows('SELECT row_id FROM passage_vectors WHERE model = ? LIMIT ?', [modelId, limit]);
  const ids = JSON.stringify(rows.map(([id]) => Number(id)));
  tx.run({
    sql: 'DELETE FROM passage_vectors WHERE model = ? AND row_id IN (SELECT value FROM json_each(?))',
    params: [modelId, ids],
  });
  if (rows.length < limit) tx.run({ sql: 'DELETE FROM passage_models WHERE id = ?', params: [modelId] });
  return rows.length < limit;
}

async function listToEmbed(reader: Reader, afterRow: number, limit: number): Promise<readonly TextToEmbed[]> {
  const rows = await reader.rows(
    'SELECT row_id, title, context, headings, text FROM passages WHERE row_id > ? ORDER BY row_id LIMIT ?',
    [afterRow, limit],
  );
  return rows.map(toTextToEmbed);
}

/** Rows that the model has gone by without giving them a vector. */
async function listPassedOver(
  reader: Reader,
  { id, throughRow }: Pick<PassageModel, 'id' | 'throughRow'>,
  limit: number,
): Promise<readonly TextToEmbed[]> {
  const rows = await reader.rows(
    `SELECT row_id, title, context, headings, text FROM passages p WHERE row_id <= ? AND NOT EXISTS
      (SELECT 1 FROM passage_vectors v WHERE v.model = ? AND v.row_id = p.row_id) ORDER BY row_id LIMIT ?`,
    [throughRow, id, limit],
  );
  return rows.map(toTextToEmbed);
}

function toTextToEmbed([rowId, title, context, headings, text]: readonly SqlValue[]): TextToEmbed {
  return {
    rowId: Number(rowId),
    text: textToEmbed({
      title: String(title),
      context: String(context),
      headings: JSON.parse(String(headings)) as readonly string[], // written by the index
      text: String(text),
    }),
  };
}

/** Whether one of these clients or projects is private, or a project's client is. */
async function isPrivate(reader: Reader, ids: readonly (string | null)[]): Promise<boolean> {
  const list = JSON.stringify(ids.filter((id) => id !== null));
  const [found] = await reader.rows(
    `SELECT EXISTS (SELECT 1 FROM clients WHERE is_private = 1 AND (id IN (SELECT value FROM json_each(?))
        OR id IN (SELECT client_id FROM projects WHERE id IN (SELECT value FROM json_each(?)))))
      OR EXISTS (SELECT 1 FROM projects WHERE is_private = 1 AND id IN (SELECT value FROM json_each(?)))`,
    [list, list, list],
  );
  return found?.[0] === 1;
}

/** A passage that was removed meanwhile gets none. */
function putVectors(
  tx: Writer,
  modelId: number,
  vectors: readonly RowVector[],
  expectedThrough: number,
): void {
  tx.run({
    sql: `INSERT OR REPLACE INTO passage_vectors (model, row_id, vector)
      SELECT ?, row_id, ? FROM passages WHERE row_id = ?`,
    paramsList: vectors.map(({ rowId, vector }): SqlValue[] => [modelId, toBytes(vector), rowId]),
  });
  const last = vectors.at(-1)?.rowId ?? expectedThrough;
  tx.run({
    sql: 'UPDATE passage_models SET through_row = ? WHERE id = ? AND through_row = ?',
    params: [last, modelId, expectedThrough],
  });
}

/** Everything is embedded again from the first row on. */
function restartModels(tx: Writer): void {
  tx.run({ sql: 'UPDATE passage_models SET through_row = 0' });
}

async function countAfter(reader: Reader, row: number): Promise<number> {
  const [found] = await reader.rows('SELECT count(*) FROM passages WHERE row_id > ?', [row]);
  return Number(found?.[0] ?? 0);
}

/** In the order of the rows, after the given one. */
async function pageVectors(reader: Reader, page: VectorPage): Promise<readonly RowVector[]> {
  const filter = page.filter ?? null;
  const { where, params } = passageWhere(filter);
  // Of one client or project the passages are few: they lead to their vectors, not the other way round.
  const isNarrow = filter !== null && (filter.clientId !== null || filter.projectId !== null);
  const tables = isNarrow
    ? 'passages p CROSS JOIN passage_vectors v ON v.row_id = p.row_id'
    : `passage_vectors v${filter ? ' JOIN passages p ON p.row_id = v.row_id' : ''}`;
  const rows = await reader.rows(
    `SELECT v.row_id, v.vector FROM ${tables}
      WHERE v.model = ? AND v.row_id > ? AND ${where} ORDER BY v.row_id LIMIT ?`,
    [page.modelId, page.afterRow, ...params, page.limit],
  );
  return rows.map(toRowVector);
}

async function vectorsOf(
  reader: Reader,
  modelId: number,
  rowIds: readonly number[],
): Promise<readonly RowVector[]> {
  const rows = await reader.rows(
    'SELECT row_id, vector FROM passage_vectors WHERE model = ? AND row_id IN (SELECT value FROM json_each(?))',
    [modelId, JSON.stringify(rowIds)],
  );
  return rows.map(toRowVector);
}

function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(new Float16Array(vector).buffer);
}

function toRowVector([rowId, bytes]: readonly SqlValue[]): RowVector {
  return { rowId: Number(rowId), vector: toVector(bytes) };
}

export function toVector(bytes: SqlValue | undefined): Float32Array {
  // A copy begins at an even address; a view into the driver's buffer need not.
  const content = new Uint8Array(bytes instanceof Uint8Array ? bytes : []);
  return new Float32Array(new Float16Array(content.buffer));
}

/** All of it as one port, as the services take it. */
export const passageVectorStore = {
  listModels,
  addModel,
  serve,
  dropModel,
  listToEmbed,
  listPassedOver,
  isPrivate,
  putVectors,
  restartModels,
  countAfter,
  pageVectors,
  vectorsOf,
} as const;
export type PassageVectorStore = typeof passageVectorStore;
