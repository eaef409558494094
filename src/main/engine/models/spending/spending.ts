import type { BudgetRefusal, LedgerEntry } from '#shared/contracts/usage.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import type { SpendingPort } from '../model-port.ts';
import type { Budgets } from './budgets.ts';
import { budgetError } from './budget-refusal.ts';
import { capsOf, type Cap, type GrantCap } from './caps.ts';
import { ledgerRow, removedRow } from './ledger.store.ts';
import { costOf, type Prices } from './prices.ts';
import type { Counted, Tallies } from './tallies.ts';

export type SpendingDeps = {
  readonly rows: Gathering;
  readonly prices: Prices;
  readonly budgets: Budgets;
  readonly tallies: Tallies;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  /** The person's calendar day. */
  readonly today: () => string;
  /** Caps of the rights by which someone may use a provider. */
  readonly grantCaps: (principal: string, providerId: string) => Promise<readonly GrantCap[]>;
};

type Wanted = Parameters<SpendingPort['reserve']>[0];
type Reservation = Awaited<ReturnType<SpendingPort['reserve']>>;
type Price = ReturnType<Prices['find']>;

/** Calls that are planned, to be checked as one before the first of them. */
export type Planned = Pick<Wanted, 'principal' | 'runId' | 'maxCostMicros'> & {
  readonly providerIds: readonly string[];
  /** At most, of all calls and of the dearest one; null where a price is not known. */
  readonly costMicros: number | null;
  readonly dearestMicros: number | null;
};

/** Budgets are held here: checked and reserved before anything is sent, settled by what was used. */
export class Spending implements SpendingPort {
  readonly #deps: SpendingDeps;

  constructor(deps: SpendingDeps) {
    this.#deps = deps;
  }

  async reserve(wanted: Wanted): Promise<Reservation> {
    const { rows, prices, tallies } = this.#deps;
    const price = wanted.isLocal ? null : prices.find(wanted.providerId, wanted.modelId);
    const estimate = estimateOf(wanted, price);
    const { begun, call } = await this.#withCaps(wanted, [wanted.providerId], (caps) => {
      // Nothing is awaited in here: two calls cannot both take what is left.
      const refusal = firstRefusal(caps, tallies, { all: estimate, dearest: estimate });
      if (refusal !== null) throw budgetError(refusal);
      const entry = this.#entryOf(wanted, { estimate, isPriced: wanted.isLocal || price !== null });
      const counted: Counted = { ...entry, countsMicros: entry.costMicros };
      tallies.begin(counted);
      return { begun: entry, call: counted };
    });
    rows.put(`cost:${begun.id}`, ledgerRow(begun));
    // What costs nothing has nothing to lose in a crash, and need not wait for the disk.
    if (!wanted.isLocal) await this.#onDisk(call);
    return this.#reservationOf(begun, call, wanted.isLocal ? null : price);
  }

  /** Whether planned calls would be let through, as things are now. Reserves nothing. */
  preview(planned: Planned): Promise<BudgetRefusal | null> {
    const { costMicros, dearestMicros } = planned;
    return this.#withCaps(planned, planned.providerIds, (caps) =>
      firstRefusal(caps, this.#deps.tallies, { all: costMicros, dearest: dearestMicros }),
    );
  }

  /** Calls `work` with the caps that hold then and there, their tallies at hand. */
  async #withCaps<T>(
    wanted: Pick<Wanted, 'principal' | 'runId' | 'maxCostMicros'>,
    providerIds: readonly string[],
    work: (caps: readonly Cap[]) => T,
  ): Promise<T> {
    const { budgets, tallies, grantCaps } = this.#deps;
    const grants = await Promise.all(providerIds.map((id) => grantCaps(wanted.principal, id)));
    for (;;) {
      const caps = capsOf({ ...wanted, today: this.#deps.today() }, budgets.list(), grants.flat());
      const spent = caps.flatMap((cap) => cap.spent ?? []);
      if (tallies.isReady(spent)) return work(caps);
      await tallies.prepare(spent);
    }
  }

  #entryOf(
    wanted: Wanted,
    { estimate, isPriced }: { estimate: number | null; isPriced: boolean },
  ): LedgerEntry {
    const { feature, principal, runId, providerId, modelId, isLocal, inputTokens } = wanted;
    return {
      id: this.#deps.ids.next(),
      startedAt: this.#deps.nowMs(),
      endedAt: null,
      day: this.#deps.today(),
      feature,
      principal,
      runId,
      providerId,
      modelId,
      isLocal,
      inputTokens,
      outputTokens: 0,
      cachedInputTokens: 0,
      costMicros: estimate ?? 0,
      isEstimated: true,
      isPriced,
      outcome: 'begun',
      traceId: null,
      spanId: null,
    };
  }

  async #onDisk(call: Counted): Promise<void> {
    const { rows, tallies } = this.#deps;
    try {
      await rows.flush();
    } catch (error) {
      // Not a byte may leave that a crash would make us forget.
      tallies.end(call, 0);
      rows.put(`cost:${call.id}`, removedRow(call.id));
      throw error;
    }
  }

  #reservationOf(begun: LedgerEntry, call: Counted, price: Price): Reservation {
    const { rows, tallies, nowMs } = this.#deps;
    let settled: { readonly costMicros: number } | null = null;
    return {
      async settle({ usage, traceId, spanId, outcome }) {
        if (settled !== null) return settled;
        const costMicros = costOf(price, usage);
        settled = { costMicros };
        tallies.end(call, costMicros);
        const made = { ...usage, costMicros, traceId, spanId, outcome };
        const row = ledgerRow({ ...begun, ...made, endedAt: nowMs(), isEstimated: false });
        rows.put(`cost:${begun.id}`, row);
        return settled;
      },
      release() {
        if (settled !== null) return;
        settled = { costMicros: 0 };
        tallies.end(call, 0);
        rows.put(`cost:${begun.id}`, removedRow(begun.id));
      },
    };
  }
}

/** At most; null where no price is known. */
function estimateOf(wanted: Wanted, price: Price): number | null {
  if (wanted.isLocal) return 0;
  if (price === null) return null;
  const { inputTokens, maxOutputTokens: outputTokens } = wanted;
  return costOf(price, { inputTokens, outputTokens, cachedInputTokens: 0 });
}

function firstRefusal(
  caps: readonly Cap[],
  tallies: Tallies,
  cost: { readonly all: number | null; readonly dearest: number | null },
): BudgetRefusal | null {
  for (const { period, source, principal, limitMicros, spent } of caps) {
    const estimateMicros = period === 'call' ? cost.dearest : cost.all;
    const spentMicros = spent === null ? 0 : tallies.read(spent);
    // What costs nothing is never too much, even where more was used than was thought.
    const isWithin =
      estimateMicros === 0 || (estimateMicros !== null && spentMicros + estimateMicros <= limitMicros);
    if (!isWithin) return { period, source, principal, limitMicros, spentMicros, estimateMicros };
  }
  return null;
}
