import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { SqliteConnection, Statement } from './driver/driver.ts';

export type Migration = {
  readonly name: string;
  readonly hash: string;
  readonly statements: readonly string[];
};

const journalSchema = z.object({ entries: z.array(z.object({ idx: z.number(), tag: z.string() })) });

/** The generated migrations lie in `drizzle/` beside the sources and beside the bundles. */
export function findMigrationsFolder(): string {
  const here = fileURLToPath(import.meta.url);
  for (const up of ['../../../../drizzle', '../../../drizzle', '../../drizzle']) {
    const folder = join(here, up);
    if (existsSync(join(folder, 'meta', '_journal.json'))) return folder;
  }
  throw new AppError(
    'internal',
    'The schema files of Adiuva are missing. Your data is untouched; reinstall Adiuva.',
  );
}

export function readMigrations(folder: string): readonly Migration[] {
  const journal = journalSchema.parse(
    JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')),
  );
  return journal.entries.map((entry) => {
    const text = readFileSync(join(folder, `${entry.tag}.sql`), 'utf8');
    return {
      name: entry.tag,
      hash: createHash('sha256').update(text).digest('hex'),
      statements: text
        .split('--> statement-breakpoint')
        .map((statement) => statement.trim())
        .filter(Boolean),
    };
  });
}

/** How many migrations a store has taken; 0 for a new file. */
export async function readSchemaVersion(connection: SqliteConnection): Promise<number> {
  const [found] = await connection.batch([
    { sql: `SELECT count(*) FROM sqlite_master WHERE name = 'schema_migrations'`, returns: 'rows' },
  ]);
  if (Number(found?.rows[0]?.[0] ?? 0) === 0) return 0;
  const [count] = await connection.batch([
    { sql: 'SELECT count(*) FROM schema_migrations', returns: 'rows' },
  ]);
  return Number(count?.rows[0]?.[0] ?? 0);
}

/**
 * Applies what is missing, each migration in a transaction of its own. The caller has made a copy of the store
 * before (`VACUUM INTO`). A store that has taken more migrations than this app knows is refused untouched.
 */
export async function migrate(
  connection: SqliteConnection,
  migrations: readonly Migration[],
  nowMs: number,
): Promise<{ readonly applied: number }> {
  const version = await readSchemaVersion(connection);
  if (version > migrations.length) {
    throw new AppError(
      'store_too_new',
      'This workspace was last opened by a newer Adiuva. Nothing was changed; update Adiuva to open it.',
      { details: { storeSchema: version, appSchema: migrations.length } },
    );
  }
  const missing = migrations.slice(version);
  for (const migration of missing) await apply(connection, migration, nowMs);
  return { applied: missing.length };
}

async function apply(connection: SqliteConnection, migration: Migration, nowMs: number): Promise<void> {
  const statements: Statement[] = [
    { sql: 'BEGIN IMMEDIATE' },
    {
      sql: `CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT PRIMARY KEY, hash TEXT NOT NULL, applied_at INTEGER NOT NULL)`,
    },
    ...migration.statements.map((sql) => ({ sql })),
    {
      sql: 'INSERT INTO schema_migrations VALUES (?, ?, ?)',
      params: [migration.name, migration.hash, nowMs],
    },
    { sql: 'COMMIT' },
  ];
  try {
    await connection.batch(statements);
  } catch (error) {
    await connection.batch([{ sql: 'ROLLBACK' }]).catch(() => undefined);
    throw error;
  }
}
