import { and, eq } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { pluginState } from '#main/db/tables/plugins.ts';

/** Undefined when nothing is kept under this key. */
export async function readState(reader: Reader, plugin: string, key: string): Promise<unknown> {
  const [row] = await reader
    .select({ value: pluginState.value })
    .from(pluginState)
    .where(and(eq(pluginState.plugin, plugin), eq(pluginState.key, key)));
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}

/** How much a plugin keeps beside what lies under `key`. */
export async function measureState(
  tx: Reader,
  plugin: string,
  key: string,
): Promise<{ readonly keys: number; readonly length: number }> {
  const [row] = await tx.rows(
    'SELECT count(*), coalesce(sum(length(value)), 0) FROM plugin_state WHERE plugin = ? AND key <> ?',
    [plugin, key],
  );
  return { keys: Number(row?.[0] ?? 0), length: Number(row?.[1] ?? 0) };
}

export function writeState(tx: Writer, plugin: string, key: string, value: string): void {
  tx.run({
    sql: `INSERT INTO plugin_state (plugin, key, value, updated_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (plugin, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    params: [plugin, key, value, tx.nowMs],
  });
}
