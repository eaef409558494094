import type { SpanContent, SpanEvent, SpanStatus, SpanValue } from '#shared/contracts/traces.ts';
import type { Store } from '#main/db/store.ts';
import type { GatheredRow } from '../gathering/index.ts';

export type TraceRow = {
  readonly id: string;
  readonly name: string;
  readonly feature: string;
  readonly principal: string;
  readonly runId: string | null;
  readonly startedAt: number;
  readonly durationUs: number | null;
  readonly status: SpanStatus;
};

export type SpanRow = {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string | null;
  readonly place: number;
  readonly name: string;
  readonly kind: 'internal' | 'client';
  readonly startedAt: number;
  readonly durationUs: number | null;
  readonly status: SpanStatus;
  readonly message: string;
  readonly attributes: Readonly<Record<string, SpanValue>>;
  readonly events: readonly SpanEvent[];
};

/** A trace that is taken up again, after a wait for the person, grows to the end of what came then, and has its name. */
const TRACE_SQL = `INSERT INTO traces (id, name, feature, principal, run_id, started_at, duration_us, status)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET status = excluded.status,
    name = CASE WHEN excluded.duration_us IS NULL THEN name ELSE excluded.name END,
    duration_us = (excluded.started_at - started_at) * 1000 + excluded.duration_us`;

const SPAN_SQL = `INSERT OR REPLACE INTO spans
  (id, trace_id, parent_id, place, name, kind, started_at, duration_us, status, message, attributes, events)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const CONTENT_SQL = `INSERT OR REPLACE INTO span_contents (span_id, side, trace_id, text, is_cut)
  VALUES (?, ?, ?, ?, ?)`;

export function traceRow(row: TraceRow): GatheredRow {
  const { id, name, feature, principal, runId, startedAt, durationUs, status } = row;
  const params = [id, name, feature, principal, runId, startedAt, durationUs, status];
  return { sql: TRACE_SQL, params, topic: 'trace', isSpare: true };
}

export function spanRow(row: SpanRow): GatheredRow {
  const { id, traceId, parentId, place, name, kind, startedAt, durationUs, status, message } = row;
  const [attributes, events] = [JSON.stringify(row.attributes), JSON.stringify(row.events)];
  const facts = [id, traceId, parentId, place, name, kind, startedAt, durationUs, status, message];
  return { sql: SPAN_SQL, params: [...facts, attributes, events], isSpare: true };
}

export function contentRow(
  span: { readonly id: string; readonly traceId: string },
  content: SpanContent,
): GatheredRow {
  const { side, text, isCut } = content;
  return {
    sql: CONTENT_SQL,
    params: [span.id, side, span.traceId, text, isCut ? 1 : 0],
    isSpare: true,
  };
}

/** Closes what the app left open when it ended; called before anything new begins. */
export async function closeUnended(store: Store): Promise<void> {
  const [row] = await store.reader.rows(
    `SELECT EXISTS (SELECT 1 FROM traces WHERE status = 'open') OR EXISTS (SELECT 1 FROM spans WHERE status = 'open')`,
  );
  if (row?.[0] !== 1) return;
  await store.write({ command: 'traces.recover', principal: 'models' }, (tx) => {
    tx.run({
      sql: `UPDATE traces SET status = 'interrupted', duration_us = (
          SELECT max((started_at - traces.started_at) * 1000 + coalesce(duration_us, 0))
          FROM spans WHERE trace_id = traces.id) WHERE status = 'open'`,
    });
    tx.run({ sql: `UPDATE spans SET status = 'interrupted' WHERE status = 'open'` });
    tx.touchAll('trace');
  });
}

/** Removes traces that began before one instant, and the contents of those before another; null removes none. */
export async function removeOlder(
  store: Store,
  before: { readonly tracesMs: number | null; readonly contentsMs: number | null },
): Promise<void> {
  const { tracesMs, contentsMs } = before;
  const old = 'SELECT id FROM traces WHERE started_at < ?';
  const contentsBefore = Math.max(contentsMs ?? 0, tracesMs ?? 0);
  if (contentsBefore === 0) return;
  await store.write({ command: 'traces.expire', principal: 'models' }, (tx) => {
    tx.run({ sql: `DELETE FROM span_contents WHERE trace_id IN (${old})`, params: [contentsBefore] });
    if (tracesMs === null) return;
    tx.run({ sql: `DELETE FROM spans WHERE trace_id IN (${old})`, params: [tracesMs] });
    tx.run({ sql: 'DELETE FROM traces WHERE started_at < ?', params: [tracesMs] });
    tx.touchAll('trace');
  });
}
