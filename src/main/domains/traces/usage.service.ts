import type { Page } from '#shared/contracts/common.ts';
import {
  estimateInputSchema,
  type BudgetSetInput,
  type BudgetState,
  type EstimateInput,
  type LedgerEntry,
  type ModelPrice,
  type PriceSetInput,
  type RunEstimate,
  type UsageFilter,
  type UsageListInput,
  type UsageOverview,
  type UsageSummary,
  type UsageSummaryInput,
} from '#shared/contracts/usage.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import type { ResponseCache } from '#main/engine/models/response-cache/index.ts';
import type { SpendingParts } from '#main/engine/models/spending/index.ts';
import { usageCsv } from './usage-csv.ts';
import type { UsageStore } from './usage.store.ts';

export type UsageDeps = {
  readonly store: Store;
  readonly reads: UsageStore;
  readonly clock: Clock;
  readonly rows: Gathering;
  readonly spending: SpendingParts;
  readonly answers: ResponseCache;
};

const SUMMARY_ROWS = 5_000;
const READ_PAGE = 2_000;
const MAX_CSV_ROWS = 100_000;

export class UsageService {
  readonly #deps: UsageDeps;

  constructor(deps: UsageDeps) {
    this.#deps = deps;
  }

  async list(input: UsageListInput): Promise<Page<LedgerEntry>> {
    await this.#deps.rows.flush();
    return this.#deps.reads.list(input);
  }

  async summary({ by, ...filter }: UsageSummaryInput): Promise<UsageSummary> {
    const { rows, reads } = this.#deps;
    await rows.flush();
    const [found, total] = await Promise.all([
      reads.summarise(filter, by, SUMMARY_ROWS),
      reads.totals(filter),
    ]);
    return { rows: found, total };
  }

  async overview(): Promise<UsageOverview> {
    const { rows, reads, clock, spending, answers } = this.#deps;
    await rows.flush();
    const day = clock.today();
    const month = day.slice(0, 7);
    const ofMonth = { from: `${month}-01`, to: `${month}-31` };
    const [today, whole, budgets, cache, unpricedModels] = await Promise.all([
      reads.totals({ from: day, to: day }),
      reads.totals(ofMonth),
      spending.budgetStates(),
      answers.figures(),
      reads.listUnpriced(ofMonth),
    ]);
    return { today: { ...today, day }, month: { ...whole, month }, budgets, cache, unpricedModels };
  }

  /** The ledger as CSV, oldest first; RFC 4180 and safe to open in a spreadsheet. */
  async exportCsv(filter: UsageFilter): Promise<{ readonly csv: string; readonly rowCount: number }> {
    await this.#deps.rows.flush();
    const entries: LedgerEntry[] = [];
    let lastId = '';
    while (entries.length < MAX_CSV_ROWS) {
      const page = await this.#deps.reads.readAfter(lastId, READ_PAGE, filter);
      entries.push(...page);
      if (page.length < READ_PAGE) break;
      lastId = page.at(-1)?.id ?? lastId;
    }
    const written = entries.slice(0, MAX_CSV_ROWS);
    return { csv: await usageCsv(written), rowCount: written.length };
  }

  budgets(): Promise<readonly BudgetState[]> {
    return this.#deps.spending.budgetStates();
  }

  async setBudget(input: BudgetSetInput): Promise<readonly BudgetState[]> {
    await this.#deps.spending.budgets.set(input);
    return this.budgets();
  }

  prices(input: { readonly on?: string | undefined; readonly withAllDates: boolean }): readonly ModelPrice[] {
    return this.#deps.spending.prices.list(input.on, input.withAllDates);
  }

  setPrice(input: PriceSetInput): Promise<ModelPrice> {
    return this.#deps.spending.prices.set(input);
  }

  removePrice(id: string): Promise<void> {
    return this.#deps.spending.prices.remove(id);
  }

  /** What planned calls could cost at most, and the cap that would stop them. Reserves nothing. */
  async estimate(given: EstimateInput): Promise<RunEstimate> {
    const { principal, calls } = estimateInputSchema.parse(given);
    const { spending } = this.#deps;
    const costs = calls.map((call) => (call.isLocal ? 0 : spending.priceOf(call)));
    const isKnown = costs.every((cost) => cost !== null);
    const all = calls.reduce((sum, { count }, at) => sum + count * (costs[at] ?? 0), 0);
    const costMicros = isKnown ? all : null;
    const dearestMicros = isKnown ? Math.max(...costs.map((cost) => cost ?? 0)) : null;
    const providerIds = [...new Set(calls.map((call) => call.providerId))];
    // A run that has not begun has spent nothing: its cap is looked at by itself.
    const planned = { principal, runId: null, providerIds, costMicros, dearestMicros };
    return {
      callCount: calls.reduce((sum, call) => sum + call.count, 0),
      inputTokens: calls.reduce((sum, call) => sum + call.count * call.inputTokens, 0),
      maxOutputTokens: calls.reduce((sum, call) => sum + call.count * call.maxOutputTokens, 0),
      costMicros,
      refusal: await spending.preview(planned),
    };
  }

  /** Forgets every kept answer; the next call of the same kind is paid again. */
  clearAnswers(): Promise<void> {
    return this.#deps.answers.clear();
  }
}
