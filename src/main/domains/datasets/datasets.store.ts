import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type {
  Dataset,
  DatasetMetrics,
  DatasetRun,
  datasetListInputSchema,
} from '#shared/contracts/datasets.ts';
import type { z } from 'zod';
import { afterCursor, contains, orderOf, pageOf, sortValues, totalOf } from '#main/db/keyset.ts';
import type { SqlRow } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasets, datasetVersions } from '#main/db/tables/datasets.ts';

export type DatasetRow = typeof datasets.$inferSelect;
type Counts = Pick<Dataset, 'made' | 'failed' | 'accepted' | 'rejected' | 'withIssues' | 'costMicros'>;

export type DatasetsStore = {
  list(input: z.infer<typeof datasetListInputSchema>): Promise<Page<Dataset>>;
  find(id: string): Promise<Dataset | undefined>;
  findRow(id: string): Promise<DatasetRow | undefined>;
  /** Not among those that were thrown away. */
  findByName(name: string): Promise<DatasetRow | undefined>;
  takenNames(beginning: string): Promise<ReadonlySet<string>>;
  metrics(): Promise<DatasetMetrics>;
  /** Thrown away before that instant, and how many there are in all. */
  expired(beforeMs: number): Promise<{ readonly ids: readonly string[]; readonly total: number }>;
};

export function createDatasetsStore(reader: Reader): DatasetsStore {
  const whole = (rows: readonly DatasetRow[]) => withFigures(reader, rows);
  const findRow = async (id: string) =>
    (await reader.select().from(datasets).where(eq(datasets.id, id)).limit(1))[0];
  return {
    findRow,
    list: (input) => listDatasets(reader, input),
    async find(id) {
      const row = await findRow(id);
      return row === undefined ? undefined : (await whole([row]))[0];
    },
    async findByName(name) {
      const [row] = await reader
        .select()
        .from(datasets)
        .where(and(eq(datasets.name, name), isNull(datasets.deletedAt)))
        .limit(1);
      return row;
    },
    async takenNames(beginning) {
      const rows = await reader.rows('SELECT name FROM datasets WHERE name >= ? AND name < ?', [
        beginning,
        `${beginning}\u{10FFFF}`,
      ]);
      return new Set(rows.map(([name]) => String(name)));
    },
    metrics: () => readMetrics(reader),
    async expired(beforeMs) {
      const rows = await reader
        .select({ id: datasets.id })
        .from(datasets)
        .where(lt(datasets.deletedAt, beforeMs));
      return { ids: rows.map(({ id }) => id), total: await reader.$count(datasets) };
    },
  };
}

const SORTS = {
  updated: [
    { by: datasets.updatedAt, direction: 'desc' },
    { by: datasets.id, direction: 'desc' },
  ],
  name: [{ by: datasets.name, direction: 'asc' }],
  records: [
    { by: datasets.nextNumber, direction: 'desc' },
    { by: datasets.id, direction: 'desc' },
  ],
} as const;

async function listDatasets(
  reader: Reader,
  { query = '', sort, isDeleted, cursor, limit }: z.infer<typeof datasetListInputSchema>,
): Promise<Page<Dataset>> {
  const columns = SORTS[sort];
  const matching = and(
    isDeleted ? isNotNull(datasets.deletedAt) : isNull(datasets.deletedAt),
    query === ''
      ? undefined
      : or(
          contains(datasets.name, query),
          contains(datasets.title, query),
          contains(sql`json_extract(${datasets.spec}, '$.description')`, query),
        ),
  );
  const rows = await reader
    .select({ row: datasets, sortValues: sortValues(columns) })
    .from(datasets)
    .where(and(matching, afterCursor(columns, cursor)))
    .orderBy(...orderOf(columns))
    .limit(limit + 1);
  const total = totalOf(rows, { cursor, limit }) ?? (await reader.$count(datasets, matching));
  const page = pageOf(rows, limit, total, ({ row }) => row);
  return { ...page, items: await withFigures(reader, page.items) };
}

