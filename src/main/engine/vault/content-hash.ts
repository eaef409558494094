import { createHash, type Hash } from 'node:crypto';
import type { SqlRow, SqlValue } from '#main/db/driver/driver.ts';
import { quoted } from '#main/db/open-store-query.ts';

/** Runs one reading statement; a connection, a snapshot's reader and a restored store all fit. */
export type ReadRows = (sql: string, params?: readonly SqlValue[]) => Promise<readonly SqlRow[]>;

export type TableContent = {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over every value of every row, with its type, in the order of the key. */
  readonly sha256: string;
};

const ROWS_A_READ = 200;
/** Tables with binary columns hold parts of half a megabyte. */
const BINARY_ROWS_A_READ = 8;

/** How many rows each ordinary table has; virtual tables and what lies behind them are derived and left out. */
export async function countRows(read: ReadRows): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { name } of await listTables(read)) {
    const [row] = await read(`SELECT count(*) FROM ${quoted(name)}`);
    counts[name] = Number(row?.[0]);
  }
  return counts;
}

/** Where the b-tree of each table that `countRows` counts begins. */
export async function listRoots(read: ReadRows): Promise<ReadonlyMap<string, number>> {
  const rows = await read(`SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'`);
  const roots = new Map(rows.map(([name, root]) => [String(name), Number(root)]));
  const tables = await listTables(read);
  return new Map(tables.map(({ name }) => [name, roots.get(name) ?? 0]));
}

/**
 * The content of every ordinary table, told in 32 bytes each: two stores with the same answers hold the same
 * rows. Reads in small pieces, so that whoever shares the thread goes on.
 */
export async function hashTables(read: ReadRows, signal?: AbortSignal): Promise<readonly TableContent[]> {
  const found: TableContent[] = [];
  for (const table of await listTables(read)) found.push(await hashTable(read, table, signal));
  return found;
}

type Table = {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly hasBinary: boolean;
};

async function listTables(read: ReadRows): Promise<readonly Table[]> {
  const list = await read(`SELECT name, wr FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`);
  const tables: Table[] = [];
  for (const [name, isWithoutRowId] of list) {
    const info = await read(`SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid`, [String(name)]);
    const keyed = info.filter(([, , pk]) => Number(pk) > 0).toSorted((a, b) => Number(a[2]) - Number(b[2]));
    tables.push({
      name: String(name),
      key: isWithoutRowId ? keyed.map(([column]) => quoted(String(column))) : ['rowid'],
      columns: info.map(([column]) => quoted(String(column))),
      hasBinary: info.some(([, type]) => String(type).toUpperCase() === 'BLOB'),
    });
  }
  return tables;
}

async function hashTable(read: ReadRows, table: Table, signal?: AbortSignal): Promise<TableContent> {
  const hash = createHash('sha256');
  const key = table.key.join(', ');
  const select = `SELECT ${key}, ${table.columns.join(', ')} FROM ${quoted(table.name)}`;
  const order = `ORDER BY ${key} LIMIT ${table.hasBinary ? BINARY_ROWS_A_READ : ROWS_A_READ}`;
  const after = `WHERE (${key}) > (${table.key.map(() => '?').join(', ')})`;
  let rows = 0;
  let last: SqlRow | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const page: readonly SqlRow[] = last
      ? await read(`${select} ${after} ${order}`, last.slice(0, table.key.length))
      : await read(`${select} ${order}`);
    for (const row of page) addRow(hash, row);
    rows += page.length;
    last = page.at(-1);
    if (!last) return { table: table.name, rows, sha256: hash.digest('hex') };
  }
}

/** Type, length and bytes of each value, so that no two different rows say the same. */
function addRow(hash: Hash, row: SqlRow): void {
  for (const value of row) {
    const bytes = value instanceof Uint8Array ? value : Buffer.from(String(value));
    hash.update(`${kindOf(value)}${bytes.length}:`).update(bytes);
  }
  hash.update('\n');
}

function kindOf(value: SqlValue): string {
  if (value === null) return 'n';
  return value instanceof Uint8Array ? 'b' : typeof value === 'string' ? 's' : 'd';
}
