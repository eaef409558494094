import type { SqliteConnection, SqlRow, SqlValue } from './driver/driver.ts';

/** A name in SQL text, whatever characters it has. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export async function query(
  connection: SqliteConnection,
  sql: string,
  params: readonly SqlValue[] = [],
): Promise<readonly SqlRow[]> {
  const [result] = await connection.batch([{ sql, params, returns: 'rows' }]);
  return result?.rows ?? [];
}
