import type { Unlock } from '#shared/contracts/system.ts';
import type { Store } from '#main/db/store.ts';
import { putRecoveryMark, readRecoveryMark } from './backup-carry.store.ts';
import type { StoreExchange } from './store-exchange.ts';

/** One phrase for one person: the words of the vault open this workspace too. */
export class OnePhrase {
  readonly #deps: { readonly store: Store; readonly exchange: StoreExchange };

  constructor(deps: { readonly store: Store; readonly exchange: StoreExchange }) {
    this.#deps = deps;
  }

  /** Another phrase may have been made for this workspace since, which the time of its slot tells. */
  async isUsed(): Promise<boolean> {
    const { store, exchange } = this.#deps;
    const marked = await readRecoveryMark(store.reader);
    return marked !== null && marked === (await exchange.recoverySlotAt());
  }

  /**
   * Proves the credential first, does the work that gives or needs the phrase, and makes the phrase that of this
   * folder. Without a credential it only does the work.
   */
  async around<T>(
    current: Unlock | undefined,
    work: () => Promise<{ readonly phrase: string; readonly value: T }>,
  ): Promise<T> {
    const { value, slotAt } = await this.ahead(current, work);
    if (slotAt !== null) await this.mark();
    return value;
  }

  /** As `around`, for a vault that takes the phrase on later: `slotAt` is for the mark of then, `putRecoveryMark`. */
  async ahead<T>(
    current: Unlock | undefined,
    work: () => Promise<{ readonly phrase: string; readonly value: T }>,
  ): Promise<{ readonly value: T; readonly slotAt: number | null }> {
    const { exchange } = this.#deps;
    if (current === undefined) return { value: (await work()).value, slotAt: null };
    const held = await exchange.hold(current);
    try {
      const { phrase, value } = await work();
      await exchange.useAsRecovery(held, phrase);
      return { value, slotAt: await exchange.recoverySlotAt() };
    } finally {
      held.key.fill(0);
    }
  }

  /** The recovery slot that is there now is known to open with the phrase of the vault. */
  async mark(): Promise<void> {
    const { store, exchange } = this.#deps;
    const slotAt = await exchange.recoverySlotAt();
    if (slotAt === null) return;
    await store.write({ command: 'backup.phrase', principal: 'backup' }, (tx) => putRecoveryMark(tx, slotAt));
  }
}
