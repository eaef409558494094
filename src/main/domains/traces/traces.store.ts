import { and, asc, count, eq, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { SpanDetail, TraceListInput, TraceSummary } from '#shared/contracts/traces.ts';
import { afterCursor, contains, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { modelCosts } from '#main/db/tables/model-costs.ts';
import { spanContents, spans, traces } from '#main/db/tables/traces.ts';

export type TraceFilter = Omit<TraceListInput, 'cursor' | 'limit'> & { readonly ids?: readonly string[] };

export type TracesStore = {
  list(input: TraceListInput): Promise<Page<TraceSummary>>;
  find(id: string): Promise<TraceSummary | undefined>;
  /** Ids of those that match, newest first. */
  listIds(filter: TraceFilter, limit: number): Promise<readonly string[]>;
  /** In the order of their start. */
  listSpans(
    traceIds: readonly string[],
    withContent: boolean,
  ): Promise<ReadonlyMap<string, readonly SpanDetail[]>>;
};

const LATEST: readonly SortColumn[] = [
  { by: traces.startedAt, direction: 'desc' },
  { by: traces.id, direction: 'desc' },
];

export function createTracesStore(reader: Reader): TracesStore {
  return {
    async list(input) {
      const filter = filterOf(input);
      const rows = await reader
        .select({ ...summaryColumns(), sortValues: sortValues(LATEST) })
        .from(traces)
        .where(and(filter, afterCursor(LATEST, input.cursor)))
        .orderBy(...orderOf(LATEST))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(traces).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, summaryOf);
    },
    async find(id) {
      const [row] = await reader.select(summaryColumns()).from(traces).where(eq(traces.id, id));
      return row && summaryOf(row);
    },
    async listIds(filter, limit) {
      const rows = await reader
        .select({ id: traces.id })
        .from(traces)
        .where(filterOf(filter))
        .orderBy(...orderOf(LATEST))
        .limit(limit);
      return rows.map((row) => row.id);
    },
    listSpans: (traceIds, withContent) => listSpans(reader, traceIds, withContent),
  };
}

export function removeTraces(tx: Writer, ids: readonly string[]): void {
  const params = [JSON.stringify(ids)];
  const [chosen, own] = ['SELECT value FROM json_each(?)', 'DELETE FROM'];
  tx.run({ sql: `${own} span_contents WHERE trace_id IN (${chosen})`, params });
  tx.run({ sql: `${own} spans WHERE trace_id IN (${chosen})`, params });
  tx.run({ sql: `${own} traces WHERE id IN (${chosen})`, params });
  tx.touchAll('trace');
}

export function clearTraces(tx: Writer): void {
  for (const table of ['span_contents', 'spans', 'traces']) tx.run({ sql: `DELETE FROM ${table}` });
  tx.touchAll('trace');
}

/** Names are written out: within its own columns the builder leaves the table's name away, and each has an id. */
function summaryColumns() {
  const ofCosts = <T extends string | number>(what: string) =>
    sql<T>`(select ${sql.raw(what)} from model_costs where model_costs.trace_id = traces.id)`;
  const ofSpans = (what: string) =>
    sql<number>`(select ${sql.raw(what)} from spans where spans.trace_id = traces.id)`;
  return {
    id: traces.id,
    name: traces.name,
    feature: traces.feature,
    principal: traces.principal,
    runId: traces.runId,
    startedAt: traces.startedAt,
    durationUs: traces.durationUs,
    status: traces.status,
    spanCount: ofSpans('count(*)'),
    errorCount: ofSpans(`coalesce(sum(spans.status = 'error'), 0)`),
    models: ofCosts<string>('json_group_array(distinct model_id)'),
    callCount: ofCosts<number>('count(*)'),
    inputTokens: ofCosts<number>('coalesce(sum(input_tokens), 0)'),
    outputTokens: ofCosts<number>('coalesce(sum(output_tokens), 0)'),
    costMicros: ofCosts<number>('coalesce(sum(cost_micros), 0)'),
  };
}

type SummaryRow = Omit<TraceSummary, 'models' | 'durationMs'> & {
  readonly models: string;
  readonly durationUs: number | null;
};

function summaryOf(row: SummaryRow): TraceSummary {
  const { id, name, feature, principal, runId, startedAt, status, spanCount, errorCount } = row;
  const { callCount, inputTokens, outputTokens, costMicros } = row;
  return {
    id,
    name,
    feature,
    principal,
    runId,
    startedAt,
    durationMs: inMs(row.durationUs),
    status,
    spanCount,
    errorCount,
    models: JSON.parse(row.models),
    callCount,
    inputTokens,
    outputTokens,
    costMicros,
  };
}

function inMs(durationUs: number | null): number | null {
  return durationUs === null ? null : durationUs / 1_000;
}

function filterOf(filter: TraceFilter): SQL | undefined {
  const { ids, text, statuses, principal, feature, runId, modelId, from, to } = filter;
  const called = (condition: SQL) =>
    sql`exists (select 1 from ${modelCosts} where ${modelCosts.traceId} = ${traces.id} and ${condition})`;
  return and(
    ids && sql`${traces.id} in (select value from json_each(${JSON.stringify(ids)}))`,
    text === undefined || text === ''
      ? undefined
      : withText(text, called(contains(modelCosts.modelId, text))),
    statuses && inArray(traces.status, statuses),
    principal === undefined ? undefined : eq(traces.principal, principal),
    feature === undefined ? undefined : eq(traces.feature, feature),
    runId === undefined ? undefined : eq(traces.runId, runId),
    modelId === undefined ? undefined : called(sql`${modelCosts.modelId} = ${modelId}`),
    from === undefined ? undefined : gte(traces.startedAt, from),
    to === undefined ? undefined : lt(traces.startedAt, to),
  );
}

function withText(text: string, ofModel: SQL): SQL | undefined {
  return or(
    contains(traces.name, text),
    contains(traces.principal, text),
    ofModel,
    sql`exists (select 1 from ${spans} where ${spans.traceId} = ${traces.id} and ${contains(spans.name, text)})`,
    sql`exists (select 1 from ${spanContents} where ${spanContents.traceId} = ${traces.id} and ${contains(spanContents.text, text)})`,
  );
}

async function listSpans(reader: Reader, traceIds: readonly string[], withContent: boolean) {
  const rows = await reader
    .select()
    .from(spans)
    .where(inArray(spans.traceId, [...traceIds]))
    .orderBy(asc(spans.traceId), asc(spans.startedAt), asc(spans.place));
  const contents = withContent
    ? await reader
        .select()
        .from(spanContents)
        .where(inArray(spanContents.traceId, [...traceIds]))
        .orderBy(asc(spanContents.spanId), asc(spanContents.side))
    : [];
  const bySpan = Map.groupBy(contents, (one) => one.spanId);
  const details = rows.map((row) => {
    const { id, parentId, name, kind, startedAt, durationUs, status, message, attributes, events } = row;
    const own = (bySpan.get(id) ?? []).map(({ side, text, isCut }) => ({ side, text, isCut }));
    const times = { startedAt, durationMs: inMs(durationUs), status, message };
    const span = { id, parentId, name, kind, ...times, attributes, events, contents: own };
    return { traceId: row.traceId, span };
  });
  const byTrace = Map.groupBy(details, (one) => one.traceId);
  return new Map([...byTrace].map(([id, all]) => [id, all.map(({ span }) => span)]));
}
