import { and, asc, eq, ne } from 'drizzle-orm';
import type { Reader, Writer } from '#main/db/store.ts';
import { pluginFiles, plugins } from '#main/db/tables/plugins.ts';

export type PluginRow = typeof plugins.$inferSelect;
/** Files by their path; the script lies beside them. */
export type StoredFiles = { readonly files: ReadonlyMap<string, Uint8Array>; readonly code: string };

export type PluginsReads = {
  list(): Promise<readonly PluginRow[]>;
  find(name: string): Promise<PluginRow | undefined>;
  readFiles(name: string): Promise<StoredFiles>;
};

/** No file of a plugin is called so: the script that was made of them. */
const CODE_PATH = '';

export function createPluginsReads(reader: Reader): PluginsReads {
  return {
    list: () => reader.select().from(plugins).orderBy(asc(plugins.name)),
    async find(name) {
      const [row] = await reader.select().from(plugins).where(eq(plugins.name, name));
      return row;
    },
    async readFiles(name) {
      const isOf = eq(pluginFiles.plugin, name);
      const files = await reader
        .select()
        .from(pluginFiles)
        .where(and(isOf, ne(pluginFiles.path, CODE_PATH)));
      const [code] = await reader
        .select()
        .from(pluginFiles)
        .where(and(isOf, eq(pluginFiles.path, CODE_PATH)));
      return {
        files: new Map(files.map(({ path, content }) => [path, content])),
        code: Buffer.from(code?.content ?? []).toString('utf8'),
      };
    },
  };
}

/** Puts the plugin in the place of an older version of it. Its memory stays. */
export function putPlugin(
  tx: Writer,
  row: Omit<PluginRow, 'installedAt' | 'updatedAt'>,
  { files, code }: StoredFiles,
): void {
  tx.run({
    sql: `INSERT INTO plugins (name, version, content_hash, code_hash, manifest, warnings, readme, is_first_party,
        settings, schedule, is_paused, broken_reason, installed_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET version = excluded.version, content_hash = excluded.content_hash,
        code_hash = excluded.code_hash, manifest = excluded.manifest, warnings = excluded.warnings,
        readme = excluded.readme, is_first_party = excluded.is_first_party, settings = excluded.settings,
        schedule = excluded.schedule, is_paused = excluded.is_paused, broken_reason = excluded.broken_reason,
        updated_at = excluded.updated_at`,
    params: [
      row.name,
      row.version,
      row.contentHash,
      row.codeHash,
      JSON.stringify(row.manifest),
      JSON.stringify(row.warnings),
      row.readme,
      Number(row.isFirstParty),
      JSON.stringify(row.settings),
      row.schedule,
      Number(row.isPaused),
      row.brokenReason,
      tx.nowMs,
      tx.nowMs,
    ],
  });
  tx.run({ sql: 'DELETE FROM plugin_files WHERE plugin = ?', params: [row.name] });
  tx.run({
    sql: 'INSERT INTO plugin_files (plugin, path, content) VALUES (?, ?, ?)',
    paramsList: [...files, [CODE_PATH, Buffer.from(code)] as const].map(([path, content]) => [
      row.name,
      path,
      content,
    ]),
  });
  tx.touch('plugin', [row.name]);
}

type Patch = Partial<Pick<PluginRow, 'settings' | 'schedule' | 'isPaused' | 'brokenReason'>>;

export function patchPlugin(tx: Writer, name: string, patch: Patch): void {
  const columns = {
    settings: patch.settings && JSON.stringify(patch.settings),
    schedule: patch.schedule,
    is_paused: patch.isPaused === undefined ? undefined : Number(patch.isPaused),
    broken_reason: patch.brokenReason,
  };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  const sets = given.map(([column]) => `${column} = ?`).join(', ');
  tx.run({
    sql: `UPDATE plugins SET ${sets}, updated_at = ? WHERE name = ?`,
    params: [...given.map(([, value]) => value ?? null), tx.nowMs, name],
  });
  tx.touch('plugin', [name]);
}

/** With its files and all that it remembers. */
export function dropPlugin(tx: Writer, name: string): void {
  for (const sql of [
    'DELETE FROM plugin_state WHERE plugin = ?',
    'DELETE FROM plugin_files WHERE plugin = ?',
    'DELETE FROM plugins WHERE name = ?',
  ]) {
    tx.run({ sql, params: [name] });
  }
  tx.touch('plugin', [name]);
}
