import { and, asc, count, desc, eq, gt, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type {
  ActivityEntry,
  ActivityFilter,
  ActivityListInput,
  ActivitySummaryRow,
} from '#shared/contracts/activity.ts';
import type { Page } from '#shared/contracts/common.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { activityLog } from '#main/db/tables/activity.ts';

export type ActivityStore = {
  list(input: ActivityListInput): Promise<Page<ActivityEntry>>;
  /** Entries after `seq` in order, as the log has them. */
  readAfter(seq: number, limit: number, filter?: ActivityFilter): Promise<readonly ActivityEntry[]>;
  last(): Promise<{ readonly seq: number; readonly hash: string } | undefined>;
  readHead(): Promise<string | null>;
  summarise(filter: ActivityFilter, limit: number): Promise<readonly ActivitySummaryRow[]>;
  listPrincipals(): Promise<readonly string[]>;
};

const HEAD_KEY = 'activity_head';
const LATEST: readonly SortColumn[] = [{ by: activityLog.seq, direction: 'desc' }];

export function createActivityStore(reader: Reader): ActivityStore {
  return {
    async list(input) {
      const filter = filterOf(input);
      const rows = await reader
        .select({ entry: activityLog, sortValues: sortValues(LATEST) })
        .from(activityLog)
        .where(and(filter, afterCursor(LATEST, input.cursor)))
        .orderBy(...orderOf(LATEST))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(activityLog).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, (row) => row.entry);
    },
    readAfter: (seq, limit, filter = {}) =>
      reader
        .select()
        .from(activityLog)
        .where(and(gt(activityLog.seq, seq), filterOf(filter)))
        .orderBy(asc(activityLog.seq))
        .limit(limit),
    async last() {
      const [row] = await reader
        .select({ seq: activityLog.seq, hash: activityLog.hash })
        .from(activityLog)
        .orderBy(desc(activityLog.seq))
        .limit(1);
      return row;
    },
    async readHead() {
      const [row] = await reader.rows('SELECT value FROM store_meta WHERE key = ?', [HEAD_KEY]);
      return row?.[0] === undefined || row[0] === null ? null : String(row[0]);
    },
    summarise: (filter, limit) => summarise(reader, filter, limit),
    async listPrincipals() {
      const rows = await reader
        .selectDistinct({ principal: activityLog.principal })
        .from(activityLog)
        .orderBy(asc(activityLog.principal))
        .limit(500);
      return rows.map((row) => row.principal);
    },
  };
}

const INSERT_SQL = `INSERT INTO activity_log
  (seq, at, principal, action_id, effect, resource_type, resource, outcome, bytes, duration_ms, run_id, detail, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function appendEntries(tx: Writer, entries: readonly ActivityEntry[], head: string): void {
  tx.run({
    sql: INSERT_SQL,
    paramsList: entries.map((one) => [
      one.seq,
      one.at,
      one.principal,
      one.actionId,
      one.effect,
      one.resourceType,
      one.resource,
      one.outcome,
      one.bytes,
      one.durationMs,
      one.runId,
      one.detail,
      one.hash,
    ]),
  });
  tx.run({ sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)', params: [HEAD_KEY, head] });
  tx.touch('activity', ['log']);
}

function filterOf(input: ActivityFilter): SQL | undefined {
  return and(
    input.principal === undefined ? undefined : eq(activityLog.principal, input.principal),
    input.effects ? inArray(activityLog.effect, input.effects) : undefined,
    input.resourceTypes ? inArray(activityLog.resourceType, input.resourceTypes) : undefined,
    input.actionId === undefined ? undefined : eq(activityLog.actionId, input.actionId),
    input.outcomes ? inArray(activityLog.outcome, input.outcomes) : undefined,
    input.runId === undefined ? undefined : eq(activityLog.runId, input.runId),
    input.from === undefined ? undefined : gte(activityLog.at, input.from),
    input.to === undefined ? undefined : lt(activityLog.at, input.to),
  );
}

async function summarise(
  reader: Reader,
  filter: ActivityFilter,
  limit: number,
): Promise<readonly ActivitySummaryRow[]> {
  const countOf = (outcome: string) => sql<number>`sum(${activityLog.outcome} = ${outcome})`;
  const { principal, effect, resourceType, resource, actionId } = activityLog;
  return reader
    .select({
      principal,
      effect,
      resourceType,
      resource,
      actionId,
      doneCount: countOf('done'),
      proposedCount: countOf('proposed'),
      refusedCount: countOf('refused'),
      failedCount: countOf('failed'),
      bytes: sql<number>`coalesce(sum(case when ${activityLog.outcome} = 'done' then ${activityLog.bytes} end), 0)`,
      firstAt: sql<number>`min(${activityLog.at})`,
      lastAt: sql<number>`max(${activityLog.at})`,
    })
    .from(activityLog)
    .where(filterOf(filter))
    .groupBy(principal, effect, resourceType, resource, actionId)
    .orderBy(desc(sql`max(${activityLog.at})`))
    .limit(limit);
}
