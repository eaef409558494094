import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Either database; a transaction is one too. */
export type Database = PgDatabase<PgQueryResultHKT>;

export type OpenDatabase = {
  readonly db: Database;
  /** Rejects when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};

const MIGRATIONS = { migrationsFolder: fileURLToPath(new URL('../../drizzle', import.meta.url)) };

/** PGlite in a folder: PostgreSQL itself, as WebAssembly in this process. One process at a time may have it open. */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
  ]);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(folder);
  const db = drizzle({ client });
  await migrate(db, MIGRATIONS);
  return { db, check: () => ask(db), close: () => client.close() };
}

/** Any number: it names the lock that keeps two servers from migrating at once. */
const MIGRATION_LOCK = 4_127_770_001;

export async function openPostgres(url: string): Promise<OpenDatabase> {
  const [pg, { drizzle }, { migrate }] = await Promise.all([
    import('pg'),
    import('drizzle-orm/node-postgres'),
    import('drizzle-orm/node-postgres/migrator'),
  ]);
  const pool = new pg.default.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    // Whoever holds a lock and went away lets go of it.
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks while nobody uses it: the pool makes another at the next question.
  pool.on('error', () => {});
  try {
    const client = await pool.connect();
    try {
      const one = drizzle({ client });
      await one.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`);
      await migrate(one, MIGRATIONS);
      await one.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = drizzle({ client: pool });
  return { db, check: () => ask(db), close: () => pool.end() };
}

async function ask(db: Database): Promise<void> {
  await db.execute(sql`select 1`);
}
