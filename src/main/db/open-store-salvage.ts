import { AppError } from '#shared/errors.ts';
import type { SqliteConnection } from './driver/driver.ts';
import { query, quoted } from './open-store-query.ts';
import { openDamaged } from './open-store-salvage-source.ts';
import type { DamagedSource } from './open-store-salvage-source.ts';
import { copyReadableRows } from './open-store-salvage-rows.ts';

export type SalvageReport = {
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly isWhole: boolean }[];
  /** References to rows that were lost: cut where the column may be empty, left in place where it may not. */
  readonly referencesCut: number;
  readonly referencesDangling: number;
};

export type SalvageOptions = {
  /** Tables that the app builds again from others; they start empty, as do all full-text tables. */
  readonly derivedTables: readonly string[];
};

type SchemaEntry = { readonly type: string; readonly name: string; readonly sql: string };

/**
 * Copies all that can still be read from a damaged store into a new, empty one, table by table and row by row.
 * `open` opens the source for reading, again when damage has made a connection useless. Rejects with `store_corrupt` where even the list of its tables cannot be read.
 */
export async function salvageInto(
  open: () => Promise<SqliteConnection>,
  target: SqliteConnection,
  options: SalvageOptions,
): Promise<SalvageReport> {
  await using source = await openDamaged(open);
  const schema = await readSchema(source);
  const virtualTables = schema.filter(isVirtual).map(({ name }) => name);
  const plainTables = schema.filter(
    (entry) => entry.type === 'table' && !isVirtual(entry) && !isShadow(entry.name, virtualTables),
  );
  await target.exec('PRAGMA foreign_keys = OFF');
  for (const { sql } of plainTables) await target.exec(sql);
  const derived = new Set(options.derivedTables);
  const tables: SalvageReport['tables'][number][] = [];
  for (const { name } of plainTables) {
    if (derived.has(name)) continue;
    const result = await copyReadableRows(source, target, name);
    tables.push({ table: name, ...result });
  }
  // Only now: triggers would run for every copied row, and a unique index slows each of them down.
  const rest = schema.filter((entry) => isVirtual(entry) || entry.type !== 'table');
  for (const { sql } of rest) await target.exec(sql);
  const references = await mendReferences(target);
  await requireSound(target);
  await target.exec('PRAGMA foreign_keys = ON');
  return { tables, ...references };
}

async function readSchema(source: DamagedSource): Promise<readonly SchemaEntry[]> {
  const rows = await source.read(
    `SELECT type, name, sql FROM sqlite_schema
     WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`,
  );
  if (rows)
    return rows.map(([type, name, sql]) => ({ type: String(type), name: String(name), sql: String(sql) }));
  throw new AppError(
    'store_corrupt',
    'Even the list of tables of the damaged store cannot be read, so nothing can be saved from it. It was not changed; restore a backup or a kept copy.',
  );
}

async function requireSound(target: SqliteConnection): Promise<void> {
  const [row] = await query(target, 'PRAGMA quick_check(1)');
  if (row?.[0] === 'ok') return;
  throw new AppError(
    'internal',
    'The store made from the damaged one did not pass its check and was removed. The damaged one was not changed.',
  );
}

function isVirtual(entry: SchemaEntry): boolean {
  return /^\s*CREATE\s+VIRTUAL\s+TABLE/i.test(entry.sql);
}

/** FTS5 keeps its data in tables named after itself; they come with it. */
function isShadow(name: string, virtualTables: readonly string[]): boolean {
  return virtualTables.some((virtual) => name.startsWith(`${virtual}_`));
}

async function mendReferences(
  target: SqliteConnection,
): Promise<{ referencesCut: number; referencesDangling: number }> {
  let referencesCut = 0;
  let referencesDangling = 0;
  for (const [table, rowId, , key] of await query(target, 'PRAGMA foreign_key_check')) {
    const column = await emptiableColumn(target, String(table), Number(key));
    if (column === null || rowId === null) {
      referencesDangling += 1;
      continue;
    }
    const sql = `UPDATE ${quoted(String(table))} SET ${quoted(column)} = NULL WHERE rowid = ?`;
    await target.batch([{ sql, params: [rowId ?? null] }]);
    referencesCut += 1;
  }
  return { referencesCut, referencesDangling };
}

/** The column of a reference, where it is one column and may be empty. */
async function emptiableColumn(target: SqliteConnection, table: string, key: number): Promise<string | null> {
  const references = await query(target, `PRAGMA foreign_key_list(${quoted(table)})`);
  const [reference, ...more] = references.filter(([id]) => id === key);
  if (!reference || more.length > 0) return null;
  const columns = await query(target, `PRAGMA table_info(${quoted(table)})`);
  const column = columns.find(([, name]) => name === reference[3]);
  return column?.[3] === 0 && column[5] === 0 ? String(reference[3]) : null;
}
