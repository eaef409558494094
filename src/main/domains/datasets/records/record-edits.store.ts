import type { DatasetEdit } from '#shared/contracts/dataset-runs.ts';
import type { RecordIssue } from '#shared/contracts/datasets.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { RecordRow } from './records.store.ts';

/** What was there before: whole rows, or the numbers by their review. */
export type Former =
  | { readonly rows: readonly RecordRow[] }
  | { readonly reviews: Readonly<Record<string, readonly number[]>> };

/** Kept of a dataset; older ones can no longer be taken back. */
const MOST_EDITS = 100;

export async function listEdits(reader: Reader, datasetId: string): Promise<readonly DatasetEdit[]> {
  const rows = await reader.rows(
    'SELECT id, dataset_id, what, records, created_at FROM dataset_edits WHERE dataset_id = ? ORDER BY id DESC',
    [datasetId],
  );
  return rows.map(([id, dataset, what, records, createdAt]) => ({
    id: String(id),
    datasetId: String(dataset),
    what: what as DatasetEdit['what'], // as it was written
    records: Number(records),
    createdAt: Number(createdAt),
  }));
}

export async function findEdit(
  reader: Reader,
  id: string,
): Promise<{ readonly datasetId: string; readonly former: Former } | undefined> {
  const [row] = await reader.rows('SELECT dataset_id, former FROM dataset_edits WHERE id = ?', [id]);
  return row && { datasetId: String(row[0]), former: JSON.parse(String(row[1])) };
}

export function insertEdit(tx: Writer, edit: Omit<DatasetEdit, 'createdAt'>, former: Former): DatasetEdit {
  const { id, datasetId, what, records } = edit;
  tx.run({
    sql: 'INSERT INTO dataset_edits (id, dataset_id, what, records, former, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    params: [id, datasetId, what, records, JSON.stringify(former), tx.nowMs],
  });
  tx.run({
    sql: `DELETE FROM dataset_edits WHERE dataset_id = ? AND id NOT IN
      (SELECT id FROM dataset_edits WHERE dataset_id = ? ORDER BY id DESC LIMIT ${MOST_EDITS})`,
    params: [datasetId, datasetId],
  });
  return { ...edit, createdAt: tx.nowMs };
}

export function removeEdit(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM dataset_edits WHERE id = ?', params: [id] });
}

const PUT_BACK_SQL = `UPDATE dataset_records SET run_id = ?, state = ?, review = ?, value = ?, hash = ?, problem = ?,
    attempts = ?, seed = ?, facets = ?, issues = ?, scores = ?, is_edited = ?, checked_by = ?, model_id = ?, worker = ?,
    input_tokens = ?, output_tokens = ?, cost_micros = ?, duration_ms = ?, updated_at = ?
  WHERE dataset_id = ? AND number = ?`;

const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

export function putBack(tx: Writer, rows: readonly RecordRow[]): void {
  if (rows.length === 0) return;
  tx.run({
    sql: PUT_BACK_SQL,
    paramsList: rows.map((row) => [
      row.runId,
      row.state,
      row.review,
      row.value,
      row.hash,
      row.problem,
      row.attempts,
      row.seed,
      asText(row.facets),
      asText(row.issues),
      asText(row.scores),
      row.isEdited ? 1 : 0,
      row.checkedBy,
      row.modelId,
      row.worker,
      row.inputTokens,
      row.outputTokens,
      row.costMicros,
      row.durationMs,
      tx.nowMs,
      row.datasetId,
      row.number,
    ]),
  });
}

export function putReview(tx: Writer, datasetId: string, review: string, numbers: readonly number[]): void {
  if (numbers.length === 0) return;
  tx.run({
    sql: `UPDATE dataset_records SET review = ?, updated_at = ? WHERE dataset_id = ?
      AND number IN (SELECT value FROM json_each(?))`,
    params: [review, tx.nowMs, datasetId, JSON.stringify(numbers)],
  });
}

/** What the person wrote: valid by the schema, its scores of before void. */
export function putValue(
  tx: Writer,
  record: { readonly datasetId: string; readonly number: number },
  made: { readonly text: string; readonly hash: string; readonly issues: readonly RecordIssue[] },
): void {
  tx.run({
    sql: `UPDATE dataset_records SET state = 'made', value = ?, hash = ?, problem = NULL, issues = ?, scores = NULL,
        checked_by = NULL, is_edited = 1, updated_at = ? WHERE dataset_id = ? AND number = ?`,
    params: [
      made.text,
      made.hash,
      made.issues.length === 0 ? null : JSON.stringify(made.issues),
      tx.nowMs,
      record.datasetId,
      record.number,
    ],
  });
}

export type CheckedRecord = {
  readonly number: number;
  readonly issues: readonly RecordIssue[];
  readonly scores: Readonly<Record<string, number>>;
  /** What it said when it was checked: one that was changed meanwhile is left as it is. */
  readonly hash: string | null;
};

export function putChecked(
  tx: Writer,
  datasetId: string,
  jobId: string,
  records: readonly CheckedRecord[],
): void {
  if (records.length === 0) return;
  tx.run({
    sql: `UPDATE dataset_records SET issues = ?, scores = ?, checked_by = ? WHERE dataset_id = ? AND number = ?
      AND hash IS ?`,
    paramsList: records.map(({ number, issues, scores, hash }) => [
      issues.length === 0 ? null : JSON.stringify(issues),
      Object.keys(scores).length === 0 ? null : JSON.stringify(scores),
      jobId,
      datasetId,
      number,
      hash,
    ]),
  });
}
