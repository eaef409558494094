import type { SqliteConnection } from './driver/driver.ts';
import { query, quoted } from './open-store-query.ts';
import type { DamagedSource } from './open-store-salvage-source.ts';

const BATCH_ROWS = 100;
/** Below any row number in use. */
const FIRST_ROW = -Number.MAX_SAFE_INTEGER;
/** Row numbers tried one by one behind damage, more than an interior page spans, before the steps double. */
const CAREFUL_STEPS = 20_000;

export type CopiedRows = { readonly rows: number; readonly isWhole: boolean };

type Table = { readonly select: string; readonly insert: string };

/**
 * Copies the rows of one table that can be read, in the order of their row numbers. Behind a damaged page it
 * looks for the next number that can be read again, so damage costs the rows of that page and no others.
 */
export async function copyReadableRows(
  source: DamagedSource,
  target: SqliteConnection,
  name: string,
): Promise<CopiedRows> {
  const table = await describeTable(target, name);
  let next = FIRST_ROW;
  let rows = 0;
  let isWhole = true;
  let last: number | undefined;
  await target.exec('BEGIN IMMEDIATE');
  for (;;) {
    const found =
      (await source.read(table.select, [next, BATCH_ROWS])) ?? (await source.read(table.select, [next, 1]));
    if (found?.length === 0) break;
    if (found) {
      await target.batch([
        { sql: table.insert, paramsList: found.map((row) => row.slice(1)), returns: 'none' },
      ]);
      rows += found.length;
      next = Number(found.at(-1)?.[0]) + 1;
      continue;
    }
    isWhole = false;
    last ??= await findLast(source, name);
    const beyond = await findReadable(source, table, { from: next, last });
    if (beyond === null) break;
    next = beyond;
  }
  await target.exec('COMMIT');
  return { rows, isWhole };
}

async function describeTable(target: SqliteConnection, name: string): Promise<Table> {
  const columns = (await query(target, `PRAGMA table_info(${quoted(name)})`)).map((row) =>
    quoted(String(row[1])),
  );
  const list = columns.join(', ');
  return {
    select: `SELECT rowid, ${list} FROM ${quoted(name)} WHERE rowid >= ? ORDER BY rowid LIMIT ?`,
    insert: `INSERT INTO ${quoted(name)} (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
  };
}

/**
 * The highest row number there is, as an index names it: the index of a table that lost its last page is mostly whole.
 * Beyond any row number in use where none can be read.
 */
async function findLast(source: DamagedSource, name: string): Promise<number> {
  // The sum keeps the planner from the table's own, damaged, tree: it scans the smallest index that covers it.
  const found = await source.read(`SELECT max(rowid + 0) FROM ${quoted(name)}`);
  const last = found?.[0]?.[0];
  return last === undefined || last === null ? Number.MAX_SAFE_INTEGER : Number(last);
}

async function findReadable(
  source: DamagedSource,
  table: Table,
  { from, last }: { readonly from: number; readonly last: number },
): Promise<number | null> {
  // Before the first row the numbers are far apart from any in use.
  const start = Math.max(from, 0);
  let stepSize = 1;
  let candidate = start;
  for (let step = 0; candidate <= last; step += 1) {
    if (candidate !== from && (await source.read(table.select, [candidate, 1]))) return candidate;
    if (step >= CAREFUL_STEPS) stepSize *= 2;
    candidate += stepSize;
  }
  return null;
}
