import { and, asc, eq, gte, inArray, isNotNull, lte, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { RecordCounts, RecordFilter } from '#shared/contracts/dataset-runs.ts';
import type { StatsRow } from '#shared/contracts/datasets-worker.ts';
import { RECORD_STATES, type DatasetRecord, type RecordListInput } from '#shared/contracts/datasets.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import {
  afterCursor,
  contains,
  orderOf,
  pageOf,
  sortValues,
  totalOf,
  type SortColumn,
} from '#main/db/keyset.ts';
import type { Reader } from '#main/db/store.ts';
import { datasetRecords, datasets } from '#main/db/tables/datasets.ts';

export type RecordRow = typeof datasetRecords.$inferSelect;
export type RecordBasis = {
  readonly id: string;
  readonly spec: DatasetSpec;
  readonly isPrivate: boolean;
};

export type RecordsStore = {
  list(input: RecordListInput): Promise<Page<DatasetRecord>>;
  find(datasetId: string, number: number): Promise<DatasetRecord | undefined>;
  /** Whole rows of those that are there, in order. */
  rows(datasetId: string, numbers: readonly number[]): Promise<readonly RecordRow[]>;
  counts(datasetId: string): Promise<RecordCounts>;
  /** Undefined where it is not there, or thrown away. */
  basis(datasetId: string): Promise<RecordBasis | undefined>;
  /** Numbers by their review, of all that match. */
  reviewsOf(
    filter: RecordFilter,
    numbers?: readonly number[],
  ): Promise<ReadonlyMap<string, readonly number[]>>;
  statsRows(datasetId: string, from: number, limit: number): Promise<readonly StatsRow[]>;
  /** Made records that this job has not checked yet. */
  unchecked(datasetId: string, jobId: string, from: number, limit: number): Promise<readonly RecordRow[]>;
  countUnchecked(datasetId: string, jobId: string): Promise<number>;
};

const IN_ORDER: readonly SortColumn[] = [{ by: datasetRecords.number, direction: 'asc' }];

export function createRecordsStore(reader: Reader): RecordsStore {
  return {
    list: (input) => listRecords(reader, input),
    async find(datasetId, number) {
      const [row] = await reader
        .select()
        .from(datasetRecords)
        .where(and(eq(datasetRecords.datasetId, datasetId), eq(datasetRecords.number, number)));
      return row && recordOf(row);
    },
    rows: (datasetId, numbers) =>
      reader
        .select()
        .from(datasetRecords)
        .where(and(eq(datasetRecords.datasetId, datasetId), among(numbers)))
        .orderBy(asc(datasetRecords.number)),
    counts: (datasetId) => countRecords(reader, datasetId),
    async basis(datasetId) {
      const [row] = await reader.select().from(datasets).where(eq(datasets.id, datasetId)).limit(1);
      return row === undefined || row.deletedAt !== null ? undefined : row;
    },
    async reviewsOf(filter, numbers) {
      // One row for each review: a hundred thousand rows would hold up everybody while they are unpacked.
      const rows = await reader
        .select({
          review: datasetRecords.review,
          numbers: sql<string>`json_group_array(${datasetRecords.number} order by ${datasetRecords.number})`,
        })
        .from(datasetRecords)
        .where(and(matching(filter), numbers && among(numbers)))
        .groupBy(datasetRecords.review);
      return new Map(rows.map((row) => [row.review, JSON.parse(row.numbers) as readonly number[]])); // as it was grouped
    },
    statsRows: (datasetId, from, limit) => readStatsRows(reader, datasetId, from, limit),
    unchecked: (datasetId, jobId, from, limit) =>
      reader
        .select()
        .from(datasetRecords)
        .where(and(notChecked(datasetId, jobId), gte(datasetRecords.number, from)))
        .orderBy(asc(datasetRecords.number))
        .limit(limit),
    countUnchecked: (datasetId, jobId) => reader.$count(datasetRecords, notChecked(datasetId, jobId)),
  };
}

function notChecked(datasetId: string, jobId: string): SQL | undefined {
  return and(
    eq(datasetRecords.datasetId, datasetId),
    eq(datasetRecords.state, 'made'),
    sql`${datasetRecords.checkedBy} is not ${jobId}`,
  );
}

function among(numbers: readonly number[]): SQL {
  return sql`${datasetRecords.number} in (select value from json_each(${JSON.stringify(numbers)}))`;
}

async function listRecords(reader: Reader, input: RecordListInput): Promise<Page<DatasetRecord>> {
  const { cursor, limit, offset = 0, ...filter } = input;
  const where = matching(filter);
  const found = sql`from dataset_records ${indexFor(filter, offset)} where ${where}`;
  const after = afterCursor(IN_ORDER, cursor);
  // Which rows first, by an index alone where there is one; only those of the page are read.
  const inPage = sql`select row_id ${found} ${after && sql`and ${after}`} order by number limit ${limit + 1} offset ${offset}`;
  const rows = await reader
    .select({ row: datasetRecords, sortValues: sortValues(IN_ORDER) })
    .from(datasetRecords)
    .where(sql`${datasetRecords.rowId} in (${inPage})`)
    .orderBy(...orderOf(IN_ORDER));
  const isWhole = offset === 0 ? totalOf(rows, { cursor, limit }) : undefined;
  return pageOf(rows, limit, isWhole ?? (await countMatching()), ({ row }) => recordOf(row));

  async function countMatching(): Promise<number> {
    const [all] = await reader
      .select({ count: sql<number>`counted` })
      .from(sql`(select count(*) as counted ${found})`);
    return all?.count ?? 0;
  }
}

