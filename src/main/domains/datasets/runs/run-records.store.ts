import type { RecordIssue, RecordState } from '#shared/contracts/datasets.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { WastedAnswers } from './wasted-answers.ts';

/** A record as a run leaves it. */
export type RunRecord = {
  readonly number: number;
  readonly state: RecordState;
  /** JSON text; null while failed. */
  readonly value: string | null;
  readonly hash: string | null;
  readonly problem: string | null;
  readonly attempts: number;
  readonly seed: number;
  readonly facets: Readonly<Record<string, unknown>> | null;
  readonly issues: readonly RecordIssue[];
  readonly modelId: string | null;
  readonly worker: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
  readonly durationMs: number;
};

type Run = { readonly id: string; readonly datasetId: string };

/**
 * What is there stays where the same run wrote it (an answer that came twice counts once), and where a try to make it
 * anew failed: a record is better than none.
 */
const PUT_SQL = `INSERT INTO dataset_records (dataset_id, number, run_id, state, value, hash, problem, attempts, seed,
    facets, issues, model_id, worker, input_tokens, output_tokens, cost_micros, duration_ms, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (dataset_id, number) DO UPDATE SET run_id = excluded.run_id, state = excluded.state, review = 'open',
    value = excluded.value, hash = excluded.hash, problem = excluded.problem, attempts = excluded.attempts,
    seed = excluded.seed, facets = excluded.facets, issues = excluded.issues, scores = NULL, is_edited = 0,
    checked_by = NULL, model_id = excluded.model_id, worker = excluded.worker, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cost_micros = excluded.cost_micros, duration_ms = excluded.duration_ms,
    updated_at = excluded.updated_at
  WHERE run_id <> excluded.run_id AND NOT (state = 'made' AND excluded.state = 'failed')`;

export function putRecords(tx: Writer, run: Run, records: readonly RunRecord[]): void {
  if (records.length === 0) return;
  const { nowMs } = tx;
  tx.run({
    sql: PUT_SQL,
    paramsList: records.map((one) => [
      run.datasetId,
      one.number,
      run.id,
      one.state,
      one.value,
      one.hash,
      one.problem,
      one.attempts,
      one.seed,
      one.facets === null ? null : JSON.stringify(one.facets),
      one.issues.length === 0 ? null : JSON.stringify(one.issues),
      one.modelId,
      one.worker,
      one.inputTokens,
      one.outputTokens,
      one.costMicros,
      one.durationMs,
      nowMs,
    ]),
  });
}

/** In the commit of the records that it counts. */
export function countRecords(
  tx: Writer,
  run: Run,
  records: readonly RunRecord[],
  wasted: WastedAnswers,
): void {
  const sum = (of: (one: RunRecord) => number) => records.reduce((total, one) => total + of(one), 0);
  tx.run({
    sql: `UPDATE dataset_runs SET made = made + ?, failed = failed + ?, input_tokens = input_tokens + ?,
        output_tokens = output_tokens + ?, cost_micros = cost_micros + ?, duplicates = duplicates + ?,
        wasted_input_tokens = wasted_input_tokens + ?, wasted_output_tokens = wasted_output_tokens + ?,
        wasted_cost_micros = wasted_cost_micros + ? WHERE id = ?`,
    params: [
      sum(({ state }) => (state === 'made' ? 1 : 0)),
      sum(({ state }) => (state === 'failed' ? 1 : 0)),
      sum(({ inputTokens }) => inputTokens),
      sum(({ outputTokens }) => outputTokens),
      sum(({ costMicros }) => costMicros),
      wasted.duplicates,
      wasted.inputTokens,
      wasted.outputTokens,
      wasted.costMicros,
      run.id,
    ],
  });
}

/** Texts of the made records from a number on, in order, for what compares or counts them. */
export async function readTexts(
  reader: Reader,
  datasetId: string,
  from: number,
  limit: number,
): Promise<readonly { readonly number: number; readonly text: string }[]> {
  const rows = await reader.rows(
    `SELECT number, value FROM dataset_records INDEXED BY dataset_records_by_number
      WHERE dataset_id = ? AND number >= ? AND state = 'made' ORDER BY number LIMIT ?`,
    [datasetId, from, limit],
  );
  return rows.map(([number, text]) => ({ number: Number(number), text: String(text) }));
}

/** Values of a column of another dataset, in the order of its records; rejected ones are left out. */
export async function readParentValues(
  reader: Reader,
  parent: { readonly name: string; readonly version: number | null; readonly column: string },
): Promise<readonly unknown[] | null> {
  const path = `$.${JSON.stringify(parent.column)}`;
  const [found] = await reader.rows('SELECT id FROM datasets WHERE name = ?', [parent.name]);
  if (found === undefined) return null;
  const datasetId = String(found[0]);
  if (parent.version === null) {
    const rows = await reader.rows(
      `SELECT value -> ? FROM dataset_records
        WHERE dataset_id = ? AND state = 'made' AND review <> 'rejected' ORDER BY number`,
      [path, datasetId],
    );
    return rows.map(([text]) => valueOf(text));
  }
  const [version] = await reader.rows(
    'SELECT id FROM dataset_versions WHERE dataset_id = ? AND version = ? AND deleted_at IS NULL',
    [datasetId, parent.version],
  );
  if (version === undefined) return null;
  const rows = await reader.rows(
    `SELECT v.value -> ? FROM dataset_version_records r
      JOIN dataset_values v ON v.dataset_id = ? AND v.hash = r.hash WHERE r.version_id = ? ORDER BY r.number`,
    [path, datasetId, String(version[0])],
  );
  return rows.map(([text]) => valueOf(text));
}

function valueOf(text: unknown): unknown {
  return typeof text === 'string' ? JSON.parse(text) : null;
}
