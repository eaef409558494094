import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { DatasetLineage, DatasetVersion } from '#shared/contracts/datasets.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasetVersions } from '#main/db/tables/datasets.ts';

type VersionRow = typeof datasetVersions.$inferSelect;

/** One side of a comparison: a frozen version, or the dataset as it is now. */
export type Side = { readonly datasetId: string; readonly versionId: string | null };
export type SideRow = { readonly number: number; readonly hash: string };
/** The record on either side: its number there, or null where there is none. */
export type Difference = { readonly before: number | null; readonly after: number | null };

/** What a version, an export and a comparison hold of the records as they are now. */
const KEPT = `state = 'made' AND review <> 'rejected'`;

export async function listVersions(
  reader: Reader,
  datasetId: string,
  isDeleted: boolean,
): Promise<readonly DatasetVersion[]> {
  const rows = await reader
    .select()
    .from(datasetVersions)
    .where(
      and(
        eq(datasetVersions.datasetId, datasetId),
        isDeleted ? isNotNull(datasetVersions.deletedAt) : isNull(datasetVersions.deletedAt),
      ),
    )
    .orderBy(desc(datasetVersions.version));
  return rows.map(toVersion);
}

export async function findVersion(
  reader: Reader,
  datasetId: string,
  version: number,
): Promise<DatasetVersion | undefined> {
  const [row] = await reader
    .select()
    .from(datasetVersions)
    .where(
      and(
        eq(datasetVersions.datasetId, datasetId),
        eq(datasetVersions.version, version),
        isNull(datasetVersions.deletedAt),
      ),
    )
    .limit(1);
  return row && toVersion(row);
}

/** The newest that was not thrown away, and the highest number that was ever given. */
export async function lastVersion(
  reader: Reader,
  datasetId: string,
): Promise<{ readonly last: DatasetVersion | null; readonly highest: number }> {
  const rows = await reader
    .select()
    .from(datasetVersions)
    .where(eq(datasetVersions.datasetId, datasetId))
    .orderBy(desc(datasetVersions.version));
  const last = rows.find(({ deletedAt }) => deletedAt === null);
  return { last: last ? toVersion(last) : null, highest: rows[0]?.version ?? 0 };
}

