import { and, desc, eq, sql } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { DatasetRunDetail, RunListInput } from '#shared/contracts/dataset-runs.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetRun, DatasetWorkerStats } from '#shared/contracts/datasets.ts';
import { afterCursor, orderOf, pageOf, sortValues, totalOf, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasetRuns, datasets } from '#main/db/tables/datasets.ts';
import { jobs } from '#main/db/tables/jobs.ts';
import { readWorkers } from './slices.store.ts';

export type RunRow = typeof datasetRuns.$inferSelect;

/** The dataset that a run is for, as it is when the run begins. */
export type RunBasis = {
  readonly id: string;
  readonly spec: DatasetSpec;
  readonly nextNumber: number;
  readonly isPrivate: boolean;
};

export type RunsStore = {
  find(runId: string): Promise<DatasetRunDetail | undefined>;
  row(runId: string): Promise<RunRow | undefined>;
  list(input: RunListInput): Promise<Page<DatasetRun>>;
  /** Undefined where it is not there, or thrown away. */
  basis(datasetId: string): Promise<RunBasis | undefined>;
  failedNumbers(datasetId: string): Promise<readonly number[]>;
  /** Numbers of the run that stand there already and are not asked for again. */
  doneNumbers(run: RunRow): Promise<ReadonlySet<number>>;
  workers(runId: string): Promise<readonly DatasetWorkerStats[]>;
};

const LATEST: readonly SortColumn[] = [
  { by: datasetRuns.createdAt, direction: 'desc' },
  { by: datasetRuns.id, direction: 'desc' },
];

export function createRunsStore(reader: Reader): RunsStore {
  return {
    async find(runId) {
      const [row] = await reader
        .select({ run: datasetRuns, status: jobs.status })
        .from(datasetRuns)
        .leftJoin(jobs, eq(jobs.id, datasetRuns.jobId))
        .where(eq(datasetRuns.id, runId))
        .limit(1);
      if (row === undefined) return undefined;
      const { generator } = row.run.spec;
      const budget = generator.kind === 'model' ? generator.budget : null;
      return { ...runOf(row), budget };
    },
    row: async (runId) => (await reader.select().from(datasetRuns).where(eq(datasetRuns.id, runId)))[0],
    list: (input) => listRuns(reader, input),
    async basis(datasetId) {
      const [row] = await reader.select().from(datasets).where(eq(datasets.id, datasetId)).limit(1);
      return row === undefined || row.deletedAt !== null ? undefined : row;
    },
    async failedNumbers(datasetId) {
      const rows = await reader.rows(
        `SELECT number FROM dataset_records WHERE dataset_id = ? AND state = 'failed' ORDER BY number`,
        [datasetId],
      );
      return rows.map(([number]) => Number(number));
    },
    async doneNumbers(run) {
      const [where, params] =
        run.numbers === null
          ? [
              'dataset_id = ? AND number >= ? AND number < ?',
              [run.datasetId, run.firstNumber, run.firstNumber + run.asked],
            ]
          : ['run_id = ?', [run.id]];
      const rows = await reader.rows(`SELECT number FROM dataset_records WHERE ${where}`, params);
      return new Set(rows.map(([number]) => Number(number)));
    },
    workers: (runId) => readWorkers(reader, runId),
  };
}

async function listRuns(reader: Reader, { datasetId, cursor, limit }: RunListInput) {
  const matching = datasetId === undefined ? undefined : eq(datasetRuns.datasetId, datasetId);
  const rows = await reader
    .select({ run: datasetRuns, status: jobs.status, sortValues: sortValues(LATEST) })
    .from(datasetRuns)
    .leftJoin(jobs, eq(jobs.id, datasetRuns.jobId))
    .where(and(matching, afterCursor(LATEST, cursor)))
    .orderBy(...orderOf(LATEST))
    .limit(limit + 1);
  const total = totalOf(rows, { cursor, limit }) ?? (await reader.$count(datasetRuns, matching));
  return pageOf(rows, limit, total, runOf);
}

type Joined = { readonly run: RunRow; readonly status: DatasetRun['status'] | null };

/** A job that ended long ago is not kept: what it left says how. */
function runOf({ run, status }: Joined): DatasetRun {
  const { id, datasetId, jobId, kind, asked, made, failed, duplicates, seed, generator, problem } = run;
  const { inputTokens, outputTokens, costMicros, createdAt, startedAt, finishedAt } = run;
  return {
    id,
    datasetId,
    jobId,
    kind,
    status: status ?? (made + failed >= asked ? 'done' : 'cancelled'),
    asked,
    made,
    failed,
    duplicates,
    seed,
    generator,
    inputTokens,
    outputTokens,
    costMicros,
    problem,
    createdAt,
    startedAt,
    finishedAt,
  };
}

export type NewRun = Pick<
  RunRow,
  | 'id'
  | 'datasetId'
  | 'jobId'
  | 'kind'
  | 'spec'
  | 'asked'
  | 'firstNumber'
  | 'numbers'
  | 'seed'
  | 'generator'
  | 'promptHash'
>;

export function insertRun(tx: Writer, run: NewRun): void {
  tx.run({
    sql: `INSERT INTO dataset_runs (id, dataset_id, job_id, kind, spec, asked, first_number, numbers, seed, generator,
        prompt_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      run.id,
      run.datasetId,
      run.jobId,
      run.kind,
      JSON.stringify(run.spec),
      run.asked,
      run.firstNumber,
      run.numbers === null ? null : JSON.stringify(run.numbers),
      run.seed,
      run.generator,
      run.promptHash,
      tx.nowMs,
    ],
  });
  tx.touch('dataset', [run.datasetId]);
}

/** The next numbers are this run's; none is ever given twice. */
export function takeNumbers(tx: Writer, datasetId: string, count: number): void {
  tx.run({
    sql: 'UPDATE datasets SET next_number = next_number + ? WHERE id = ?',
    params: [count, datasetId],
  });
}

export type RunNote = Partial<Pick<RunRow, 'problem' | 'startedAt' | 'finishedAt'>>;

const NOTED = { problem: 'problem', startedAt: 'started_at', finishedAt: 'finished_at' } as const;

export function noteRun(tx: Writer, run: Pick<RunRow, 'id' | 'datasetId'>, note: RunNote): void {
  for (const [key, column] of Object.entries(NOTED)) {
    const value = note[key as keyof RunNote]; // of the list above
    if (value === undefined) continue;
    tx.run({ sql: `UPDATE dataset_runs SET ${column} = ? WHERE id = ?`, params: [value, run.id] });
  }
  tx.touch('dataset', [run.datasetId]);
}

export function putRunSpec(tx: Writer, run: Pick<RunRow, 'id' | 'datasetId'>, spec: DatasetSpec): void {
  tx.run({ sql: 'UPDATE dataset_runs SET spec = ? WHERE id = ?', params: [JSON.stringify(spec), run.id] });
  tx.touch('dataset', [run.datasetId]);
}

/** The jobs of runs of this dataset that have not ended. */
export async function unfinishedRunIn(tx: Reader, datasetId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: datasetRuns.id })
    .from(datasetRuns)
    .innerJoin(jobs, eq(jobs.id, datasetRuns.jobId))
    .where(
      and(
        eq(datasetRuns.datasetId, datasetId),
        sql`${jobs.status} not in ('done', 'failed', 'cancelled', 'set_aside')`,
      ),
    )
    .orderBy(desc(datasetRuns.createdAt))
    .limit(1);
  return row?.id;
}
