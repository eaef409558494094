import { eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { datasetRuns, datasets } from '#main/db/tables/datasets.ts';
import type { RunRow } from '../runs/runs.store.ts';

/** Rows that have come in: where an import goes on after a crash. */
export function countAsked(tx: Writer, runId: string, rows: number): void {
  tx.run({ sql: 'UPDATE dataset_runs SET asked = asked + ? WHERE id = ?', params: [rows, runId] });
}

export async function findRunOfJob(reader: Reader, jobId: string): Promise<RunRow | undefined> {
  const [row] = await reader.select().from(datasetRuns).where(eq(datasetRuns.jobId, jobId)).limit(1);
  return row;
}

/** Nothing else has ever been made for the dataset, and it came into being with this. */
export async function isAllOfDataset(reader: Reader, run: RunRow): Promise<boolean> {
  const [runs, [dataset]] = await Promise.all([
    reader.$count(datasetRuns, eq(datasetRuns.datasetId, run.datasetId)),
    reader.select().from(datasets).where(eq(datasets.id, run.datasetId)).limit(1),
  ]);
  return runs === 1 && dataset !== undefined && dataset.createdAt === run.createdAt;
}

/** Removes what a run left, but for what a person has changed or reviewed since. */
export async function removeUntouched(
  tx: Writer,
  { id, datasetId }: Pick<RunRow, 'id' | 'datasetId'>,
): Promise<{ readonly removed: number; readonly kept: number }> {
  const own = 'dataset_id = ? AND run_id = ?';
  const count = async (where: string) => {
    const [row] = await tx.rows(`SELECT count(*) FROM dataset_records WHERE ${own} AND ${where}`, [
      datasetId,
      id,
    ]);
    return Number(row?.[0] ?? 0);
  };
  const untouched = "is_edited = 0 AND review = 'open'";
  const [removed, kept] = [await count(untouched), await count(`NOT (${untouched})`)];
  tx.run({ sql: `DELETE FROM dataset_records WHERE ${own} AND ${untouched}`, params: [datasetId, id] });
  tx.touch('dataset', [datasetId]);
  tx.touch('dataset_record', [datasetId]);
  return { removed, kept };
}