async function withFigures(reader: Reader, rows: readonly DatasetRow[]): Promise<readonly Dataset[]> {
  const ids = rows.map(({ id }) => id);
  const [counts, runs, versions] = await Promise.all([
    countsOf(reader, ids),
    lastRunsOf(reader, ids),
    lastVersionsOf(reader, ids),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.deletedAt === null ? row.name : row.spec.name,
    title: row.title,
    description: row.spec.description,
    spec: row.spec,
    isPrivate: row.isPrivate,
    ...(counts.get(row.id) ?? NOTHING_YET),
    lastRun: runs.get(row.id) ?? null,
    lastVersion: versions.get(row.id) ?? null,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    deletedAt: row.deletedAt,
  }));
}

const NOTHING_YET: Counts = { made: 0, failed: 0, accepted: 0, rejected: 0, withIssues: 0, costMicros: 0 };

async function countsOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Counts>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows(
    `SELECT given.value, c.made, c.failed, c.accepted, c.rejected, c.with_issues,
        (SELECT coalesce(sum(cost_micros), 0) FROM dataset_runs WHERE dataset_id = given.value)
      FROM json_each(?) given LEFT JOIN dataset_counts c ON c.dataset_id = given.value`,
    [JSON.stringify(ids)],
  );
  const counted = rows.map(async ([id, ...figures]): Promise<readonly [string, Counts]> => {
    // A store that was put together again out of a damaged file has no counts.
    const recounted = figures[0] === null ? await recount(reader, String(id)) : {};
    const [made = 0, failed = 0, accepted = 0, rejected = 0, withIssues = 0, costMicros = 0] =
      figures.map(Number);
    return [String(id), { made, failed, accepted, rejected, withIssues, costMicros, ...recounted }];
  });
  return new Map(await Promise.all(counted));
}

/** Both read an index alone: nothing of what the records say. */
async function recount(reader: Reader, datasetId: string): Promise<Omit<Counts, 'costMicros'>> {
  const [row = []] = await reader.rows(
    `SELECT coalesce(sum(state = 'made'), 0), coalesce(sum(state = 'failed'), 0),
        coalesce(sum(review = 'accepted'), 0), coalesce(sum(review = 'rejected'), 0),
        (SELECT count(*) FROM dataset_records WHERE dataset_id = ? AND issues IS NOT NULL)
      FROM dataset_records WHERE dataset_id = ?`,
    [datasetId, datasetId],
  );
  const [made = 0, failed = 0, accepted = 0, rejected = 0, withIssues = 0] = row.map(Number);
  return { made, failed, accepted, rejected, withIssues };
}

const RUN_COLUMNS = `r.id, r.dataset_id, r.job_id, r.kind, coalesce(j.status, 'done'), r.asked, r.made, r.failed,
  r.duplicates, r.seed, r.generator, r.input_tokens, r.output_tokens, r.cost_micros, r.problem, r.created_at,
  r.started_at, r.finished_at`;

async function lastRunsOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, DatasetRun>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.rows(
    `SELECT ${RUN_COLUMNS} FROM json_each(?) given
      JOIN dataset_runs r ON r.id = (SELECT x.id FROM dataset_runs x WHERE x.dataset_id = given.value
        ORDER BY x.created_at DESC, x.id DESC LIMIT 1)
      LEFT JOIN jobs j ON j.id = r.job_id`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map((row) => [String(row[1]), toRun(row)]));
}

function toRun(row: SqlRow): DatasetRun {
  const number = (at: number): number => Number(row[at] ?? 0);
  const instant = (at: number): number | null => (row[at] === null ? null : Number(row[at]));
  return {
    id: String(row[0]),
    datasetId: String(row[1]),
    jobId: String(row[2]),
    kind: row[3] as DatasetRun['kind'], // as it was written
    status: row[4] as DatasetRun['status'], // as the jobs engine wrote it
    asked: number(5),
    made: number(6),
    failed: number(7),
    duplicates: number(8),
    seed: number(9),
    generator: String(row[10]),
    inputTokens: number(11),
    outputTokens: number(12),
    costMicros: number(13),
    problem: row[14] == null ? null : String(row[14]),
    createdAt: number(15),
    startedAt: instant(16),
    finishedAt: instant(17),
  };
}

