import { constants, copyFileSync, existsSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import type { BoundValue, RawRow } from 'better-sqlite3-multiple-ciphers';
import { Refused } from './refused.ts';

const MAX_DATABASE_BYTES = 1_000_000_000;
const ATTEMPTS = 4;
/** What belongs to a database file and may hold its latest changes. */
const COMPANIONS = ['-wal', '-journal'] as const;

const PRAGMAS = [
  'PRAGMA trusted_schema = OFF',
  'PRAGMA cell_size_check = ON',
  'PRAGMA mmap_size = 0',
  'PRAGMA temp_store = MEMORY',
  'PRAGMA hard_heap_limit = 268435456',
];

export type BrowserDatabase = {
  /** Rows with whole numbers as BigInt. */
  all(sql: string, params: readonly BoundValue[]): readonly RawRow[];
};

/**
 * Hands a copy of another program's database to `read`. The original is opened by nobody: the browser may be writing
 * to it. The copy takes the log beside it along, so that the latest visits are in it.
 */
export function withCopy<T>(
  file: { readonly folder: string; readonly name: string; readonly scratch: string },
  tables: readonly string[],
  read: (database: BrowserDatabase) => T,
): T {
  for (let attempt = 1; ; attempt += 1) {
    const folder = mkdtempSync(join(file.scratch, 'browser-'));
    try {
      const isWhole = copyWhole(file.folder, file.name, folder);
      if (!isWhole && attempt < ATTEMPTS) continue;
      const opened = openCopy(join(folder, file.name), tables);
      // A browser that wrote while we copied leaves a copy that does not fit together: take another.
      if (opened === undefined && attempt < ATTEMPTS) continue;
      if (opened === undefined) throw new Refused('damaged');
      return readAndClose(opened, read);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** False when a file changed meanwhile. */
function copyWhole(from: string, name: string, to: string): boolean {
  const before = statesOf(from, name);
  if (before.sizeBytes > MAX_DATABASE_BYTES) throw new Refused('too_large');
  for (const suffix of ['', ...COMPANIONS]) {
    const path = join(from, name + suffix);
    if (suffix === '' || existsSync(path)) {
      copyFileSync(path, join(to, name + suffix), constants.COPYFILE_FICLONE);
    }
  }
  return statesOf(from, name).text === before.text;
}

function statesOf(folder: string, name: string): { readonly text: string; readonly sizeBytes: number } {
  let sizeBytes = 0;
  const states = ['', ...COMPANIONS].map((suffix) => {
    const stat = lstatSync(join(folder, name + suffix), { bigint: true, throwIfNoEntry: false });
    if (!stat) {
      if (suffix === '') throw new Refused('not_found');
      return '-';
    }
    // A link in a profile's place may lead anywhere.
    if (!stat.isFile()) throw new Refused('not_a_file');
    sizeBytes += Number(stat.size);
    return `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
  });
  return { text: states.join(' '), sizeBytes };
}

/** `undefined` when the copy is not sound. Our own copy is opened for writing, so that its log can be taken in. */
function openCopy(path: string, tables: readonly string[]): Database | undefined {
  const database = new Database(path, { fileMustExist: true, timeout: 1_000 });
  try {
    for (const pragma of PRAGMAS) database.exec(pragma);
    const [verdict] = database.prepare('PRAGMA quick_check(1)').raw(true).get() ?? [];
    if (verdict !== 'ok') throw new Error('not sound');
    database.exec('PRAGMA query_only = ON');
    requireTables(database, tables);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Refused) throw error;
    return undefined;
  }
}

/** A view in a table's place would run what its maker wrote. */
function requireTables(database: Database, tables: readonly string[]): void {
  const rows = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'`)
    .raw(true)
    .all();
  const names = new Set(rows.map(([name]) => name));
  if (!tables.every((table) => names.has(table))) throw new Refused('unsupported');
}

function readAndClose<T>(database: Database, read: (database: BrowserDatabase) => T): T {
  try {
    return read({
      all: (sql, params) =>
        database
          .prepare(sql)
          .raw(true)
          .safeIntegers(true)
          .all(...params),
    });
  } finally {
    database.close();
  }
}
