import type { SqliteConnection, SqliteDriver } from './driver/driver.ts';

/** One more reading connection, for whoever needs one of their own later. */
export type SpareReader = {
  /** Works until it has succeeded once, or `forget`. */
  open(): Promise<SqliteConnection>;
  /** Wipes what is kept for opening it. */
  forget(): void;
};

/** A connection costs a thread, and most starts never need this one: so the key waits, as a copy that is wiped. */
export function createSpareReader(driver: SqliteDriver, path: string, key: Uint8Array): SpareReader {
  const kept = Uint8Array.from(key);
  return {
    async open() {
      const connection = await driver.open({ path, key: kept, mode: 'read' });
      kept.fill(0);
      return connection;
    },
    forget: () => void kept.fill(0),
  };
}
