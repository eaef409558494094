import type { Page } from '#shared/contracts/common.ts';
import type {
  EgressFilter,
  EgressListInput,
  EgressRow,
  EgressSummaryRow,
  OfflineState,
} from '#shared/contracts/egress.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import { INSERT_ROW_SQL, removeRowsBefore, writeSwitch, type NetworkStore } from './network.store.ts';

/** What of the switch of `engine/egress` is turned here. */
export type SwitchPort = { isOn(): boolean; set(isOn: boolean): void };

/** As `engine/egress` tells it. */
export type NotedExchange = Omit<EgressRow, 'id' | 'at' | 'runId' | 'traceId'> & {
  readonly runId?: string | null;
  readonly traceId?: string | null;
};

export type NetworkDeps = {
  readonly store: Store;
  readonly reads: NetworkStore;
  readonly offline: SwitchPort;
  readonly rows: Gathering;
  readonly nowMs: () => number;
};

const SUMMARY_ROWS = 500;
/** Old enough to be of no use to anybody, young enough that the table stays small. */
const KEPT_MS = 400 * 24 * 3_600_000;

/** What left this machine, and the switch that lets nothing leave. */
export class NetworkService {
  readonly #deps: NetworkDeps;
  #noted = 0;

  constructor(deps: NetworkDeps) {
    this.#deps = deps;
  }

  /** Until it has started nothing leaves: the switch may have been on when the app was closed. */
  async start(): Promise<void> {
    const { store, reads, offline, nowMs } = this.#deps;
    const known = await reads.readSwitch();
    offline.set(known?.isOffline === true);
    const tooOld = nowMs() - KEPT_MS;
    await store.write({ command: 'network.tidy', principal: 'network' }, (tx) =>
      removeRowsBefore(tx, tooOld),
    );
  }

  async stop(): Promise<void> {
    await this.#deps.rows.close();
  }

  isOffline(): boolean {
    return this.#deps.offline.isOn();
  }

  async state(): Promise<OfflineState> {
    const known = await this.#deps.reads.readSwitch();
    const isOffline = this.isOffline();
    return { isOffline, since: isOffline ? (known?.at ?? null) : null };
  }

  /** On at once, before it is written down; off only when that is on disk. */
  async setOffline(isOffline: boolean): Promise<OfflineState> {
    const { store, offline } = this.#deps;
    if (isOffline) offline.set(true);
    await store.write({ command: 'network.offline', principal: 'settings' }, async (tx) => {
      await writeSwitch(tx, isOffline);
      tx.touchAll('network');
    });
    offline.set(isOffline);
    return this.state();
  }

  note(entry: NotedExchange): void {
    const { feature, host, port, sentBytes, receivedBytes, durationMs, outcome } = entry;
    const ids = [entry.runId ?? null, entry.traceId ?? null];
    this.#noted += 1;
    this.#deps.rows.put(String(this.#noted), {
      sql: INSERT_ROW_SQL,
      params: [
        this.#deps.nowMs(),
        feature,
        host,
        port,
        sentBytes,
        receivedBytes,
        durationMs,
        outcome,
        ...ids,
      ],
      topic: 'network',
    });
  }

  async list(input: EgressListInput): Promise<Page<EgressRow>> {
    await this.#deps.rows.flush();
    return this.#deps.reads.list(input);
  }

  async summary(filter: EgressFilter): Promise<readonly EgressSummaryRow[]> {
    await this.#deps.rows.flush();
    return this.#deps.reads.summarise(filter, SUMMARY_ROWS);
  }
}
