import { AppError } from '#shared/errors.ts';
import type { SqliteConnection, SqlRow, SqlValue } from './driver/driver.ts';
import { query } from './open-store-query.ts';

/** Reads from a damaged file. */
export type DamagedSource = {
  /** The rows, or `null` where they lie on a page that cannot be read. */
  read(sql: string, params?: readonly SqlValue[]): Promise<readonly SqlRow[] | null>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const UNREADABLE: ReadonlySet<string> = new Set(['store_corrupt', 'file_unreadable']);

/** One driver's connections answer nothing more after the first page they refuse, so they are opened anew. */
export async function openDamaged(open: () => Promise<SqliteConnection>): Promise<DamagedSource> {
  let connection = await open();

  async function attempt(sql: string, params: readonly SqlValue[]): Promise<readonly SqlRow[] | null> {
    try {
      return await query(connection, sql, params);
    } catch (error) {
      if (error instanceof AppError && UNREADABLE.has(error.code)) return null;
      throw error;
    }
  }

  return {
    async read(sql, params = []) {
      const rows = await attempt(sql, params);
      if (rows) return rows;
      if ((await attempt('SELECT count(*) FROM sqlite_schema', [])) === null) {
        await connection.close();
        connection = await open();
      }
      return null;
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
