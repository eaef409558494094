import type { DatasetWorkerStats } from '#shared/contracts/datasets.ts';
import type { Reader, Writer } from '#main/db/store.ts';

/** Positions of a run that one process works on at a time. */
export type SliceRow = {
  readonly slice: number;
  readonly from: number;
  readonly to: number;
  readonly fence: number;
  readonly isFinished: boolean;
};

/** Cuts the positions of a run in parts that differ by one at most. */
export function insertSlices(tx: Writer, runId: string, asked: number, slices: number): void {
  const count = Math.min(slices, asked);
  const edge = (at: number) => Math.floor((asked * at) / count);
  tx.run({
    sql: 'INSERT INTO dataset_slices (run_id, slice, from_position, to_position) VALUES (?, ?, ?, ?)',
    paramsList: Array.from({ length: count }, (_, at) => [runId, at, edge(at), edge(at + 1)]),
  });
}

export async function readSlices(reader: Reader, runId: string): Promise<readonly SliceRow[]> {
  const rows = await reader.rows(
    `SELECT slice, from_position, to_position, fence, finished_at FROM dataset_slices
      WHERE run_id = ? ORDER BY slice`,
    [runId],
  );
  return rows.map(([slice, from, to, fence, finishedAt]) => ({
    slice: Number(slice),
    from: Number(from),
    to: Number(to),
    fence: Number(fence),
    isFinished: finishedAt !== null,
  }));
}

export function lendSlice(
  tx: Writer,
  runId: string,
  { slice, worker, fence }: { readonly slice: number; readonly worker: string; readonly fence: number },
): void {
  tx.run({
    sql: `UPDATE dataset_slices SET worker = ?, fence = ?, heartbeat_at = ?, finished_at = NULL
      WHERE run_id = ? AND slice = ?`,
    params: [worker, fence, tx.nowMs, runId, slice],
  });
}

/** Nobody has them any more; their fences stay, so that the next one is higher. */
export function freeSlices(tx: Writer, runId: string, slices: readonly number[]): void {
  if (slices.length === 0) return;
  tx.run({
    sql: 'UPDATE dataset_slices SET worker = NULL, heartbeat_at = NULL WHERE run_id = ? AND slice = ?',
    paramsList: slices.map((slice) => [runId, slice]),
  });
}

/** All that is in them is on disk. */
export function finishSlices(tx: Writer, runId: string, slices: readonly number[]): void {
  if (slices.length === 0) return;
  tx.run({
    sql: 'UPDATE dataset_slices SET finished_at = ? WHERE run_id = ? AND slice = ?',
    paramsList: slices.map((slice) => [tx.nowMs, runId, slice]),
  });
}

/** `activeMs`: since the last time. */
export function noteWorkers(
  tx: Writer,
  runId: string,
  workers: readonly { readonly worker: string; readonly activeMs: number }[],
): void {
  if (workers.length === 0) return;
  tx.run({
    sql: `INSERT INTO dataset_run_workers (run_id, worker, active_ms, last_seen_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (run_id, worker) DO UPDATE SET active_ms = active_ms + excluded.active_ms,
        last_seen_at = excluded.last_seen_at`,
    paramsList: workers.map(({ worker, activeMs }) => [runId, worker, Math.round(activeMs), tx.nowMs]),
  });
  tx.run({
    sql: 'UPDATE dataset_slices SET heartbeat_at = ? WHERE run_id = ? AND worker = ? AND finished_at IS NULL',
    paramsList: workers.map(({ worker }) => [tx.nowMs, runId, worker]),
  });
}

/** Who made what of a run, also those that have made nothing yet. */
export async function readWorkers(reader: Reader, runId: string): Promise<readonly DatasetWorkerStats[]> {
  const rows = await reader.rows(
    `WITH run (id) AS (SELECT ?),
    made AS (SELECT worker, sum(state = 'made') AS made, sum(state = 'failed') AS failed,
        sum(attempts) * (SELECT spec ->> '$.generator.kind' = 'model' FROM dataset_runs WHERE id = run_id) AS calls,
        sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_micros) AS cost,
        avg(duration_ms) AS mean, max(updated_at) AS last
      FROM dataset_records WHERE run_id = (SELECT id FROM run) GROUP BY worker),
    seen AS (SELECT worker, active_ms, last_seen_at FROM dataset_run_workers
      WHERE run_id = (SELECT id FROM run)),
    parts AS (SELECT worker, sum(finished_at IS NULL) AS held, sum(finished_at IS NOT NULL) AS finished
      FROM dataset_slices WHERE run_id = (SELECT id FROM run) AND worker IS NOT NULL GROUP BY worker),
    names AS (SELECT worker FROM made UNION SELECT worker FROM seen)
    SELECT n.worker, m.made, m.failed, m.calls, m.input, m.output, m.cost, m.mean, s.active_ms,
        coalesce(s.last_seen_at, m.last), p.held, p.finished
      FROM names n LEFT JOIN made m USING (worker) LEFT JOIN seen s USING (worker) LEFT JOIN parts p USING (worker)
      ORDER BY n.worker`,
    [runId],
  );
  return rows.map(([worker, ...cells]) => {
    const [made = 0, failed = 0, calls = 0, inputTokens = 0, outputTokens = 0, costMicros = 0, mean = 0] =
      cells.map(Number);
    const [, , , , , , , active, lastSeen, held, finished] = cells;
    const activeMs = active === null ? null : Number(active);
    const done = made + failed;
    return {
      worker: String(worker),
      made,
      failed,
      calls,
      inputTokens,
      outputTokens,
      costMicros,
      meanDurationMs: mean,
      activeMs,
      ratePerSecond: activeMs === null || activeMs === 0 ? null : (done * 1000) / activeMs,
      lastSeenAt: lastSeen === null ? null : Number(lastSeen),
      slicesHeld: Number(held),
      slicesFinished: Number(finished),
    };
  });
}
