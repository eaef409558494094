import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal, Writer } from './store.ts';

/** On whose behalf code runs, and what goes into the same transaction as its first write. */
export type Acting = {
  readonly principal: Principal;
  /** Throws to refuse the write: nothing of it remains then. */
  readonly alongside?: (tx: Writer) => Promise<void> | void;
};

type Turn = Acting & { isAlongsideDone: boolean };

/**
 * An action runs the same services as the person's own commands do. Handing a principal through every one of their
 * signatures would make each of them able to forget it; so it travels with the asynchronous call instead, and the
 * store reads it where no command names one.
 */
const storage = new AsyncLocalStorage<Turn>();

export function actAs<T>(acting: Acting, work: () => Promise<T>): Promise<T> {
  return storage.run({ ...acting, isAlongsideDone: acting.alongside === undefined }, work);
}

/** For the store alone. */
export function actingNow(): Turn | undefined {
  return storage.getStore();
}

/** What listeners start is their own work, not that of whoever made the commit. */
export function actingAsNobody<T>(work: () => T): T {
  return storage.exit(work);
}