async function lastVersionsOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await reader
    .select({ datasetId: datasetVersions.datasetId, version: sql<number>`max(${datasetVersions.version})` })
    .from(datasetVersions)
    .where(inArray(datasetVersions.datasetId, [...ids]))
    .groupBy(datasetVersions.datasetId);
  return new Map(rows.map(({ datasetId, version }) => [datasetId, version]));
}

async function readMetrics(reader: Reader): Promise<DatasetMetrics> {
  const [row = []] = await reader.rows(
    `SELECT (SELECT count(*) FROM datasets WHERE deleted_at IS NULL),
      (SELECT count(*) FROM dataset_runs),
      (SELECT count(*) FROM dataset_runs r JOIN jobs j ON j.id = r.job_id
        WHERE j.status NOT IN ('done', 'failed', 'cancelled', 'set_aside')),
      (SELECT coalesce(sum(asked), 0) FROM dataset_runs),
      (SELECT coalesce(sum(made), 0) FROM dataset_runs),
      (SELECT coalesce(sum(failed), 0) FROM dataset_runs),
      (SELECT coalesce(sum(cost_micros), 0) FROM dataset_runs),
      (SELECT max(created_at) FROM dataset_runs)`,
  );
  const [datasetCount = 0, runs = 0, activeRuns = 0, asked = 0, made = 0, failed = 0, costMicros = 0] = row
    .slice(0, 7)
    .map(Number);
  const lastRunAt = row[7] === null || row[7] === undefined ? null : Number(row[7]);
  return { datasets: datasetCount, runs, activeRuns, asked, made, failed, costMicros, lastRunAt };
}

export type NewDataset = {
  readonly id: string;
  readonly spec: DatasetSpec;
  readonly isPrivate: boolean;
};

export function insertDataset(tx: Writer, { id, spec, isPrivate }: NewDataset): void {
  tx.run({
    sql: `INSERT INTO datasets (id, name, title, spec, is_private, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`,
    params: [id, spec.name, spec.title, JSON.stringify(spec), isPrivate ? 1 : 0, tx.nowMs, tx.nowMs],
  });
  tx.touch('dataset', [id]);
}

export function putSpec(tx: Writer, id: string, spec: DatasetSpec): void {
  tx.run({
    sql: 'UPDATE datasets SET name = ?, title = ?, spec = ?, updated_at = ? WHERE id = ?',
    params: [spec.name, spec.title, JSON.stringify(spec), tx.nowMs, id],
  });
  tx.touch('dataset', [id]);
}

/** Its name stays in the definition; what the others are held against is one that nobody can type. */
export function throwAway(tx: Writer, id: string): void {
  tx.run({
    sql: 'UPDATE datasets SET deleted_at = ?, name = ? WHERE id = ?',
    params: [tx.nowMs, `~${id}`, id],
  });
  tx.touch('dataset', [id]);
}

export function bringBack(tx: Writer, id: string, spec: DatasetSpec): void {
  tx.run({ sql: 'UPDATE datasets SET deleted_at = NULL WHERE id = ?', params: [id] });
  putSpec(tx, id, spec);
}

/** What a dataset holds besides its own row, in tables that name it. */
const HELD = [
  'dataset_records',
  'dataset_vectors',
  'dataset_edits',
  'dataset_runs',
  'dataset_versions',
  'dataset_values',
] as const;

const OF_RUNS = ['dataset_slices', 'dataset_run_workers'] as const;

/** For good. */
export function eraseDataset(tx: Writer, id: string): void {
  tx.run({
    sql: 'DELETE FROM dataset_version_records WHERE version_id IN (SELECT id FROM dataset_versions WHERE dataset_id = ?)',
    params: [id],
  });
  for (const table of OF_RUNS) {
    const runs = 'SELECT id FROM dataset_runs WHERE dataset_id = ?';
    tx.run({ sql: `DELETE FROM ${table} WHERE run_id IN (${runs})`, params: [id] });
  }
  for (const table of HELD) tx.run({ sql: `DELETE FROM ${table} WHERE dataset_id = ?`, params: [id] });
  tx.run({ sql: 'DELETE FROM datasets WHERE id = ?', params: [id] });
  tx.touch('dataset', [id]);
}
