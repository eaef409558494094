import { datasetCheckInputSchema, type DatasetCheckInput } from '#shared/contracts/dataset-runs.ts';
import type { Reader } from '#main/db/store.ts';

export type CheckingRow = {
  readonly jobId: string;
  readonly input: DatasetCheckInput;
  readonly warning: string | null;
};

const NOT_FINISHED = `'queued', 'running', 'waiting', 'paused', 'needs_decision', 'failed', 'set_aside'`;

/** The last check of a dataset where it has not come to its end, with the last warning that it left. */
export async function findChecking(
  reader: Reader,
  type: string,
  datasetId: string,
): Promise<CheckingRow | undefined> {
  // By status, of which few are unfinished: a list of all jobs ever is long.
  const [row] = await reader.rows(
    `SELECT j.id, j.input, (SELECT l.message FROM job_logs l WHERE l.job_id = j.id AND l.level = 'warn'
        ORDER BY l.line_index DESC LIMIT 1)
      FROM jobs j WHERE j.status IN (${NOT_FINISHED}) AND j.type = ? AND j.unique_key = ?
        AND NOT EXISTS (SELECT 1 FROM jobs later WHERE later.type = j.type AND later.unique_key = j.unique_key
          AND (later.created_at, later.id) > (j.created_at, j.id))
      LIMIT 1`,
    [type, datasetId],
  );
  if (row === undefined) return undefined;
  const [jobId, input, warning] = row;
  return {
    jobId: String(jobId),
    input: datasetCheckInputSchema.parse(JSON.parse(String(input))),
    warning: warning == null ? null : String(warning),
  };
}