/** From here on putting the numbers of an index in order takes less than reading all rows before. */
const FAR = 5_000;

/** For what few records are, or what stands in an index; all else is looked for in the order of the numbers. */
function indexFor({ runId, state, review, score }: RecordFilter, offset: number): SQL | undefined {
  if (runId !== undefined) return sql`indexed by dataset_records_by_run`;
  const isRare = state === 'failed' || (review !== undefined && review !== 'open');
  if (isRare || (offset > FAR && (state ?? review) !== undefined))
    return sql`indexed by dataset_records_by_state`;
  return score && sql`indexed by dataset_records_by_score`;
}

function matching(filter: RecordFilter): SQL | undefined {
  const { datasetId, runId, state, review, issue, query, score } = filter;
  const scoreOf = score && sql`json_extract(${datasetRecords.scores}, ${`$.${JSON.stringify(score.judge)}`})`;
  return and(
    runId === undefined ? eq(datasetRecords.datasetId, datasetId) : ofRun(datasetId, runId),
    // All states by name, so that the index by state and review finds a review.
    state ? eq(datasetRecords.state, state) : review && inArray(datasetRecords.state, [...RECORD_STATES]),
    review && eq(datasetRecords.review, review),
    issue === undefined ? undefined : withIssue(issue),
    query === undefined || query === '' ? undefined : contains(datasetRecords.value, query),
    scoreOf && score.min !== undefined ? gte(scoreOf, score.min) : undefined,
    scoreOf && score.max !== undefined ? lte(scoreOf, score.max) : undefined,
    scoreOf && isNotNull(datasetRecords.scores),
    scoreOf && sql`${scoreOf} is not null`,
  );
}

/** The dataset is asked of the run alone: each of its records would be read for it. */
function ofRun(datasetId: string, runId: string): SQL | undefined {
  return and(
    eq(datasetRecords.runId, runId),
    sql`exists (select 1 from dataset_runs run where run.id = ${runId} and run.dataset_id = ${datasetId})`,
  );
}

function withIssue(check: string): SQL | undefined {
  const any = isNotNull(datasetRecords.issues);
  if (check === '*') return any;
  return and(
    any,
    sql`exists (select 1 from json_each(${datasetRecords.issues}) one where one.value ->> 'check' = ${check})`,
  );
}

/** By one index each, however many records there are. */
async function countRecords(reader: Reader, datasetId: string): Promise<RecordCounts> {
  const rows = await reader.rows(
    `SELECT state, review, count(*) FROM dataset_records INDEXED BY dataset_records_by_state
      WHERE dataset_id = ? GROUP BY state, review`,
    [datasetId],
  );
  const sum = (matches: (state: unknown, review: unknown) => boolean) =>
    rows.reduce((total, [state, review, count]) => total + (matches(state, review) ? Number(count) : 0), 0);
  const [issues = []] = await reader.rows(
    `SELECT count(*) FROM dataset_records INDEXED BY dataset_records_with_issues
      WHERE dataset_id = ? AND issues IS NOT NULL`,
    [datasetId],
  );
  return {
    made: sum((state) => state === 'made'),
    failed: sum((state) => state === 'failed'),
    accepted: sum((_, review) => review === 'accepted'),
    rejected: sum((_, review) => review === 'rejected'),
    withIssues: Number(issues[0] ?? 0),
  };
}

async function readStatsRows(
  reader: Reader,
  datasetId: string,
  from: number,
  limit: number,
): Promise<readonly StatsRow[]> {
  const rows = await reader.rows(
    `SELECT number, value, review, facets, issues, scores FROM dataset_records INDEXED BY dataset_records_by_number
      WHERE dataset_id = ? AND number >= ? ORDER BY number LIMIT ?`,
    [datasetId, from, limit],
  );
  return rows.map(([number, text, review, facets, issues, scores]) => ({
    number: Number(number),
    text: text === null ? null : String(text),
    review: review as StatsRow['review'], // as it was written
    facets: facets === null ? {} : JSON.parse(String(facets)),
    issues: issues === null ? [] : JSON.parse(String(issues)),
    scores: scores === null ? {} : JSON.parse(String(scores)),
  }));
}

function recordOf(row: RecordRow): DatasetRecord {
  const { rowId: _, hash: __, checkedBy: ___, value, facets, issues, scores, ...rest } = row;
  return {
    ...rest,
    value: value === null ? null : JSON.parse(value),
    facets: facets ?? {},
    issues: issues ?? [],
    scores: scores ?? {},
  };
}