export function insertVersion(tx: Writer, version: DatasetVersion): void {
  const { id, datasetId, note, records, contentHash, spec, lineage, createdAt } = version;
  tx.run({
    sql: `INSERT INTO dataset_versions
        (id, dataset_id, version, note, records, content_hash, spec, lineage, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      id,
      datasetId,
      version.version,
      note,
      records,
      contentHash,
      JSON.stringify(spec),
      JSON.stringify(lineage),
      createdAt,
    ],
  });
  keepValues(tx, datasetId, { from: 0, to: Number.MAX_SAFE_INTEGER });
  tx.run({
    sql: `INSERT INTO dataset_version_records (version_id, number, hash)
      SELECT ?, number, hash FROM dataset_records WHERE dataset_id = ? AND ${KEPT} ORDER BY number`,
    params: [id, datasetId],
  });
}

/** What the records say that will be frozen, of some numbers. Each content stands once, whoever put it there. */
export function keepValues(
  tx: Writer,
  datasetId: string,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  tx.run({
    sql: `INSERT INTO dataset_values (dataset_id, hash, value)
      SELECT dataset_id, hash, value FROM dataset_records
        WHERE dataset_id = ? AND number >= ? AND number < ? AND ${KEPT} ORDER BY hash
      ON CONFLICT (dataset_id, hash) DO NOTHING`,
    params: [datasetId, from, to],
  });
}

export async function setVersionDeleted(
  tx: Writer,
  { datasetId, version }: { readonly datasetId: string; readonly version: number },
  deletedAt: number | null,
): Promise<boolean> {
  const found = await tx.$count(
    datasetVersions,
    and(
      eq(datasetVersions.datasetId, datasetId),
      eq(datasetVersions.version, version),
      deletedAt === null ? isNotNull(datasetVersions.deletedAt) : isNull(datasetVersions.deletedAt),
    ),
  );
  if (found === 0) return false;
  tx.run({
    sql: 'UPDATE dataset_versions SET deleted_at = ? WHERE dataset_id = ? AND version = ?',
    params: [deletedAt, datasetId, version],
  });
  return true;
}

/** Records of one side after a number, with what they say, as JSON text. */
export async function pageOfSide(
  reader: Reader,
  side: Side,
  after: number,
  limit: number,
): Promise<readonly { readonly number: number; readonly text: string }[]> {
  const rows = await reader.rows(
    side.versionId === null
      ? `SELECT number, value FROM dataset_records
          WHERE dataset_id = ? AND number > ? AND ${KEPT} ORDER BY number LIMIT ?`
      : `SELECT r.number, v.value FROM dataset_version_records r
          JOIN dataset_values v ON v.dataset_id = ? AND v.hash = r.hash
          WHERE r.number > ? AND r.version_id = ? ORDER BY r.number LIMIT ?`,
    side.versionId === null ? [side.datasetId, after, limit] : [side.datasetId, after, side.versionId, limit],
  );
  return rows.map(([number, text]) => ({ number: Number(number), text: String(text) }));
}

/** Numbers and hashes of one side, in order, some at a time. */
export async function hashesOfSide(
  reader: Reader,
  side: Side,
  after: number,
  limit: number,
): Promise<readonly SideRow[]> {
  const [sqlText, id] = sideQuery(side);
  const rows = await reader.rows(`${sqlText} AND number > ? ORDER BY number LIMIT ?`, [id, after, limit]);
  return rows.map(([number, hash]) => ({ number: Number(number), hash: String(hash) }));
}

export async function countSide(reader: Reader, side: Side): Promise<number> {
  const [sqlText, id] = sideQuery(side);
  const [row] = await reader.rows(`SELECT count(*) FROM (${sqlText})`, [id]);
  return Number(row?.[0] ?? 0);
}

/** What differs by number, in order: one look-up by index for each record of either side. */
export async function differencesByNumber(
  reader: Reader,
  from: Side,
  to: Side,
): Promise<readonly Difference[]> {
  const [before, beforeId] = sideQuery(from);
  const [after, afterId] = sideQuery(to);
  const sql = `SELECT iif(hash IS NULL, NULL, number), iif(later IS NULL, NULL, number), number FROM (
      SELECT a.number, a.hash, (SELECT b.hash FROM (${after}) b WHERE b.number = a.number) AS later
        FROM (${before}) a WHERE later IS NOT a.hash
      UNION ALL
      SELECT b.number, NULL, b.hash FROM (${after}) b
        WHERE NOT EXISTS (SELECT 1 FROM (${before}) a WHERE a.number = b.number))`;
  return readDifferences(reader, sql, [afterId, beforeId, afterId, beforeId]);
}

/** What differs where two records are the same one by what a column says. */
export async function differencesByKey(
  reader: Reader,
  from: Side,
  to: Side,
  key: string,
): Promise<readonly Difference[]> {
  const [before, beforeParams] = keyedQuery(from, key);
  const [after, afterParams] = keyedQuery(to, key);
  const sql = `WITH a AS MATERIALIZED (${before}), b AS MATERIALIZED (${after})
    SELECT a.number, b.number, coalesce(b.number, a.number) FROM a LEFT JOIN b ON b.key = a.key
      WHERE b.hash IS NOT a.hash
    UNION ALL
    SELECT NULL, b.number, b.number FROM b LEFT JOIN a ON a.key = b.key WHERE a.number IS NULL`;
  return readDifferences(reader, sql, [...beforeParams, ...afterParams]);
}

/** The first record by which a column does not tell the records apart; `other` has the same, null: it has none. */
export async function findUnkeyed(
  reader: Reader,
  side: Side,
  key: string,
): Promise<{ readonly number: number; readonly other: number | null } | undefined> {
  const [sql, params] = keyedQuery(side, key);
  const [row] = await reader.rows(
    `SELECT number, iif(key IS NULL, NULL, first) FROM
        (SELECT number, key, min(number) OVER (PARTITION BY key) AS first FROM (${sql}))
      WHERE key IS NULL OR first < number ORDER BY number LIMIT 1`,
    params,
  );
  if (row === undefined) return undefined;
  return { number: Number(row[0]), other: row[1] === null ? null : Number(row[1]) };
}

/** Pairs that come over as one text: taken apart this many at a time, between which others get their turn. */
const PAIRS_A_TURN = 5_000;
type Pair = readonly [before: number | null, after: number | null];

/** `sql` answers the number before, the one after and the place among all. */
async function readDifferences(
  reader: Reader,
  sql: string,
  params: readonly string[],
): Promise<readonly Difference[]> {
  const rows = await reader.rows(
    `WITH found(earlier, later, place) AS (${sql}),
        placed AS (SELECT earlier, later, row_number() OVER (ORDER BY place) - 1 AS at FROM found)
      SELECT json_group_array(json_array(earlier, later) ORDER BY at) FROM placed
        GROUP BY at / ${PAIRS_A_TURN} ORDER BY min(at)`,
    params,
  );
  const found: Difference[] = [];
  for (const [text] of rows) {
    const pairs = JSON.parse(String(text)) as readonly Pair[]; // made above
    for (const [before, after] of pairs) found.push({ before, after });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

/** Number, hash and the key as JSON text, null where a record has none. */
function keyedQuery(
  { datasetId, versionId }: Side,
  key: string,
): readonly [sql: string, params: readonly string[]] {
  const path = `$.${JSON.stringify(key)}`;
  return versionId === null
    ? [
        `SELECT number, hash, value -> ? AS key FROM dataset_records WHERE dataset_id = ? AND ${KEPT}`,
        [path, datasetId],
      ]
    : [
        `SELECT r.number, r.hash, v.value -> ? AS key FROM dataset_version_records r
          JOIN dataset_values v ON v.dataset_id = ? AND v.hash = r.hash WHERE r.version_id = ?`,
        [path, datasetId, versionId],
      ];
}

/** What these records say, as JSON text by their number. */
export async function textsOf(
  reader: Reader,
  side: Side,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const list = JSON.stringify(numbers);
  const rows = await reader.rows(
    side.versionId === null
      ? `SELECT number, value FROM dataset_records
          WHERE dataset_id = ? AND number IN (SELECT value FROM json_each(?))`
      : `SELECT r.number, v.value FROM dataset_version_records r
          JOIN dataset_values v ON v.dataset_id = ? AND v.hash = r.hash
          WHERE r.number IN (SELECT value FROM json_each(?)) AND r.version_id = ?`,
    side.versionId === null ? [side.datasetId, list] : [side.datasetId, list, side.versionId],
  );
  return new Map(rows.map(([number, text]) => [Number(number), String(text)]));
}

/** What made the records that are to be frozen. */
export async function readLineage(
  reader: Reader,
  datasetId: string,
): Promise<Pick<DatasetLineage, 'runs' | 'edited'>> {
  const rows = await reader.rows(
    `SELECT r.id, r.generator, r.seed, r.prompt_hash, r.finished_at,
        (SELECT json_group_array(DISTINCT x.model_id) FROM dataset_records x
          WHERE x.run_id = r.id AND x.model_id IS NOT NULL)
      FROM dataset_runs r WHERE r.dataset_id = ? AND EXISTS
        (SELECT 1 FROM dataset_records x WHERE x.run_id = r.id AND x.${KEPT})
      ORDER BY r.created_at, r.id`,
    [datasetId],
  );
  const [edited] = await reader.rows(
    `SELECT count(*) FROM dataset_records WHERE dataset_id = ? AND is_edited = 1 AND ${KEPT}`,
    [datasetId],
  );
  return {
    edited: Number(edited?.[0] ?? 0),
    runs: rows.map(([runId, generator, seed, promptHash, finishedAt, models]) => ({
      runId: String(runId),
      generator: String(generator),
      modelIds: JSON.parse(String(models)) as string[], // grouped above
      seed: Number(seed),
      promptHash: promptHash === null ? null : String(promptHash),
      finishedAt: finishedAt === null ? null : Number(finishedAt),
    })),
  };
}

function sideQuery({ datasetId, versionId }: Side): readonly [sql: string, id: string] {
  return versionId === null
    ? [`SELECT number, hash FROM dataset_records WHERE dataset_id = ? AND ${KEPT}`, datasetId]
    : ['SELECT number, hash FROM dataset_version_records WHERE version_id = ?', versionId];
}

function toVersion(row: VersionRow): DatasetVersion {
  const { id, datasetId, version, note, records, contentHash, spec, lineage, createdAt } = row;
  return { id, datasetId, version, note, records, contentHash, spec, lineage, createdAt };
}
