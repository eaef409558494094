import { and, count, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Page } from '#shared/contracts/common.ts';
import type { EgressFilter, EgressListInput, EgressRow, EgressSummaryRow } from '#shared/contracts/egress.ts';
import { afterCursor, orderOf, pageOf, sortValues, type SortColumn } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { egressLedger } from '#main/db/tables/egress.ts';
import { settings } from '#main/db/tables/workspace.ts';

export type NetworkStore = {
  list(input: EgressListInput): Promise<Page<EgressRow>>;
  summarise(filter: EgressFilter, limit: number): Promise<readonly EgressSummaryRow[]>;
  /** Null where it was never switched. */
  readSwitch(): Promise<{ readonly isOffline: boolean; readonly at: number } | null>;
};

const LATEST: readonly SortColumn[] = [{ by: egressLedger.id, direction: 'desc' }];
const SWITCH = 'isOffline';

export function createNetworkStore(reader: Reader): NetworkStore {
  return {
    async list(input) {
      const filter = filterOf(input);
      const rows = await reader
        .select({ row: egressLedger, sortValues: sortValues(LATEST) })
        .from(egressLedger)
        .where(and(filter, afterCursor(LATEST, input.cursor)))
        .orderBy(...orderOf(LATEST))
        .limit(input.limit + 1);
      const [total] = await reader.select({ value: count() }).from(egressLedger).where(filter);
      return pageOf(rows, input.limit, total?.value ?? 0, ({ row }) => row);
    },
    summarise(filter, limit) {
      const { feature, host, port, sentBytes, receivedBytes, outcome, at } = egressLedger;
      const lastAt = sql<number>`max(${at})`;
      const countOf = (one: string) => sql<number>`sum(${outcome} = ${one})`;
      return reader
        .select({
          feature,
          host,
          port,
          lastAt,
          sentBytes: sql<number>`sum(${sentBytes})`,
          receivedBytes: sql<number>`sum(${receivedBytes})`,
          doneCount: countOf('done'),
          failedCount: countOf('failed'),
          refusedCount: countOf('refused'),
        })
        .from(egressLedger)
        .where(filterOf(filter))
        .groupBy(feature, host, port)
        .orderBy(desc(lastAt))
        .limit(limit);
    },
    async readSwitch() {
      const [row] = await reader
        .select({ value: settings.value, at: settings.updatedAt })
        .from(settings)
        .where(eq(settings.id, SWITCH));
      return row === undefined ? null : { isOffline: row.value === true, at: row.at };
    },
  };
}

/** A row of the ledger, to be written with others. */
export const INSERT_ROW_SQL = `INSERT INTO egress_ledger
  (at, feature, host, port, sent_bytes, received_bytes, duration_ms, outcome, run_id, trace_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function removeRowsBefore(tx: Writer, atMs: number): void {
  tx.run({ sql: 'DELETE FROM egress_ledger WHERE at < ?', params: [atMs] });
}

export async function writeSwitch(tx: Writer, isOffline: boolean): Promise<void> {
  const [known] = await tx.getByIds('setting', [SWITCH]);
  if (known === undefined) tx.insert('setting', [{ id: SWITCH, value: isOffline, updatedAt: tx.nowMs }]);
  else await tx.update('setting', [{ id: SWITCH, patch: { value: isOffline } }]);
}

function filterOf(filter: EgressFilter): SQL | undefined {
  const { at, feature, host, runId, traceId } = egressLedger;
  return and(
    filter.from === undefined ? undefined : gte(at, filter.from),
    filter.before === undefined ? undefined : lt(at, filter.before),
    filter.feature === undefined ? undefined : eq(feature, filter.feature),
    filter.host === undefined ? undefined : eq(host, filter.host),
    filter.runId === undefined ? undefined : eq(runId, filter.runId),
    filter.traceId === undefined ? undefined : eq(traceId, filter.traceId),
  );
}
