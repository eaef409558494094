import { appErrorOf, type AppError } from '#shared/errors.ts';
import type { SqlRow } from './driver/driver.ts';

export type IntegrityReport = { readonly ok: boolean; readonly problems: readonly string[] };

/** Runs one statement; a connection's batch or a store's maintenance both fit. */
export type Query = (sql: string) => Promise<readonly SqlRow[]>;

const MAX_PROBLEMS = 100;

/**
 * Reads every page in use and every reference. Page checks come first: after damage the others mostly repeat it.
 * Problems name tables, pages and row numbers, never content. Takes time in proportion to the store's size.
 */
export async function checkIntegrity(query: Query): Promise<IntegrityReport> {
  const problems = [
    ...(await findDamage(query)),
    ...(await attempt(query, 'PRAGMA foreign_key_check', danglingReference)),
  ].slice(0, MAX_PROBLEMS);
  return { ok: problems.length === 0, problems };
}

/** The half of the check that reads every page; references to rows that are gone are no damage to it. */
export async function findDamage(query: Query): Promise<readonly string[]> {
  const problems = [
    // Another driver than SQLCipher's own knows no such pragma and returns nothing; there the next one reads all pages.
    ...(await attempt(query, 'PRAGMA cipher_integrity_check', textOf)),
    ...(await attempt(query, `PRAGMA quick_check(${MAX_PROBLEMS})`, textOf)),
  ];
  return problems.filter((problem) => problem !== 'ok');
}

/** References to rows that are gone; a repair leaves those that it may not cut. */
export async function countDangling(query: Query): Promise<number> {
  return (await query('PRAGMA foreign_key_check')).length;
}

async function attempt(query: Query, sql: string, describe: (row: SqlRow) => string): Promise<string[]> {
  try {
    return (await query(sql)).slice(0, MAX_PROBLEMS).map(describe);
  } catch (error) {
    const damage = damageOf(error);
    if (damage) return [`${sql.replace('PRAGMA ', '')}: ${damage.message}`];
    throw error;
  }
}

/** What reading a damaged file fails with. */
export function damageOf(error: unknown): AppError | undefined {
  const ours = appErrorOf(error);
  return ours !== undefined && DAMAGE.has(ours.code) ? ours : undefined;
}

const DAMAGE: ReadonlySet<string> = new Set(['store_corrupt', 'store_wrong_key', 'file_unreadable']);

function textOf(row: SqlRow): string {
  return String(row[0]);
}

function danglingReference([table, rowId, parent]: SqlRow): string {
  return `row ${String(rowId)} of ${String(table)} refers to a row of ${String(parent)} that is not there`;
}
