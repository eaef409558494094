import type { SpentSince } from './ledger.store.ts';
import { isSpenderOf } from './spender.ts';

/** One call as the caps see it; `countsMicros` is its estimate while it is under way, then what it cost. */
export type Counted = {
  readonly id: string;
  readonly startedAt: number;
  readonly day: string;
  readonly principal: string;
  readonly runId: string | null;
  readonly providerId: string;
  countsMicros: number;
};

export type TalliesDeps = {
  /** Resolves when every call that has ended is in the ledger on disk with what it cost. */
  readonly flush: () => Promise<void>;
  /** Sums the ledger on disk without the calls named. */
  readonly sum: (asked: SpentSince, exceptIds: readonly string[]) => Promise<number>;
};

const MOST_TALLIES = 2_000;

/**
 * What is spent and reserved, by cap. A tally is read from the ledger once and then kept in step in memory, so that
 * looking at it and reserving are one step that nothing can come between.
 */
export class Tallies {
  readonly #deps: TalliesDeps;
  readonly #tallies = new Map<string, { readonly asked: SpentSince; micros: number }>();
  readonly #underWay = new Map<string, Counted>();
  #loading: Promise<void> | null = null;

  constructor(deps: TalliesDeps) {
    this.#deps = deps;
  }

  /** Whether all of these are at hand, and nothing is being read that a reservation made now would not be part of. */
  isReady(asked: readonly SpentSince[]): boolean {
    return this.#loading === null && asked.every((one) => this.#tallies.has(keyOf(one)));
  }

  /** Reads what is missing, one reader at a time. Look again afterwards: another may have begun. */
  async prepare(asked: readonly SpentSince[]): Promise<void> {
    if (this.#loading !== null) return this.#loading;
    const missing = asked.filter((one) => !this.#tallies.has(keyOf(one)));
    if (missing.length === 0) return;
    this.#loading = this.#load(missing).finally(() => (this.#loading = null));
    await this.#loading;
  }

  read(asked: SpentSince): number {
    const found = this.#tallies.get(keyOf(asked));
    if (found === undefined) throw new Error('a tally is read before it is ready');
    return found.micros;
  }

  begin(call: Counted): void {
    this.#underWay.set(call.id, call);
    this.#add(call, call.countsMicros);
  }

  end(call: Counted, costMicros: number): void {
    this.#underWay.delete(call.id);
    const more = costMicros - call.countsMicros;
    call.countsMicros = costMicros;
    this.#add(call, more);
  }

  /** What calls under way hold of a cap. */
  held(asked: SpentSince): number {
    let micros = 0;
    for (const call of this.#underWay.values()) if (isOf(asked, call)) micros += call.countsMicros;
    return micros;
  }

  async #load(missing: readonly SpentSince[]): Promise<void> {
    if (this.#tallies.size > MOST_TALLIES) this.#tallies.clear();
    const underWay = [...this.#underWay.values()];
    const ids = underWay.map((call) => call.id);
    await this.#deps.flush();
    const sums = await Promise.all(missing.map((asked) => this.#deps.sum(asked, ids)));
    missing.forEach((asked, index) => {
      const counted = underWay.filter((call) => isOf(asked, call));
      const micros = counted.reduce((sum, call) => sum + call.countsMicros, sums[index] ?? 0);
      this.#tallies.set(keyOf(asked), { asked, micros });
    });
  }

  #add(call: Counted, micros: number): void {
    if (micros === 0) return;
    for (const tally of this.#tallies.values()) if (isOf(tally.asked, call)) tally.micros += micros;
  }
}

function keyOf({ where, value, principal, providerId }: SpentSince): string {
  return `${where}\n${value}\n${principal}\n${providerId}`;
}

function isOf({ where, value, principal, providerId }: SpentSince, call: Counted): boolean {
  if (!isSpenderOf(principal, call.principal)) return false;
  if (providerId !== '*' && providerId !== call.providerId) return false;
  switch (where) {
    case 'day':
      return call.day === value;
    case 'month':
      return call.day.startsWith(`${value}-`);
    case 'run':
      return call.runId === value;
    case 'since':
      return call.startedAt >= Number(value);
  }
}
