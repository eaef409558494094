import { drizzle } from 'drizzle-orm/sqlite-proxy';
import type { SqlRow, SqlValue } from './driver/driver.ts';
import type { Reader } from './store.ts';

/** Drizzle's query builder over a way to run one statement. Only its reading half is handed out. */
export function createReader(
  run: (sql: string, params: readonly SqlValue[]) => Promise<readonly SqlRow[]>,
): Reader {
  const database = drizzle(async (sql, params, method) => {
    const rows = await run(sql, params as SqlValue[]); // drizzle has mapped them to driver values
    // `get` wants the one row itself, and no row as undefined.
    if (method === 'get') return { rows: rows[0] as unknown as unknown[] };
    return { rows: rows as SqlRow[] as unknown[][] };
  });
  return {
    select: database.select.bind(database),
    selectDistinct: database.selectDistinct.bind(database),
    with: database.with.bind(database),
    $with: database.$with.bind(database),
    $count: database.$count.bind(database),
    rows: (sql, params = []) => run(sql, params),
  };
}
